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
            Few sounds, on a network that heard many (wheeltapper import yamnet):
              wheeltapper train classifier DATA -o inspector.onnx --backbone yamnet.onnx
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
        guard !passed.isEmpty else {
            throw ValidationError("Name the data to learn from, such as: wheeltapper train detector DATA -o MODEL.onnx")
        }
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
        if FrozenDetectorCommand.applies(to: passed) {
            try fit(FrozenDetectorCommand.self, passed) {
                try $0.run(showsEvents: format == "json", command: trainer.command)
            }
        } else if HeadClassifierCommand.applies(to: passed), !asksForHelp {
            // Words that it does not know may be the trainer's, of pictures: it says what is wrong with them.
            guard let command = try? HeadClassifierCommand.parse(Array(passed.dropFirst())) else {
                if (try? TrainerProcess.program()) != nil { return try trainer.run() }
                return try fit(HeadClassifierCommand.self, passed) { _ in }
            }
            try told(HeadClassifierCommand.self) {
                try command.run(showsEvents: format == "json", command: trainer.command, else: trainer.run)
            }
        } else {
            try trainer.run()
        }
    }

    /// Runs what this program can fit by itself.
    private func fit<Command: ParsableCommand>(
        _ type: Command.Type, _ arguments: [String], _ run: (Command) throws -> Void
    ) throws {
        try told(type) { try run(Command.parse(Array(arguments.dropFirst()))) }
    }

    /// What goes wrong is told with the words of its own command.
    private func told<Command: ParsableCommand>(_ type: Command.Type, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch  where Command.exitCode(for: error) == .success {
            Console.out(Command.fullMessage(for: error))
        } catch  where Command.exitCode(for: error) == .validationFailure {
            Console.error(Command.fullMessage(for: error))
            throw ExitStatus.usage
        }
    }
}
