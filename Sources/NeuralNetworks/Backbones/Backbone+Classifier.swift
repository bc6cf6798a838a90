/// A new head on a backbone: mean over space, one linear layer.
extension Backbone {
    /// | value | shape |
    /// |---|---|
    /// | `picture`: 0…1 | `[batch, 3, height, width]` |
    /// | standardised; ``features`` | `[batch, d, h, w]` |
    /// | `embedding`: mean over space | `[batch, d]` |
    /// | dropout, linear: `logits`, softmax: `probabilities` | `[batch, class]` |
    /// | `activation_map`: the linear layer's weights as a 1×1 convolution over ``features``; its mean over space, and the bias, make the logits (Zhou et al. 2016) | `[batch, class, h, w]` |
    ///
    /// - Parameters:
    ///   - height: of the pictures; any from ``features``' stride on where ``isSizeFree``, else the file's.
    ///   - seed: of the new weights.
    /// - Throws: ``NetworkError`` where the backbone does not take that size.
    public func classifierGraph(
        classes: Int, dropout: Float = 0.2, height: Int, width: Int, normalization: PictureNormalization = .imageNet,
        seed: UInt64
    ) throws -> Graph {
        precondition(classes > 0, "Backbone.classifierGraph: \(classes) classes")
        var net = GraphBuilder(name: graph.name + "-classifier", seed: seed)
        let picture = net.input(PictureNames.picture, shape: ["batch", 3, .fixed(height), .fixed(width)])
        let (_, maps) = try insert(into: &net, picture, normalization)
        PictureClassifierHead(pooling: .mean, dropout: dropout, classes: classes).attach(
            to: maps[maps.count - 1], in: &net)
        return net.graph
    }

    /// Standardises the picture and runs the backbone on it.
    ///
    /// - Returns: the standardised picture, and ``maps`` with their shapes for the picture's size; the last one is ``features``.
    func insert(
        into net: inout GraphBuilder, _ picture: GraphBuilder.Value, _ normalization: PictureNormalization
    ) throws -> (picture: GraphBuilder.Value, maps: [GraphBuilder.Value]) {
        let size = (height: picture.length(2), width: picture.length(3))
        guard
            isSizeFree
                || input.height.map({ $0 == size.height }) ?? true && input.width.map({ $0 == size.width }) ?? true
        else {
            throw NetworkError(
                .shape,
                "this backbone takes pictures of \(input.width ?? 0)×\(input.height ?? 0) only (a Reshape inside), not of \(size.width)×\(size.height)"
            )
        }
        guard min(size.height, size.width) >= features.stride else {
            throw NetworkError(
                .shape,
                "pictures of \(size.width)×\(size.height) are too small for this backbone: at least \(features.stride)×\(features.stride)"
            )
        }
        let shapes = try Self.shapes(of: graph, Self.pictureName, batch: 1, size)
        let standardized = net.standardizedPicture(
            picture, mean: normalization.mean, deviation: normalization.deviation)
        let body = graph.renamed { $0 == Self.pictureName ? standardized.name : $0 }
        _ = net.adopt(body.nodes, body.initializers, value: features.name, shape: [])
        let found = try maps.map { map in
            guard let shape = shapes[map.name] else {
                throw NetworkError(.shape, "the shape of '\(map.name)' is not known for \(size.width)×\(size.height)")
            }
            guard shape.count == 4, shape[1] == map.channels, shape[2] > 0, shape[3] > 0 else {
                throw NetworkError(
                    .shape,
                    "of pictures of \(size.width)×\(size.height) this backbone makes no map of features ('\(map.name)' would be \(shape)): give larger ones"
                )
            }
            return GraphBuilder.Value(name: map.name, shape: [picture.shape[0]] + shape[1...].map { .fixed($0) })
        }
        return (standardized, found)
    }
}
