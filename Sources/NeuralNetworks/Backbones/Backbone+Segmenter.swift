import Foundation

/// A U-Net decoder on a backbone (Ronneberger et al. 2015; the encoder replaced as in Iglovikov and Shvets 2018).
extension Backbone {
    /// | value | shape, with `w` = `decoderWidth` |
    /// |---|---|
    /// | `picture`: 0…1 | `[batch, 3, height, width]` |
    /// | standardised; ``maps`` at strides 2…32 | |
    /// | from the deepest on, for each stride `s` on the way up: enlarged, joined with the map of that stride, twice (convolution 3×3, norm, ReLU) | `[batch, w·s, height/s, width/s]` |
    /// | at full size joined with a stem of its own: convolution 3×3, norm, ReLU on the picture | `[batch, w, height, width]` |
    /// | convolution 1×1 with bias: `logits`; sigmoid: `probability` | `[batch, 1, height, width]` |
    /// | mean over places of ``features``: `embedding` | `[batch, d]` |
    ///
    /// No level of the decoder is wider than ``features``.
    ///
    /// - Parameters:
    ///   - prior: share of pixels that are positive, as the first weights say it: see ``UNet/prior``.
    ///   - seed: of the new weights.
    /// - Throws: ``NetworkError`` where the backbone does not take that size.
    public func segmenterGraph(
        height: Int, width: Int, decoderWidth: Int = 16, prior: Double = 0.05,
        normalization: PictureNormalization = .imageNet, seed: UInt64
    ) throws -> Graph {
        precondition(
            decoderWidth > 0 && prior > 0 && prior < 1,
            "Backbone.segmenterGraph: a decoder \(decoderWidth) wide, prior \(prior)")
        var net = GraphBuilder(name: graph.name + "-segmenter", seed: seed)
        let picture = net.input(PictureNames.picture, shape: ["batch", 3, .fixed(height), .fixed(width)])
        let (standardized, maps) = try insert(into: &net, picture, normalization)
        net.scope = "stem."
        let stem = net.convolutionBlock(standardized, channels: decoderWidth)
        var x = maps[maps.count - 1]
        net.scope = ""
        net.output(net.mean(x, axes: [2, 3]), as: PictureNames.embedding)
        let levels = zip([stem] + maps.dropLast(), [1] + self.maps.dropLast().map(\.stride))
        for (skip, stride) in Array(levels).reversed() {
            net.scope = "decoder\(stride)."
            let joined = net.concatenate(
                [net.enlarge(x, rows: skip.length(2), columns: skip.length(3)), skip], axis: 1)
            let channels = min(decoderWidth * stride, features.channels)
            x = net.convolutionBlock(net.convolutionBlock(joined, channels: channels), channels: channels)
        }
        net.scope = "head."
        let bias = Float(-log((1 - prior) / prior))
        let score = net.convolution(x, channels: 1, kernel: (1, 1), bias: bias, deviation: 0.05)
        let logits = net.output(score, as: PictureNames.logits)
        net.output(net.sigmoid(logits), as: PictureNames.probability)
        return net.graph
    }
}
