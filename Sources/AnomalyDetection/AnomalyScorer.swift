/// Says how far an embedding is from those that it was fitted on: larger is more anomalous.
///
/// Embeddings are those of an ``EmbeddingSpace``, of one machine.
public protocol AnomalyScorer: Sendable {
    /// The raw score of one embedding, 0 or more.
    func score(_ query: some Collection<Float>) -> Double
}
