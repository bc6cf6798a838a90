import ArgumentParser
import InspectionTypes

/// The command line's root.
struct Wheeltapper: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wheeltapper",
        abstract: "Hears defects: learns from a folder of recordings, judges the next one.",
        discussion: """
            A first verdict:
              wheeltapper synth sounds
              wheeltapper train classifier sounds/rail -o inspector.onnx
              wheeltapper predict inspector.onnx sounds/rail/crack/*.flac
            """,
        version: Program.version,
        subcommands: [
            TrainCommand.self, EvaluateCommand.self, PredictCommand.self, ModelCommand.self, SynthCommand.self,
            DoctorCommand.self, BenchCommand.self,
        ]
    )
}

/// Starts the command and turns what happens into an exit status.
@main enum Program {
    static let version = "0.1.0"

    static func main() {
        ignoreBrokenPipe()
        do {
            var command = try Wheeltapper.parseAsRoot()
            try command.run()
            exit(.done)
        } catch let status as ExitStatus {
            exit(status)
        } catch {
            let code = Wheeltapper.exitCode(for: error)
            if code == .success {
                Console.out(Wheeltapper.fullMessage(for: error))
                exit(.done)
            }
            if code == .validationFailure {
                Console.error(Wheeltapper.fullMessage(for: error))
                exit(.usage)
            }
            Console.error("wheeltapper: \(error)")
            exit(.failed)
        }
    }
}
