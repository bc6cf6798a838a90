public import ArgumentParser
public import Inference
import InspectionPipeline
public import InspectionTypes
import NeuralNetworks

/// How a command that inspects is told to use its model.
struct InspectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Numbers to compute in: f32, bf16 or f16.", valueName: "precision"))
    var precision: Precision = .f32

    @Option(help: "Threads that inspect side by side; as many as processors by default.")
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            "Channels to listen to: mean, each, or a number from 0. The model's by default.", valueName: "choice"))
    var channels: ChannelChoice?

    func validate() throws {
        if let threads, threads < 1 || threads > 1024 {
            throw ValidationError("--threads takes a number from 1 to 1024.")
        }
    }

    var workers: Int { threads ?? WorkerThreads.processorCount }

    /// Reads the model, compiles it, tests it.
    func inspector(_ path: String) throws -> Inspector { try inspector(ModelFile(contentsOf: path), path) }

    /// Compiles and tests a model that was read from `path`.
    func inspector(_ file: ModelFile, _ path: String) throws -> Inspector {
        do {
            let inspector = try Inspector(
                file, engine: InferenceEngine(), precision: precision, workers: workers,
                settings: InspectionSettings(channels: channels)
            )
            inspector.notices.forEach { Console.note("\(path): \($0)") }
            return inspector
        } catch let error as PipelineError {
            Console.error("wheeltapper: \(path): \(error.message)")
            throw error.code == .parity ? ExitStatus.refused : ExitStatus.failed
        }
    }
}

extension Precision: ExpressibleByArgument {}

extension ChannelChoice: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// How results are written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
}

/// How one object is written.
enum ObjectFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json
}
