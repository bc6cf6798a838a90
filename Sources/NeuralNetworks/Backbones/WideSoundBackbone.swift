/// A backbone of sounds that also listens to an early layer.
///
/// Late layers were taught to forget what does not change a sound's name, such as the exact place of a tone; where faults are tones and
/// their sidebands, that is what tells them apart. Early layers still have it. Joined to the embedding is the profile of the deepest map
/// that is half as long as the features: each channel at each frequency, its mean over time. That linear heads gain from layers in between:
/// Evci et al., "Head2Toe: Utilizing intermediate representations for better transfer learning", ICML 2022.
///
/// | value | shape |
/// |---|---|
/// | `features` | `[batch, 1, frame, mel]` |
/// | the embedding alone | `[batch, d]` |
/// | the map: its mean over frames | `[batch, channel, frame/2, mel/2]` → `[batch, channel · mel/2]` |
/// | `embedding`: both joined, in this order | `[batch, d + channel · mel/2]` |
public struct WideSoundBackbone: Sendable {
    /// `features` → `embedding` `[batch, feature]`.
    public let graph: Graph
    /// Numbers in the embedding alone: the first ones of the joined one.
    public let lateCount: Int
    /// Numbers in the profile.
    public let earlyCount: Int

    /// A profile larger than this would need more recordings than there are.
    private static let most = 8192

    /// - Parameter narrow: ``SoundBackbone/graph``.
    /// - Returns: `nil` where no map is found that all goes through, or its shape is not known.
    init?(_ narrow: Graph, frames: Int, bands: Int) {
        let (input, joined) = (ResidualNetwork.Names.features, ClassifierNames.embedding)
        // From operator set 18 on, the axes of a mean are an input.
        guard (11...17).contains(narrow.opset), let shapes = try? ShapeInference(narrow).shapes,
            let embedding = shapes[joined], embedding.count == 2,
            let trunk = try? Trunk(narrow, picture: input, shapes: shapes, size: (height: frames, width: bands)),
            let map = trunk.deepest.first, map.value != trunk.features.value, let shape = shapes[map.value],
            shape[1] * shape[3] <= Self.most
        else { return nil }
        lateCount = embedding[1]
        earlyCount = shape[1] * shape[3]
        var graph = narrow
        for place in graph.nodes.indices where graph.nodes[place].outputs == [joined] {
            graph.nodes[place].name = "backbone/late"
            graph.nodes[place].outputs = ["backbone/late"]
        }
        func add(_ name: String, _ operatorType: String, _ inputs: [String], _ attributes: [String: Attribute]) {
            graph.nodes.append(
                Node(
                    name: name, operatorType: operatorType, inputs: inputs, outputs: [name], attributes: attributes))
        }
        add("backbone/profile", "ReduceMean", [map.value], ["axes": .integers([2]), "keepdims": .integer(0)])
        add("backbone/early", "Flatten", ["backbone/profile"], ["axis": .integer(1)])
        add(joined, "Concat", ["backbone/late", "backbone/early"], ["axis": .integer(1)])
        self.graph = graph
    }
}
