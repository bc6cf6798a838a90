public import Inference
public import InspectionTypes
public import NeuralNetworks
import Signals
import Synchronization

/// A recording's, a window's or a picture's embedding.
public struct ItemEmbedding: Sendable, Equatable {
    /// Of a window: where it begins, in seconds from the recording's start.
    public var start: Double?
    public var values: [Float]

    public init(start: Double? = nil, values: [Float]) {
        self.start = start
        self.values = values
    }
}

/// A model run for its embeddings alone, whatever it was made for.
///
/// Taken are our own models, others with a card, and of pictures any graph whose last linear layer or global pooling can be found
/// (``FrozenBackbone``). Thread-safe.
public final class Embedder: Sendable {
    private enum FrontEnd: Sendable {
        case sound(SoundReading)
        case picture(PictureFrontEnd)
    }

    public let medium: ModelCard.Medium
    /// As the card says, or the graph.
    public let name: String
    private let frontEnd: FrontEnd
    private let network: CompiledNetwork

    /// A model with a card, its own or one that was put to it.
    ///
    /// - Parameter channels: of a sound, those to listen to instead of the card's.
    /// - Throws: ``PipelineError`` for a card that makes no sense, `NetworkError` for a graph without an embedding, `InferenceError`.
    public convenience init(
        _ file: ModelFile, engine: InferenceEngine, workers: Int = 1, channels: ChannelChoice? = nil
    ) throws {
        let card = try file.card()
        let frontEnd: FrontEnd
        switch card.medium {
        case .sound:
            guard var sound = card.soundFrontEnd else { throw Self.missing("sound_front_end") }
            let extractor = try SoundCardCheck.extractor(sound)
            if let channels { sound.channels = channels }
            frontEnd = .sound(SoundReading(frontEnd: sound, extractor: extractor))
        case .picture:
            guard let picture = card.pictureFrontEnd else { throw Self.missing("picture_front_end") }
            try PictureCardCheck.check(picture, kind: card.kind)
            frontEnd = .picture(picture)
        }
        // A detector's last linear layer may be a memory of examples, a segmenter has none.
        let graph = try file.graph.embeddingGraph(guesses: card.kind == .classifier)
        try self.init(graph, frontEnd, medium: card.medium, name: card.name, engine: engine, workers: workers)
    }

    /// A network of pictures that someone else trained, without a card: colours as ImageNet has them, stretched to the file's size, or
    /// to `size` where it takes any.
    ///
    /// - Throws: `NetworkError` where there is no picture input or no embedding, `InferenceError`.
    public convenience init(
        pictures file: ModelFile, size: Int = 224, engine: InferenceEngine, workers: Int = 1
    ) throws {
        let input = try PictureInput(of: file.graph)
        let (height, width) = (input.height ?? size, input.width ?? size)
        let frozen = try FrozenBackbone(file, height: height, width: width)
        try self.init(
            frozen.graph, .picture(PictureFrontEnd(width: width, height: height, colour: .rgb)), medium: .picture,
            name: file.graph.name, engine: engine, workers: workers)
    }

    private init(
        _ graph: Graph, _ frontEnd: FrontEnd, medium: ModelCard.Medium, name: String, engine: InferenceEngine,
        workers: Int
    ) throws {
        self.medium = medium
        self.name = name
        self.frontEnd = frontEnd
        network = try CompiledNetwork(
            ModelFile(graph: graph), engine: engine,
            options: .init(precision: .f32, threads: workers, streams: workers, batch: 1))
    }

    /// What the model's front end hears; `nil` of pictures.
    public var logMel: LogMelSettings? {
        if case .sound(let reading) = frontEnd { reading.frontEnd.logMel } else { nil }
    }

    /// How long a window of sound is; `nil` of pictures.
    public var windowSeconds: Double? {
        if case .sound(let reading) = frontEnd { reading.frontEnd.windowSeconds } else { nil }
    }

    /// Embeddings of files or stretches of them, on several threads.
    ///
    /// - Parameters:
    ///   - perWindow: of a sound, an embedding a window instead of their mean.
    ///   - progress: told how many of how many are done, by one thread at a time; answers whether to go on.
    /// - Returns: in the orders' order, each with its error where it has none; `nil` of those that were not reached.
    /// - Throws: `InferenceError` when the engine gives no session.
    public func embeddings(
        of orders: [InspectionOrder], perWindow: Bool = false, workers: Int = 1,
        progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Bool = { _, _ in true }
    ) throws -> [Result<[ItemEmbedding], any Error>?] {
        let runs = try (0..<max(1, workers)).map { _ in
            Handover(EmbeddingRun(try InferenceSession(network), perWindow: perWindow))
        }
        let state = Mutex((next: 0, done: 0))
        let results = Mutex([Result<[ItemEmbedding], any Error>?](repeating: nil, count: orders.count))
        WorkerThreads.run(runs.count) { worker in
            while true {
                let index = state.withLock { state in
                    defer { state.next += 1 }
                    return state.next
                }
                guard index < orders.count else { return }
                let result = Result { try self.embedding(of: orders[index], runs[worker].value) }
                results.withLock { $0[index] = result }
                state.withLock { state in
                    state.done += 1
                    if !progress(state.done, orders.count) { state.next = orders.count }
                }
            }
        }
        return results.withLock { $0 }
    }

    private func embedding(of order: InspectionOrder, _ run: EmbeddingRun) throws -> [ItemEmbedding] {
        switch frontEnd {
        case .sound(let reading): try run.sound(order, reading)
        case .picture(let frontEnd): try run.picture(order, frontEnd)
        }
    }

    private static func missing(_ key: String) -> PipelineError {
        PipelineError(
            .card, "the card has no '\(key)': the card is damaged; copy the model again from where it was made")
    }
}
