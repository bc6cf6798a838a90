/// Gives a graph that someone else made the names and the meaning that our own picture models have (``PictureNames``).
///
/// Nothing of the graph itself is changed: nodes are put before its input (the order of the axes) and behind its output (softmax or
/// sigmoid, the order of the axes, the share of the classes that are defects).
public enum ForeignModel {
    /// - Parameters:
    ///   - channels: of the pictures that the front end gives.
    ///   - height: of the same, in pixels.
    ///   - width: of the same, in pixels.
    ///   - classes: that the card names.
    /// - Returns: `picture` → `probabilities` of a classifier, `probability` of a segmenter, and `embedding` where asked for.
    /// - Throws: ``NetworkError`` where the graph is not as it was said to be.
    public static func adapted(
        _ graph: Graph, _ interface: ForeignInterface, channels: Int, height: Int, width: Int, classes: Int
    ) throws -> Graph {
        var work = ForeignAdapter(graph)
        try work.takeInput(interface, channels: channels, height: height, width: width)
        let shapes = (try? ShapeInference(work.graph).shapes) ?? [:]
        let output = try work.value(interface.outputName) ?? work.firstOutput()
        let shape = try work.shape(of: output, shapes)
        var results: [ValueInfo] = []
        switch interface.kind {
        case .classifier:
            try work.classify(output, shape, interface, classes: classes)
            results.append(ValueInfo(name: PictureNames.probabilities, shape: ["batch", .fixed(classes)]))
        case .segmenter:
            try work.segment(output, shape, interface, classes: classes, height: height, width: width)
            results.append(
                ValueInfo(name: PictureNames.probability, shape: ["batch", 1, .fixed(height), .fixed(width)]))
        }
        if let embedding = try work.value(interface.embeddingName) {
            results.append(work.embed(embedding, try work.shape(of: embedding, shapes)))
        }
        work.graph.outputs = results
        return work.graph
    }
}
