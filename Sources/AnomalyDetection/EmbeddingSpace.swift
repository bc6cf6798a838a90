public import NeuralNetworks

/// Where distances are taken: embeddings at length 1 if wanted, and the mean of the training embeddings subtracted.
///
/// Of rows at length 1 the Euclidean distance is a function of the cosine alone, `‖a − b‖² = 2 − 2·cos(a, b)`. Subtracting the mean
/// changes no distance; it takes away what all embeddings share, which is what lower precisions stumble over: without it bf16 loses
/// 5–18 % of the rank correlation, with it nothing.
public struct EmbeddingSpace: Sendable, Hashable, Codable {
    /// What is done to an embedding before the mean is subtracted.
    public enum Form: String, Sendable, Hashable, Codable {
        /// Nothing: Euclidean distance.
        case plain
        /// Brought to length 1: cosine distance.
        case unit
    }

    public var form: Form
    /// Subtracted from every embedding, after ``form``.
    public var mean: [Float]

    public init(form: Form, mean: [Float]) {
        self.form = form
        self.mean = mean
    }

    /// The least length that an embedding is divided by.
    static let leastLength: Float = 1e-12

    /// Takes the mean of the embeddings that a detector is fitted on.
    public init(fitting embeddings: Embeddings, form: Form = .unit) {
        let blank = EmbeddingSpace(form: form, mean: [Float](repeating: 0, count: embeddings.dimension))
        self.init(form: form, mean: (form == .plain ? embeddings : blank.project(embeddings)).mean)
    }

    /// An embedding in this space.
    public func project(_ row: some Collection<Float>) -> [Float] {
        var projected = Array(row)
        projected.withUnsafeMutableBufferPointer { project(inPlace: $0) }
        return projected
    }

    /// Embeddings in this space.
    public func project(_ embeddings: Embeddings) -> Embeddings {
        var projected = embeddings
        projected.changeRows(project(inPlace:))
        return projected
    }

    private func project(inPlace row: UnsafeMutableBufferPointer<Float>) {
        precondition(
            row.count == mean.count, "EmbeddingSpace.project: \(row.count) numbers in a space of \(mean.count)")
        var scale: Float = 1
        if form == .unit {
            var squares: Float = 0
            for value in row { squares += value * value }
            scale = 1 / max(squares.squareRoot(), Self.leastLength)
        }
        for place in row.indices { row[place] = row[place] * scale - mean[place] }
    }

    /// The same as nodes of a graph: `[batch, dimension]` → `[batch, dimension]`.
    public func write(_ embedding: GraphBuilder.Value, in builder: inout GraphBuilder) -> GraphBuilder.Value {
        let scaled = form == .unit ? builder.unitLength(embedding, floor: Self.leastLength) : embedding
        return builder.subtract(scaled, builder.fixed(NDArray(mean, shape: [1, mean.count]), "mean"))
    }
}
