extension Graph {
    /// The part of a graph that gives its embedding, with that as its only output, `[batch, feature]`.
    ///
    /// That is the output of this name; where there is none and `guesses`, what the last linear layer before the first output reads, or
    /// without one what the last global pooling gives.
    ///
    /// - Throws: ``NetworkError`` where the graph has none of them.
    public func embeddingGraph(guesses: Bool) throws(NetworkError) -> Graph {
        let name = ClassifierNames.embedding
        if let output = outputs.first(where: { $0.name == name }) { return cut(at: [output]) }
        guard guesses, let first = outputs.first, let value = FrozenBackbone.lastRead(before: first.name, in: self)
        else {
            throw NetworkError(
                .unsupported,
                "the model's graph has no output '\(name)', so it gives no embeddings; its outputs are "
                    + outputs.map { "'\($0.name)'" }.joined(separator: ", "))
        }
        var graph = cut(at: value, shape: [])
        graph.nodes.append(
            Node(
                name: "embedding/flat", operatorType: "Flatten", inputs: [value], outputs: [name],
                attributes: ["axis": .integer(1)]))
        graph.outputs = [ValueInfo(name: name, shape: ["batch", "feature"])]
        return graph
    }
}
