public import ClassifierFitting
public import Datasets
import FoundationEssentials
import Inference
public import InspectionPipeline
public import InspectionTypes
public import NeuralNetworks
public import Reports

/// The whole way from folders of sounds and a backbone to a classifier's file and its report; no network is trained, so that this needs no
/// libtorch.
public struct SoundHeadTask: ClassifierTask {
    public let fitting: SoundHeadFitting
    public let sound: SoundFrontEndOptions
    public let options: RunOptions
    public let folding: FoldOptions
    public let processing: ProcessingOptions
    public let cardOptions: CardOptions
    /// As it was found when the medium was recognised.
    public let dataset: Dataset
    public let host: TrainingHost

    public var itemNoun: String { "recording" }
    public var stepNoun: String { "windows" }

    public init(
        _ fitting: SoundHeadFitting, sound: SoundFrontEndOptions, options: RunOptions, folding: FoldOptions,
        processing: ProcessingOptions, card: CardOptions, dataset: Dataset, host: TrainingHost
    ) {
        self.fitting = fitting
        self.sound = sound
        self.options = options
        self.folding = folding
        self.processing = processing
        cardOptions = card
        self.dataset = dataset
        self.host = host
    }

    public func prepare() throws -> LabelledSounds {
        var material = try readSounds(dataset, sampleRate: sound.sampleRate) {
            try fitting.frontEnd(sound, lowestRate: $0)
        }
        material.embeddings = try fitting.embeddings(material.frontEnd, threads: workers)
        return material
    }

    public func train(_ split: Split, _ material: LabelledSounds, unit: String, _ run: RunFolder) throws
        -> LearntClassifier
    {
        do {
            guard let embeddings = material.embeddings else {
                throw NetworkError(.incomplete, "a head was to be fitted without a backbone")
            }
            let fitted = try fitting.fitted(
                split, material, on: embeddings, seed: options.seed, threads: workers, host.tell)
            guard !StopSignal.isRaised else { throw TaskError.headStopped }
            let heard = embeddings.words(for: fitted.head)
            note("the head hears \(heard)")
            note("regularisation: \(fitted.choice.words)")
            return LearntClassifier(
                graph: fitted.head.classifierGraph(on: embeddings.backbone(for: fitted.head)),
                facts: [fitted.fact(fitting.head), .init("Hears", heard)])
        } catch let error as TaskError where error.code == .stopped {
            run.discard()
            throw error
        }
    }

    public func card(_ material: LabelledSounds) -> ModelCard {
        ModelCard(
            kind: .classifier, medium: .sound, name: cardOptions.name ?? outputName, version: "1", created: Self.now,
            soundFrontEnd: material.frontEnd, classes: material.classes)
    }

    public func goldens(_ graph: Graph, _ split: Split, _ material: LabelledSounds, synthetic: Bool) throws
        -> GoldenSet
    {
        var file = ModelFile(graph: graph)
        try file.setCard(card(material))
        let inspection = try Inspector(file, engine: InferenceEngine()).inspection()
        let golden = SoundGoldens(frontEnd: material.frontEnd) { inputs in
            try inputs.map { input in
                var input = input
                input.scores = try inspection.scores(of: input)
                return input
            }
        }
        guard !synthetic else { return try golden.synthetic(seed: options.seed) }
        let validation = split.items(of: .validation)
        return try golden.real(
            validation.isEmpty ? split.items(of: .train) : validation, of: material.dataset, seed: options.seed)
    }

    public func complete(_ report: inout Report, _ split: Split, _ material: LabelledSounds) throws {}
}

extension HeadFitter.Fitted {
    /// A report's line on how the head was found.
    public func fact(_ options: HeadOptions) -> Report.Fact {
        let shape = head.layers.map { "\($0.inputs) → \($0.outputs)" }.joined(separator: ", ReLU, ")
        return .init("Head", "\(options.head?.rawValue ?? "linear") (\(shape)), regularisation \(choice.words)")
    }
}
