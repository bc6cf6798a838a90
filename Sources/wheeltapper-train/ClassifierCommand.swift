import ArgumentParser
import Datasets
import InspectionTypes
import Training
import TrainingTasks

struct ClassifierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classifier",
        abstract: "Learn to tell classes of sounds or of pictures apart.",
        usage: "wheeltapper train classifier DATA -o MODEL.onnx [--epochs N] [--report DIR] [--resume] [options]",
        discussion: """
            Example: wheeltapper train classifier sounds -o inspector.onnx
            DATA is a folder with a folder a class, of recordings or of pictures; train/ and test/ above such folders; for pictures
            also part/condition folders (--label says which is meant); or a table (path, label, group, split, start, end).
            Items of one group stay together: training, validation and test never share one.
            What is asked for more seldom is shown by --help-hidden.
            """
    )

    @OptionGroup(title: "Data and output") var options: RunOptions

    @OptionGroup(title: "Data and output") var folding: FoldOptions
    @OptionGroup(title: "Sounds") var sound: SoundFrontEndOptions
    @OptionGroup(title: "Pictures") var picture: PictureFrontEndOptions
    @OptionGroup(title: "Backbone") var backbone: BackboneOptions
    @OptionGroup(title: "Backbone") var head: HeadOptions
    @OptionGroup(title: "Network and training") var learning: LearningOptions
    @OptionGroup(title: "Classifier") var classifier: ClassifierOptions
    @OptionGroup(title: "Classifier") var balance: ClassWeightOptions
    @OptionGroup(title: "Processing") var processing: ProcessingOptions
    @OptionGroup(title: "Model card") var card: CardOptions

    mutating func validate() throws {
        if options.split != nil, folding.folds != nil {
            throw ValidationError("--split and --folds exclude each other.")
        }
        if backbone.backbone != nil, learning.width != nil {
            throw ValidationError("--width is for networks of our own; a backbone has its widths already.")
        }
        try head.check(hasBackbone: backbone.backbone != nil)
    }

    func run() throws {
        StopSignal.install()
        let dataset = try DatasetScanner.scan(
            options.data, options: .init(groupBy: options.groupBy, labelBy: picture.label))
        try MediumWords.check(CommandLine.arguments, for: dataset.medium, allowing: Set(MediumWords.backbone))
        try Libtorch.setThreadCount(processing.threads ?? WorkerThreads.processorCount)
        switch dataset.medium {
        case .sound where backbone.backbone != nil && !head.fineTune: try soundHead(dataset).run()
        case .sound: try SoundClassifierTraining(command: self, dataset: dataset).run()
        case .picture: try PictureClassifierTraining(command: self, dataset: dataset).run()
        }
    }

    /// A head of sounds needs nothing of this program's; it is here for who starts the trainer by itself.
    private func soundHead(_ dataset: Dataset) throws -> SoundHeadTask {
        try MediumWords.checkFitted(CommandLine.arguments)
        return SoundHeadTask(
            try SoundHeadFitting(backbone, head, balance), sound: sound, options: options, folding: folding,
            processing: processing, card: card, dataset: dataset, host: .trainer(nil))
    }
}
