/// A U-Net decoder on a backbone (Ronneberger et al. 2015; the encoder replaced as in Iglovikov and Shvets 2018).
extension Backbone {
    /// | value | shape, with `w` = `decoderWidth` |
    /// |---|---|
    /// | `picture`: 0…1 | `[batch, 3, height, width]` |
    /// | standardised; ``maps`` at strides 2…32 | |
    /// | from the deepest on, for each stride `s` on the way up: twice as large, joined with the map of that stride, 2 × (convolution 3×3, norm, ReLU) | `[batch, w·s, height/s, width/s]` |
    /// | at full size joined with a stem of its own: convolution 3×3, norm, ReLU on the picture | `[batch, w, height, width]` |
    /// | convolution 1×1: `logits`; sigmoid: `probability` | `[batch, 1, height, width]` |
    /// | `embedding`: mean over ``features`` | `[batch, d]` |
    ///
    /// - Throws: ``NetworkError`` where the backbone does not take that size.
    public func segmenterGraph(
        height: Int, width: Int, decoderWidth: Int = 16, normalization: PictureNormalization = .imageNet, seed: UInt64
    ) throws -> Graph {
        precondition(decoderWidth > 0, "Backbone.segmenterGraph: a decoder \(decoderWidth) wide")
        var net = GraphBuilder(name: graph.name + "-segmenter", seed: seed)
        let picture = net.input("picture", shape: ["batch", 3, .fixed(height), .fixed(width)])
        let (standardized, maps) = try insert(into: &net, picture, normalization)
        net.scope = "stem."
        let stem = Self.layer(&net, standardized, channels: decoderWidth)
        var x = maps[maps.count - 1]
        net.scope = ""
        let pooled = net.mean(x, axes: [2, 3])
        let levels = zip([stem] + maps.dropLast(), [1] + self.maps.dropLast().map(\.stride))
        for (skip, stride) in Array(levels).reversed() {
            net.scope = "decoder\(stride)."
            let joined = net.concatenate([Self.enlarged(&net, x, to: skip), skip], axis: 1)
            let channels = min(decoderWidth * stride, features.channels)
            x = Self.layer(&net, Self.layer(&net, joined, channels: channels), channels: channels)
        }
        net.scope = "head."
        let logits = net.output(
            net.convolution(x, channels: 1, kernel: (1, 1), padding: (0, 0), bias: 0), as: "logits")
        net.output(net.sigmoid(logits), as: "probability")
        net.output(pooled, as: "embedding")
        return net.graph
    }

    private static func layer(_ net: inout GraphBuilder, _ x: GraphBuilder.Value, channels: Int) -> GraphBuilder.Value {
        net.relu(net.batchNormalization(net.convolution(x, channels: channels)))
    }

    /// Nearest neighbour, to the rows and columns of another map.
    private static func enlarged(
        _ net: inout GraphBuilder, _ x: GraphBuilder.Value, to other: GraphBuilder.Value
    ) -> GraphBuilder.Value {
        // Where a map is not exactly half as large, half a place more makes the rounding down end at the wanted length.
        let scales = [2, 3].map { axis -> Float in
            let (from, to) = (x.length(axis), other.length(axis))
            return to % from == 0 ? Float(to / from) : (Float(to) + 0.5) / Float(from)
        }
        let name = net.scope + "enlarged"
        let node = Node(
            name: name, operatorType: "Resize", inputs: [x.name, "", name + ".scales"], outputs: [name],
            attributes: [
                "mode": .string("nearest"), "coordinate_transformation_mode": .string("asymmetric"),
                "nearest_mode": .string("floor"),
            ])
        let factors = Initializer(name: name + ".scales", value: NDArray([1, 1] + scales, shape: [4]))
        return net.adopt([node], [factors], value: name, shape: Array(x.shape[..<2] + other.shape[2...]))
    }
}
