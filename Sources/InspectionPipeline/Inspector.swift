public import Inference
public import InspectionTypes
public import NeuralNetworks
import Signals

/// A model file ready to inspect: its card, its front end, and its network on the serving engine, self-tested.
///
/// Thread-safe; each thread takes a ``SoundInspection`` of its own.
public final class Inspector: Sendable {
    public let card: ModelCard
    /// The precision that serves: the one asked for, or f32 when that one failed its self-test.
    public let precision: Precision
    /// The self-test's outcome at ``precision``; `nil` for a file without golden inputs.
    public let parity: ParityGate.Outcome?
    /// What a user should be told, such as a fall-back to f32.
    public let notices: [String]
    let frontEnd: SoundFrontEnd
    private let network: CompiledNetwork
    private let extractor: LogMelExtractor

    /// Compiles the network and tests it on the golden inputs.
    ///
    /// - Parameters:
    ///   - workers: threads that will inspect side by side.
    ///   - channels: listened to instead of the card's choice.
    /// - Throws: ``PipelineError`` (no card, parity, mismatch), `InferenceError`, `NetworkError`.
    public init(
        _ file: ModelFile, engine: InferenceEngine, precision: Precision = .f32, workers: Int = 1,
        channels: ChannelChoice? = nil
    ) throws {
        let card = try file.card()
        guard card.kind == .classifier, card.medium == .sound, let frontEnd = card.soundFrontEnd else {
            throw PipelineError(
                .mismatch,
                "the model is a \(card.kind) of \(card.medium)s; this command inspects sounds with classifiers")
        }
        let extractor = try Self.extractor(frontEnd)
        try Self.check(card, frontEnd, file.graph)
        self.card = card
        var listening = frontEnd
        if let channels { listening.channels = channels }
        self.frontEnd = listening
        let golden = try file.goldenSet()
        let bytes = try file.encoded()
        var notices: [String] = []
        func compile(_ precision: Precision) throws -> (CompiledNetwork, ParityGate.Outcome?) {
            let network = try CompiledNetwork(
                onnx: bytes, outputs: file.graph.outputs.map(\.name), engine: engine,
                options: .init(precision: precision, threads: workers, streams: workers, batch: 1)
            )
            return (network, try golden.map { try Self.selfTest(network, card, frontEnd, extractor, $0) })
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
        self.network = network
        self.extractor = extractor
        self.precision = network.options.precision
        self.parity = outcome
        self.notices = notices
    }

    /// An inspection for one thread.
    public func inspection() throws -> SoundInspection {
        try SoundInspection(card: card, frontEnd: frontEnd, session: InferenceSession(network), extractor: extractor)
    }

    private static func selfTest(
        _ network: CompiledNetwork, _ card: ModelCard, _ frontEnd: SoundFrontEnd, _ extractor: LogMelExtractor,
        _ golden: GoldenSet
    ) throws -> ParityGate.Outcome {
        let inspection = try SoundInspection(
            card: card, frontEnd: frontEnd, session: InferenceSession(network), extractor: extractor
        )
        let scores = try golden.inputs.map { try inspection.probabilities(of: $0.signal) }
        return ParityGate.compare(scores, with: golden, precision: network.options.precision)
    }

    /// The longest window, and the longest way from one to the next, in seconds.
    private static let longestWindow = 3600.0

    /// A card's numbers come from outside: none may stand in a product or a quotient before it is known to be sane.
    ///
    /// - Returns: the tables of its log-mel, which all inspections share.
    private static func extractor(_ frontEnd: SoundFrontEnd) throws -> LogMelExtractor {
        guard frontEnd.windowSeconds > 0, frontEnd.windowSeconds <= longestWindow,
            (0...longestWindow).contains(frontEnd.hopSeconds)
        else {
            throw PipelineError(
                .card,
                "the card's windows of \(frontEnd.windowSeconds) s, one every \(frontEnd.hopSeconds) s, are not within "
                    + "0...\(longestWindow) s: the card is damaged; copy the model again from where it was made"
            )
        }
        do {
            return try LogMelExtractor(frontEnd.logMel)
        } catch let error as SignalError {
            throw PipelineError(.card, "the card's \(error.message): copy the model again from where it was made")
        }
    }

    private static func check(_ card: ModelCard, _ frontEnd: SoundFrontEnd, _ graph: Graph) throws {
        let shapes = try ShapeInference(graph).shapes
        let wanted = [1, 1, frontEnd.windowFrames, frontEnd.logMel.bandCount]
        guard let input = graph.inputs.first(where: { $0.name == ResidualNetwork.Names.features }) else {
            throw PipelineError(.mismatch, "the graph has no input 'features'; it has \(graph.inputs.map(\.name))")
        }
        guard shapes[input.name] == wanted else {
            throw PipelineError(
                .mismatch,
                "the card's front end gives \(wanted), the graph takes \(input.shape): the card belongs to another graph"
            )
        }
        guard graph.outputs.contains(where: { $0.name == ResidualNetwork.Names.probabilities }) else {
            throw PipelineError(
                .mismatch, "the graph has no output 'probabilities'; it has \(graph.outputs.map(\.name))")
        }
        if let shape = shapes[ResidualNetwork.Names.probabilities], shape.last != card.classes.count {
            throw PipelineError(
                .mismatch, "the card names \(card.classes.count) classes, the graph tells \(shape.last ?? 0) apart"
            )
        }
    }
}
