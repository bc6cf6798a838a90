import ArgumentParser
import NeuralNetworks
import TrainingTasks

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The trainer: a process of its own, so that a training that dies takes nothing with it.
struct TrainerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wheeltapper-train",
        abstract: "Trains models; started by `wheeltapper train`, which shows its progress.",
        version: "0.1.0",
        subcommands: [ClassifierCommand.self, SegmenterCommand.self, DetectorCommand.self, DoctorCommand.self]
    )
}

@main enum TrainerProgram {
    static func main() {
        do {
            var command = try TrainerCommand.parseAsRoot()
            try command.run()
        } catch let error as TaskError where error.code == .refused {
            FileHandleText.error("wheeltapper: \(error.message)")
            exit(3)
        } catch let error as NetworkError where error.code == .damaged {
            FileHandleText.error("wheeltapper: \(error)")
            exit(3)
        } catch {
            let code = TrainerCommand.exitCode(for: error)
            let message = TrainerCommand.fullMessage(for: error)
            if code == .success {
                print(message)
                exit(0)
            }
            FileHandleText.error(code == .validationFailure ? message : "wheeltapper-train: \(error)")
            exit(code == .validationFailure ? 2 : 1)
        }
    }
}

/// Lines of text to a descriptor.
enum FileHandleText {
    static func error(_ text: String) { write(text, to: STDERR_FILENO) }

    static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array((text + "\n").utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { buffer in
                #if canImport(Musl)
                Musl.write(descriptor, buffer.baseAddress, buffer.count)
                #else
                Glibc.write(descriptor, buffer.baseAddress, buffer.count)
                #endif
            }
            guard count > 0 || errno == EINTR else { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }
}
