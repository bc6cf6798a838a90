import ArgumentParser
import Datasets
import InspectionTypes
import Synchronization
import TrainingTasks

/// `train detector DATA --backbone FILE`: a network that someone trained before is taken as it is, so nothing is trained, and this program
/// does it by itself: a box at the machine has no libtorch.
struct FrozenDetectorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wheeltapper train detector",
        abstract: "Learn what is normal with a network that someone trained before, and report what is not.",
        usage: "wheeltapper train detector DATA --backbone FILE -o MODEL.onnx [--false-alarms 1/week] [options]",
        discussion: """
            Example: wheeltapper train detector pumps -o pumps.onnx --backbone classifier.onnx
            DATA holds normal recordings or pictures, which may stand beside anomalies that only judge.
            Nothing is trained, so that it needs neither the trainer nor libtorch, and options of training do not apply.
            What is asked for more seldom is shown by --help-hidden.
            """
    )

    @OptionGroup var words: DetectorWords

    func validate() throws {
        guard words.options.epochs == nil, !words.options.resume else {
            throw ValidationError(
                "--epochs and --resume go with methods that train; with --backbone nothing is trained.")
        }
    }

    /// Whether a command of the trainer's is one that needs no trainer.
    static func applies(to arguments: [String]) -> Bool {
        guard arguments.first == "detector" else { return false }
        return arguments.indices.contains { place in
            let word = arguments[place]
            if word == "--backbone" || word.hasPrefix("--backbone=") { return true }
            let methods = ["backbone", "patchcore", "padim"]
            return methods.contains { word == "--method=\($0)" }
                || word == "--method" && place + 1 < arguments.count && methods.contains(arguments[place + 1])
        }
    }

    /// - Parameter showsEvents: whether progress is given as JSON lines, as the trainer gives it.
    func run(showsEvents: Bool, command: String) throws {
        StopSignal.install()
        let dataset = try DatasetScanner.scan(
            words.options.data,
            options: .init(
                groupBy: words.options.groupBy, purpose: .detection, normalNames: Set(words.card.normal)))
        try MediumWords.check(CommandLine.arguments, for: dataset.medium, allowing: ["--backbone"])
        // Words that do not go together are said before anything is read.
        _ = try dataset.medium == .sound ? words.soundMethod() : words.pictureMethod()
        let display = Mutex(TrainingDisplay())
        defer { display.withLock { $0.end() } }
        let host = TrainingHost(
            tell: { event in
                if showsEvents { Console.out(event.line) } else { display.withLock { $0.show(event.line) } }
            }, command: command)
        do {
            switch dataset.medium {
            case .sound:
                try SoundDetectorTraining(words, dataset, method: BackboneMethod(words.backbone), host: host).run()
            case .picture: try PictureDetectorTraining(words, dataset, method: PatchesMethod(words), host: host).run()
            }
        } catch let error as TaskError where error.code == .refused {
            Console.error("wheeltapper: \(error.message)")
            throw ExitStatus.refused
        }
    }
}
