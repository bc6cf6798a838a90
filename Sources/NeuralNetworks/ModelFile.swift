/// An ONNX model: one graph, and strings by key under `metadata_props`.
public struct ModelFile: Sendable, Equatable {
    public var graph: Graph
    public var metadata: [String: String]
    public var producer: String

    public init(graph: Graph, metadata: [String: String] = [:], producer: String = "wheeltapper") {
        self.graph = graph
        self.metadata = metadata
        self.producer = producer
    }
}
