import ArgumentParser
import Augmentation
import Datasets
import DetectorFitting
import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Training
import TrainingTasks

/// The whole way from normal pictures to a detector's file.
struct PictureDetectorTraining: LearningTask {
    let command: DetectorCommand
    /// As it was found when the medium was recognised.
    let dataset: Dataset

    static var kind: ModelCard.Kind { .detector }
    static var usualEpochs: Int { 40 }
    var itemNoun: String { "picture" }
    var stepNoun: String { "pictures" }
    var options: RunOptions { command.options }
    var learning: LearningOptions { command.learning }
    var processing: ProcessingOptions { command.processing }
    var cardOptions: CardOptions { command.card }

    /// Normal pictures, and the others that judge.
    struct Material: TrainingMaterial {
        var dataset: Dataset
        var store: PictureStore
        var frontEnd: PictureFrontEnd
        /// What is judged: a detector of pictures knows one thing.
        var machine: String
        var splitOptions: SplitOptions

        var identities: [String: PictureIdentity] { store.identities }
    }

    /// What a method has made of the training part.
    struct Made {
        var fitted: FittedPictureDetector
        /// The training, where there was one.
        var outcome: GraphTrainer.Outcome?
        var learntFrom: Int
    }

    /// What the command asked for; by default a network trained on painted defects, or PatchCore where a backbone is given.
    var method: DetectorOptions.Method {
        guard command.detector.method == .auto else { return command.detector.method }
        return command.backbone.backbone == nil ? .synthetic : .patchcore
    }

    func run() throws {
        try Libtorch.setThreadCount(workers)
        let material = try prepare()
        let run = try RunFolder(options, kind: Self.kind)
        let split = try makeSplit(material, run)
        try split.write(to: run.file("split.json"))
        announce(split, material)
        let made: Made
        if let patches = PatchMethod(rawValue: method.rawValue) {
            made = try fit(patches, split, material)
        } else {
            made = try learnPaintedDefects(split, material, run)
        }
        try deliver(made, split, material, run)
    }

    /// Progress of several stages, one after the other.
    static func tell(_ stage: String, _ done: Int, _ total: Int) {
        let step = max(1, total / 100)
        if done % step == 0 || done == total { TrainingEvent.progress(stage, done: done, total: total).send() }
    }

    private func prepare() throws -> Material {
        (dataset.notes + dataset.warnings).forEach { TrainingEvent.note($0).send() }
        // What would fail after hours is asked first.
        try checkMethod()
        _ = try augmentation()
        try checkOutput()
        let machines = Set(dataset.items.filter(\.isNegative).map { $0.machine ?? "" }).sorted()
        guard machines.count == 1 else {
            throw DatasetError(
                .classes,
                machines.isEmpty
                    ? "\(options.data) holds no normal picture to learn from"
                    : "\(options.data) holds normal pictures of \(machines.count) things (\(machines.prefix(4).joined(separator: ", "))); a detector of pictures learns one: train each by itself"
            )
        }
        let frontEnd = try frontEnd()
        let store = try readPictures(dataset, frontEnd: frontEnd)
        let name =
            machines[0].isEmpty ? options.data.split(separator: "/").last.map(String.init) ?? "picture" : machines[0]
        return Material(
            dataset: dataset, store: store, frontEnd: frontEnd, machine: name,
            splitOptions: options.splitOptions(windowSeconds: 1))
    }

    /// - Throws: `ValidationError` for a method, medium and backbone that do not go together.
    private func checkMethod() throws {
        switch method {
        case .embedding, .autoencoder, .backbone:
            throw ValidationError(
                "the method \(method.rawValue) is for sounds, and \(options.data) holds pictures: take synthetic, patchcore or padim"
            )
        case .patchcore, .padim:
            guard command.backbone.backbone == nil else { return }
            throw ValidationError(
                "--method \(method.rawValue) needs --backbone FILE, a classifier whose maps of features are looked at; without one take synthetic"
            )
        default:
            guard command.backbone.backbone != nil else { return }
            throw ValidationError("--backbone goes with the methods patchcore and padim, not with synthetic")
        }
    }

    private func frontEnd() throws -> PictureFrontEnd {
        let usual = method == .synthetic ? 192 : 224
        let size = command.picture.size ?? .init(width: usual, height: usual)
        var frontEnd = PictureFrontEnd(
            width: size.width, height: size.height,
            colour: try PictureColour.chosen(command.picture.colour, for: dataset),
            fit: command.picture.fit)
        guard method == .synthetic else {
            if let backbone = try command.backbone.readOrFreeze() {
                frontEnd = try command.backbone.fitted(frontEnd, to: backbone)
            }
            return frontEnd
        }
        let step = DefectMapNetwork.granularity
        guard size.width.isMultiple(of: step), size.height.isMultiple(of: step) else {
            throw DatasetError(
                .layout, "--size takes multiples of \(step) for the method synthetic, such as 192 or 256")
        }
        return frontEnd
    }
}
