import ArgumentParser
import InspectionTypes

/// The command line's root.
struct Wheeltapper: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wheeltapper",
        abstract: "Hears and sees defects: learns from a folder of recordings or pictures, judges the next one.",
        discussion: """
            Sounds, a first verdict:
              wheeltapper synth demo
              wheeltapper train classifier demo/rail -o rail.onnx
              wheeltapper predict rail.onnx demo/rail/crack/*.flac
            Pictures, a class each:
              wheeltapper train classifier demo/castings -o castings.onnx
              wheeltapper predict castings.onnx demo/castings/*/*.jpg --overlay drawn
            Pictures with masks, to find, outline and measure:
              wheeltapper train segmenter demo/walls -o cracks.onnx
              wheeltapper predict cracks.onnx demo/walls/images/*.jpg --overlay drawn
            """,
        version: Program.version,
        subcommands: [
            TrainCommand.self, EvaluateCommand.self, CompareCommand.self, ExploreCommand.self, PredictCommand.self,
            ModelCommand.self, SynthCommand.self, ImportCommand.self, ListenCommand.self,
            DevicesCommand.self, DoctorCommand.self, BenchCommand.self,
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
