import ArgumentParser
import Datasets
import InspectionTypes
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

    @Option(help: ArgumentHelp("Hold each of so many parts out in turn, then train on all.", valueName: "count"))
    var folds: Int?

    @Flag(help: "With --folds: only hold out in turn, no final model.")
    var foldsOnly = false

    @OptionGroup(title: "Sounds") var sound: SoundFrontEndOptions
    @OptionGroup(title: "Pictures") var picture: PictureFrontEndOptions
    @OptionGroup(title: "Backbone (pictures)") var backbone: BackboneOptions
    @OptionGroup(title: "Network and training") var learning: LearningOptions
    @OptionGroup(title: "Classifier") var classifier: ClassifierOptions
    @OptionGroup(title: "Processing") var processing: ProcessingOptions
    @OptionGroup(title: "Model card") var card: CardOptions

    mutating func validate() throws {
        if let folds, folds < 2 { throw ValidationError("--folds takes a number from 2.") }
        if options.split != nil, folds != nil { throw ValidationError("--split and --folds exclude each other.") }
        if backbone.backbone != nil, learning.width != nil {
            throw ValidationError("--width is for networks of our own; a backbone has its widths already.")
        }
        if foldsOnly, folds == nil { throw ValidationError("--folds-only goes with --folds.") }
    }

    func run() throws {
        StopSignal.install()
        let dataset = try DatasetScanner.scan(
            options.data, options: .init(groupBy: options.groupBy, labelBy: picture.label))
        try MediumWords.check(CommandLine.arguments, for: dataset.medium)
        switch dataset.medium {
        case .sound: try SoundClassifierTraining(command: self, dataset: dataset).run()
        case .picture: try PictureClassifierTraining(command: self, dataset: dataset).run()
        }
    }
}
