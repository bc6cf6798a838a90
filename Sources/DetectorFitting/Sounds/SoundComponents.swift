public import AnomalyDetection
public import InspectionTypes
public import NeuralNetworks

/// A network with all scorers that were fitted on it: one raw score a component and machine, not joined yet.
public struct SoundComponents: Sendable {
    /// Outputs: one a component (``outputs``), and what the network has of `embedding`, `probabilities` and `nearest`.
    public let graph: Graph
    /// Names of the graph's outputs `[batch, machine]`, one a component.
    public let outputs: [String]
    /// What the components are called, for words.
    public let names: [String]
    /// Where the memory's rows come from; empty without one.
    public let origins: [NearestNormal]
    /// Which scorer on the embedding was chosen and on what grounds; empty without an embedding.
    public let scoring: String
    public let caveats: [String]
    /// The detector's graph: components joined to `scores`.
    public func joined(by fusion: ScoreFusion, machineCount: Int) -> Graph {
        var graph = graph
        graph.outputs.removeAll { outputs.contains($0.name) }
        var builder = GraphBuilder(extending: graph)
        builder.scope = "fusion."
        let raw = outputs.map { builder.value($0, shape: ["batch", .fixed(machineCount)]) }
        builder.output(fusion.write(on: raw, in: &builder), as: DetectorNames.scores)
        return builder.graph
    }
}
