import ArgumentParser
import Datasets
import InspectionTypes
import Training
import TrainingTasks

struct DetectorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detector",
        abstract: "Learn what is normal, and report what is not.",
        usage: "wheeltapper train detector DATA -o MODEL.onnx [--false-alarms 1/week] [--method METHOD] [options]",
        discussion: """
            Example: wheeltapper train detector machines -o detector.onnx --false-alarms 1/week
            DATA holds normal recordings or pictures: one folder of them; normal/ beside folders of anomalies, which only judge;
            the layouts of DCASE Task 2 and MIMII, whose machine IDs are each held against their own normal sounds; MVTec AD's.
            What is asked for more seldom is shown by --help-hidden.
            """
    )

    @OptionGroup var words: DetectorWords
    @OptionGroup(title: "Embedding (sounds)") var embedding: EmbeddingOptions
    @OptionGroup(title: "Network and training") var learning: LearningOptions

    var options: RunOptions { words.options }
    var backbone: BackboneOptions { words.backbone }
    var processing: ProcessingOptions { words.processing }
    var card: CardOptions { words.card }

    func run() throws {
        StopSignal.install()
        let dataset = try DatasetScanner.scan(
            options.data,
            options: .init(groupBy: options.groupBy, purpose: .detection, normalNames: Set(card.normal)))
        try MediumWords.check(CommandLine.arguments, for: dataset.medium, allowing: ["--backbone"])
        switch dataset.medium {
        case .sound:
            let method = try soundMethod()
            let trains = type(of: method).trains
            if trains { try Libtorch.setThreadCount(processing.threads ?? WorkerThreads.processorCount) }
            try SoundDetectorTraining(words, dataset, method: method, host: .trainer(trains ? learning : nil)).run()
        case .picture:
            let method = try pictureMethod()
            if method.trains { try Libtorch.setThreadCount(processing.threads ?? WorkerThreads.processorCount) }
            try PictureDetectorTraining(words, dataset, method: method, host: .trainer(method.trains ? learning : nil))
                .run()
        }
    }

    private func pictureMethod() throws -> any PictureDetectorMethod {
        guard try words.pictureMethod() == .synthetic else { return try PatchesMethod(words) }
        return PaintedDefectsMethod(training: DetectorLearning(self, usualEpochs: PaintedDefectsMethod.usualEpochs))
    }

    private func soundMethod() throws -> any SoundDetectorMethod {
        let method = try words.soundMethod()
        if method != .embedding, let word = embedding.said.first {
            throw ValidationError("\(word) goes with the method embedding, not with \(method.rawValue)")
        }
        return switch method {
        case .autoencoder:
            AutoencoderMethod(training: DetectorLearning(self, usualEpochs: AutoencoderMethod.usualEpochs))
        case .backbone: try BackboneMethod(backbone)
        default:
            EmbeddingMethod(
                training: DetectorLearning(self, usualEpochs: EmbeddingMethod.usualEpochs), options: embedding)
        }
    }
}

/// What a method that trains is told.
struct DetectorLearning: NetworkLearner {
    var options: RunOptions
    var learning: LearningOptions
    /// Epochs, if nothing ends it before.
    var plannedEpochs: Int

    init(_ command: DetectorCommand, usualEpochs: Int) {
        options = command.options
        learning = command.learning
        plannedEpochs = command.options.epochs ?? usualEpochs
    }
}
