import Datasets
import Inference
import InspectionTypes
import NeuralNetworks
import Training
import TrainingTasks

/// What a backbone that is never tuned makes of pictures: computed once each, in f32, on the engine that serves. One owner.
final class FrozenFeatures {
    let backbone: FrozenBackbone
    private let session: InferenceSession
    /// Embeddings by picture.
    private var known: [String: [Float]] = [:]

    init(_ backbone: FrozenBackbone, threads: Int) throws {
        self.backbone = backbone
        session = try Self.session(of: backbone.graph, threads: threads)
    }

    /// Embeddings of pictures, all of one length.
    ///
    /// - Parameter batches: the pictures one by one, in order, as service sees them.
    func embeddings(of pictures: LabelledPictures, one batches: (LabelledPictures) -> any BatchSource) throws
        -> [[Float]]
    {
        let missing = pictures.choosing { known[$0.path] == nil }
        let reporter = ProgressReporter(stage: "computing features")
        var stream = try batches(missing).epoch(1)
        for (place, item) in missing.items.enumerated() {
            guard !StopSignal.isRaised else {
                throw TrainingError(.value, "stopped while the backbone's features were computed; start again")
            }
            guard let batch = try stream.next() else { break }
            let made = try session.run(
                [PictureNames.picture: NDArray(batch.inputs, shape: batch.inputShape)], fetch: [PictureNames.embedding])
            guard let values = made.first?.floats, !values.isEmpty, values.allSatisfy(\.isFinite) else {
                throw InferenceError(
                    .value, "the backbone makes of \(item.path) no features, or some that are no numbers")
            }
            known[item.path] = values
            reporter.report(place + 1, of: missing.count)
        }
        let found = pictures.items.compactMap { known[$0.path] }
        guard found.count == pictures.count, Set(found.map(\.count)).count <= 1 else {
            throw InferenceError(.value, "the backbone's features differ in length from picture to picture")
        }
        return found
    }

    /// One run at a time of a graph in f32.
    static func session(of graph: Graph, threads: Int) throws -> InferenceSession {
        let network = try CompiledNetwork(
            ModelFile(graph: graph), engine: InferenceEngine(),
            options: .init(precision: .f32, threads: threads, batch: 1))
        return try InferenceSession(network)
    }
}

/// Embeddings with their labels, shuffled every epoch or in order.
struct EmbeddingBatches: BatchSource {
    let embeddings: [[Float]]
    /// `[class]`, one an embedding.
    let labels: [[Float]]
    let batchSize: Int
    /// `nil` for the order given.
    let seed: UInt64?

    var stepsPerEpoch: Int { StepRanges.covering(embeddings.count, batchSize: batchSize).steps }

    private struct Stream: BatchStream {
        let source: EmbeddingBatches
        var rest: ArraySlice<Int>

        mutating func next() -> TrainingBatch? {
            let chosen = rest.prefix(source.batchSize)
            guard let first = chosen.first else { return nil }
            rest = rest.dropFirst(source.batchSize)
            return TrainingBatch(
                inputs: chosen.flatMap { source.embeddings[$0] },
                inputShape: [chosen.count, source.embeddings[first].count],
                targets: chosen.flatMap { source.labels[$0] })
        }
    }

    func epoch(_ number: Int) -> any BatchStream {
        var order = Array(embeddings.indices)
        if let seed {
            var generator = SeededGenerator(seed: seed, stream: "order of epoch \(number)")
            order.shuffle(using: &generator)
        }
        return Stream(source: self, rest: order[...])
    }
}
