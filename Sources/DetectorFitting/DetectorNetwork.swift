public import NeuralNetworks

/// A network before any scorer is fitted to what it says of normal examples.
public struct DetectorNetwork: Sendable {
    /// From the medium's input to the values named below, all of them outputs.
    public var graph: Graph
    /// `[batch, feature]`, of which distances are taken; `nil` of a network that scores by itself.
    public var embedding: String?
    /// `[batch, machine]` each: what the network itself says of how unlikely each machine makes the input; larger is more anomalous.
    public var ownScores: [String]
    /// `[batch, machine]`: which machine it is; `nil` of a network that was not taught to tell.
    public var probabilities: String?

    public init(graph: Graph, embedding: String? = nil, ownScores: [String] = [], probabilities: String? = nil) {
        precondition(
            embedding != nil || !ownScores.isEmpty, "DetectorNetwork: neither an embedding nor a score of its own")
        self.graph = graph
        self.embedding = embedding
        self.ownScores = ownScores
        self.probabilities = probabilities
    }
}
