import ArgumentParser
import Datasets
import InspectionTypes
import Synchronization
import TrainingTasks

/// `train classifier DATA --backbone FILE` of sounds: a network that someone trained before is taken as it is, and only a head is fitted to
/// what it makes of the recordings; this program does it by itself: a box at the machine has no libtorch.
struct HeadClassifierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wheeltapper train classifier",
        abstract: "Learn to tell classes of sounds apart with a network that someone trained before.",
        usage: "wheeltapper train classifier DATA --backbone FILE -o MODEL.onnx [--head linear|mlp] [options]",
        discussion: """
            Example: wheeltapper train classifier sounds -o inspector.onnx --backbone yamnet.onnx
            A head is fitted in seconds, so that it needs neither the trainer nor libtorch, and options of training do not apply.
            What is asked for more seldom is shown by --help-hidden.
            """
    )

    @OptionGroup(title: "Data and output") var options: RunOptions
    @OptionGroup(title: "Data and output") var folding: FoldOptions
    @OptionGroup(title: "Sounds") var sound: SoundFrontEndOptions
    @OptionGroup(title: "Backbone") var backbone: BackboneOptions
    @OptionGroup(title: "Backbone") var head: HeadOptions
    @OptionGroup(title: "Classifier") var balance: ClassWeightOptions
    @OptionGroup(title: "Processing") var processing: ProcessingOptions
    @OptionGroup(title: "Model card") var card: CardOptions

    func validate() throws {
        if options.split != nil, folding.folds != nil {
            throw ValidationError("--split and --folds exclude each other.")
        }
        try head.check(hasBackbone: backbone.backbone != nil)
    }

    /// Whether a command of the trainer's may be one that needs no trainer.
    static func applies(to arguments: [String]) -> Bool {
        guard arguments.first == "classifier", !arguments.contains("--fine-tune") else { return false }
        return arguments.contains { $0 == "--backbone" || $0.hasPrefix("--backbone=") }
    }

    /// - Parameters:
    ///   - showsEvents: whether progress is given as JSON lines, as the trainer gives it.
    ///   - trainer: what does what this cannot.
    func run(showsEvents: Bool, command: String, else trainer: () throws -> Void) throws {
        StopSignal.install()
        let dataset = try DatasetScanner.scan(options.data, options: .init(groupBy: options.groupBy))
        guard dataset.medium == .sound else { return try trainer() }
        try MediumWords.checkFitted(CommandLine.arguments)
        let display = Mutex(TrainingDisplay())
        defer { display.withLock { $0.end() } }
        let host = TrainingHost(
            tell: { event in
                if showsEvents { Console.out(event.line) } else { display.withLock { $0.show(event.line) } }
            }, command: command)
        do {
            try SoundHeadTask(
                SoundHeadFitting(backbone, head, balance), sound: sound, options: options, folding: folding,
                processing: processing, card: card, dataset: dataset, host: host
            ).run()
        } catch let error as TaskError where error.code == .refused {
            Console.error("wheeltapper: \(error.message)")
            throw ExitStatus.refused
        }
    }
}
