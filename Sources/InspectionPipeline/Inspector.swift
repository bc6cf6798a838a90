public import Inference
public import InspectionTypes
public import NeuralNetworks

/// A model file ready to inspect: its card, its front end, and its network on the serving engine, self-tested.
///
/// What it does follows from the card: a classifier or a detector of sounds, or one of pictures, or a segmenter of these. Thread-safe; each
/// thread takes an ``Inspection`` of its own.
///
/// ```swift
/// let inspector = try Inspector(ModelFile(contentsOf: "casting.onnx"), engine: InferenceEngine())
/// let finding = try inspector.inspection().inspect(InspectionOrder(path: "part.jpg")).findings[0]
/// ```
public final class Inspector: Sendable {
    public let card: ModelCard
    public let settings: InspectionSettings
    /// The precision that serves: the one asked for, or f32 when that one failed its self-test.
    public let precision: Precision
    /// The self-test's outcome at ``precision``; `nil` for a file without golden inputs.
    public let parity: ParityGate.Outcome?
    /// What a user should be told, such as a fall-back to f32.
    public let notices: [String]
    /// Names of the graph's outputs.
    let outputs: [String]
    private let network: CompiledNetwork
    private let workshop: InspectionWorkshop

    /// Compiles the network and tests it on the golden inputs.
    ///
    /// - Parameters:
    ///   - workers: threads that will inspect side by side.
    ///   - threads: of the network, for all workers together; one each by default.
    ///   - settings: what is asked for beside the card.
    /// - Throws: ``PipelineError`` (no card, parity, mismatch), `InferenceError`, `NetworkError`.
    public init(
        _ file: ModelFile, engine: InferenceEngine, precision: Precision = .f32, workers: Int = 1,
        threads: Int? = nil, settings: InspectionSettings = InspectionSettings()
    ) throws {
        let card = try file.card()
        let reference = card.kind == .detector ? try file.normalReference() : nil
        let workshop = try InspectionWorkshop(card, file.graph, reference: reference)
        let outputs = file.graph.outputs.map(\.name)
        let golden = try file.goldenSet()
        let bytes = try file.encoded()
        var notices: [String] = []
        func compile(_ precision: Precision) throws -> (CompiledNetwork, ParityGate.Outcome?) {
            let network = try CompiledNetwork(
                onnx: bytes, outputs: outputs, engine: engine,
                options: .init(
                    precision: precision, threads: max(workers, threads ?? workers), streams: workers, batch: 1)
            )
            return (network, try golden.map { try Self.selfTest(network, workshop, $0) })
        }
        var (network, outcome) = try compile(precision)
        if let failed = outcome, !failed.passed, precision != .f32 {
            notices.append("\(precision.rawValue) failed the self-test (\(failed.description)); serving in f32 instead")
            (network, outcome) = try compile(.f32)
        }
        if let outcome, !outcome.passed {
            throw PipelineError(
                .parity,
                "the self-test failed on this machine: \(outcome.description). The file is damaged or the engine computes differently; copy the model again or train it anew"
            )
        }
        if golden == nil { notices.append("the model carries no golden inputs: its self-test was skipped") }
        self.card = card
        self.settings = settings
        self.workshop = workshop
        self.outputs = outputs
        self.network = network
        self.precision = network.options.precision
        self.parity = outcome
        self.notices = notices
    }

    /// Of a detector: the machines it knows, in the order of its scores; empty of other models.
    public var machines: [String] { card.detector?.machines.map(\.name) ?? [] }

    /// The name by which the card knows a machine that a user names: letters' size does not matter where no two differ by it alone.
    ///
    /// - Throws: ``PipelineError`` for a machine that the model does not know, with those that it does.
    public func knownMachine(_ name: String) throws -> String {
        guard let detector = card.detector else {
            throw PipelineError(.input, "the model is a \(card.kind) and knows no machines")
        }
        let choice = MachineChoice(detector)
        return choice.names[try choice.index(of: name)]
    }

    /// An inspection for one thread: a ``SoundInspection``, ``SoundDetection``, ``PictureInspection``, ``PictureDetection`` or
    /// ``PictureSegmentation``.
    public func inspection() throws -> any Inspection { try workshop.inspection(network, settings) }

    /// Whether a classifier of pictures can show where it looked.
    public var hasActivationMap: Bool { outputs.contains(PictureNames.activationMap) }

    /// Whether a detector of pictures can show where it saw something.
    public var hasAnomalyMap: Bool { card.kind == .detector && outputs.contains(DetectorNames.anomalyMap) }

    /// - Throws: ``PipelineError`` where the graph gives no embedding.
    func requireEmbedding() throws {
        guard outputs.contains(PictureNames.embedding) else {
            throw PipelineError(
                .mismatch,
                "the model's graph has no output '\(PictureNames.embedding)', so it gives no embeddings; it has \(outputs)"
            )
        }
    }

    private static func selfTest(
        _ network: CompiledNetwork, _ workshop: InspectionWorkshop, _ golden: GoldenSet
    ) throws -> ParityGate.Outcome {
        let inspection = try workshop.inspection(network, InspectionSettings())
        let scores = try golden.inputs.map { input in
            do {
                return try inspection.scores(of: input)
            } catch let error as PipelineError where error.code == .mismatch {
                // Weights that give no numbers any more are the self-test's failure, not the user's.
                return GoldenScores(probabilities: [])
            }
        }
        return ParityGate.compare(
            scores, with: golden, precision: network.options.precision, thresholds: workshop.thresholds)
    }
}
