import ArgumentParser

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Learn from examples: wheeltapper train classifier|detector|segmenter DATA -o MODEL.onnx",
        discussion: """
            Sounds or pictures, a folder a class:
              wheeltapper train classifier DATA -o inspector.onnx
            Pictures with masks, images/ and masks/:
              wheeltapper train segmenter DATA -o cracks.onnx
            Normal sounds or pictures only:
              wheeltapper train detector DATA -o detector.onnx --false-alarms 1/week
            All options: wheeltapper train classifier --help, and the same of segmenter and detector
            Ctrl-C stops and keeps the best weights so far (a detector: what is trained so far); --resume takes up a training that was
            killed, and a detector's that was stopped.
            """,
        helpNames: []
    )

    @Argument(
        parsing: .captureForPassthrough, help: "classifier, detector or segmenter, DATA, and the options of the kind.")
    var arguments: [String] = []

    func run() throws {
        guard let first = arguments.first, !["-h", "--help", "help"].contains(first) else {
            Console.out(Wheeltapper.helpMessage(for: TrainCommand.self))
            if arguments.isEmpty { throw ExitStatus.usage }
            return
        }
        var passed = arguments
        var format = "table"
        if let place = passed.firstIndex(of: "--format"), place + 1 < passed.count {
            format = passed[place + 1]
            passed.removeSubrange(place...(place + 1))
        } else if let place = passed.firstIndex(where: { $0.hasPrefix("--format=") }) {
            format = String(passed.remove(at: place).dropFirst("--format=".count))
        }
        guard ["table", "json"].contains(format) else { throw ValidationError("--format takes table or json.") }
        // The kind may be left out: a classifier is meant.
        let kinds = ["classifier", "detector", "segmenter", "help"]
        if !kinds.contains(passed[0]) {
            if access(passed[0], F_OK) != 0, let meant = Suggestion.nearest(passed[0], among: kinds) {
                throw ValidationError(
                    "There is neither data nor a kind of model called '\(passed[0])': did you mean '\(meant)'?")
            }
            passed.insert("classifier", at: 0)
        }
        // The trainer's page of help is no event: it is passed on to standard output.
        let asksForHelp = passed.contains { ["help", "-h", "--help", "--help-hidden"].contains($0) }
        let trainer = TrainerProcess(arguments: passed, showsEvents: format == "json" || asksForHelp)
        guard FrozenDetectorCommand.applies(to: passed) else { return try trainer.run() }
        do {
            try FrozenDetectorCommand.parse(Array(passed.dropFirst())).run(
                showsEvents: format == "json", command: trainer.command, else: trainer.run)
        } catch  where FrozenDetectorCommand.exitCode(for: error) == .success {
            Console.out(FrozenDetectorCommand.fullMessage(for: error))
        } catch  where FrozenDetectorCommand.exitCode(for: error) == .validationFailure {
            // Told with the words of its own command.
            Console.error(FrozenDetectorCommand.fullMessage(for: error))
            throw ExitStatus.usage
        }
    }
}
