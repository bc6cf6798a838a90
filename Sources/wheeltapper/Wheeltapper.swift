import ArgumentParser
import InspectionTypes
import NeuralNetworks

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
            ModelCommand.self, SynthCommand.self, ImportCommand.self, ListenCommand.self, WatchCommand.self,
            DevicesCommand.self, DoctorCommand.self, BenchCommand.self,
        ]
    )
}

extension Wheeltapper {
    /// The argument parser would take a misspelt command for a superfluous argument.
    ///
    /// - Throws: `ValidationError` for a first word that is none of the commands.
    static func checkSpelling(_ word: String?) throws {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard let word, !word.hasPrefix("-"), !names.contains(word) else { return }
        let meant = Suggestion.nearest(word, among: names).map { "did you mean '\($0)'?" }
        throw ValidationError(
            "There is no command '\(word)': \(meant ?? "there are \(names.joined(separator: ", ")).")")
    }
}

/// Starts the command and turns what happens into an exit status.
@main enum Program {
    static let version = "0.1.0"

    static func main() {
        ignoreBrokenPipe()
        do {
            try Wheeltapper.checkSpelling(CommandLine.arguments.dropFirst().first)
            var command = try Wheeltapper.parseAsRoot()
            try command.run()
            exit(.done)
        } catch let status as ExitStatus {
            exit(status)
        } catch let error as NetworkError where error.code == .damaged {
            Console.error("wheeltapper: \(error)")
            exit(.refused)
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
