public import ArgumentParser
public import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import TrainingTasks

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

    @Flag(help: "Segmenters: look at every picture four times, mirrored along both axes, and take the mean.")
    var flips = false

    @Option(
        help: ArgumentHelp(
            "For a model that someone else trained: its card as JSON (docs/any-model.md); MODEL.json beside it by default.",
            valueName: "file"))
    var card: String?

    func validate() throws {
        if let threads, threads < 1 || threads > 1024 {
            throw ValidationError("--threads takes a number from 1 to 1024.")
        }
    }

    var workers: Int { threads ?? WorkerThreads.processorCount }

    /// Reads a model: one of our own, or another's with its card.
    func model(_ path: String) throws -> ModelFile { try ModelFile.inspectable(at: path, card: card) }

    /// Compiles and tests a model that was read from `path`.
    ///
    /// - Parameter machine: of a detector, the one that all recordings are of.
    func inspector(
        _ file: ModelFile, _ path: String, millimetresPerPixel: Double? = nil, machine: String? = nil
    ) throws -> Inspector {
        do {
            let inspector = try Inspector(
                file, engine: InferenceEngine(), precision: precision, workers: workers,
                settings: InspectionSettings(
                    channels: channels, flips: flips, millimetresPerPixel: millimetresPerPixel, machine: machine)
            )
            inspector.notices.forEach { Console.note("\(path): \($0)") }
            try check(inspector.card)
            return inspector
        } catch let error as PipelineError {
            Console.error("wheeltapper: \(path): \(error.message)")
            throw error.code == .parity ? ExitStatus.refused : ExitStatus.failed
        }
    }

    /// A machine that the model does not know is a slip of the pen, and known before any file is read.
    func check(machine: String?, of inspector: Inspector) throws {
        do {
            _ = try machine.map(inspector.knownMachine)
        } catch let error as PipelineError {
            throw ValidationError("--machine: \(error.message)")
        }
    }

    /// Options that say nothing to this kind of model are not passed over in silence.
    func check(_ card: ModelCard) throws {
        if channels != nil, card.medium != .sound {
            throw ValidationError("--channels is for sounds; the model is a \(card.kind) of \(card.medium)s.")
        }
        if flips, card.kind != .segmenter {
            throw ValidationError("--flips is for segmenters; the model is a \(card.kind) of \(card.medium)s.")
        }
    }
}

extension Precision: ExpressibleByArgument {}

/// How results are written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
}

/// How one object is written.
enum ObjectFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json
}
