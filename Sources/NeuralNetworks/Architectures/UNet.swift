import Foundation

/// A U-Net (Ronneberger et al. 2015) whose encoder is a residual network of two-convolution blocks (He et al. 2016), of any width:
/// a picture in, for every pixel the probability that it shows what is looked for.
///
/// | layer | channels, with `w` = ``width`` | size, of the input's |
/// |---|---|---|
/// | `picture`, 0…1; standardize per channel | | 1 |
/// | detail: convolution 3×3, norm, ReLU; only with ``detailChannels`` | ``detailChannels`` | 1 |
/// | stem: convolution 3×3 of stride `s` = ``stemStride``, norm, ReLU | `w` | 1/s |
/// | maximum of 3×3, stride 2; stage 0 | `w` | 1/2s |
/// | stages 1, 2, 3, of stride 2 each | `2w`, `4w`, `8w` | 1/4s, 1/8s, 1/16s |
/// | three decoder levels: enlarge twice, concatenate the encoder's of that size, twice (convolution 3×3, norm, ReLU) | `4w`, `2w`, `w` | 1/8s, 1/4s, 1/2s |
/// | decoder level on the stem | `w/2`, at least ``narrowest`` | 1/s |
/// | with `s` = 2: decoder level on the detail, or on nothing | `w/4`, at least ``narrowest`` | 1 |
/// | convolution 1×1 with bias | `logits`, 1 | 1 |
/// | sigmoid | `probability`, 1 | 1 |
/// | mean over places of stage 3 | `embedding`, `[batch, 8w]` | |
///
/// A thin crack is one or two pixels wide, so the way at full resolution matters: a stem of stride 1 keeps all of it at four
/// times the cost, and the detail path keeps a little of it for little.
public struct UNet: Sendable, Hashable {
    /// Residual blocks in the encoder.
    public enum Depth: String, Sendable, Hashable, Codable, CaseIterable {
        case resnet18, resnet34

        /// Blocks by stage.
        public var blocks: [Int] {
            switch self {
            case .resnet18: [2, 2, 2, 2]
            case .resnet34: [3, 4, 6, 3]
            }
        }
    }

    public var depth: Depth
    public var width: Int
    public var stemStride: Int
    public var detailChannels: Int
    /// Channels of the decoder's levels, at least.
    public var narrowest: Int
    public var enlargement: GraphBuilder.Enlargement
    /// Share of pixels that are positive, as the first weights say it: a network that begins with ½ everywhere spends its first
    /// steps on learning that cracks are rare (Lin et al. 2017).
    public var prior: Double

    public init(
        depth: Depth = .resnet18, width: Int = 16, stemStride: Int = 2, detailChannels: Int = 8, narrowest: Int = 8,
        enlargement: GraphBuilder.Enlargement = .bilinear, prior: Double = 0.05
    ) {
        precondition(
            width > 0 && narrowest > 0 && detailChannels >= 0 && [1, 2].contains(stemStride) && prior > 0 && prior < 1,
            "UNet: width \(width), stem stride \(stemStride), detail \(detailChannels), prior \(prior)")
        self.depth = depth
        self.width = width
        self.stemStride = stemStride
        self.detailChannels = detailChannels
        self.narrowest = narrowest
        self.enlargement = enlargement
        self.prior = prior
    }

    /// The input's height and width must be multiples of this.
    public var granularity: Int { 16 * stemStride }

    /// - Parameters:
    ///   - height: rows, a number or the name of an open axis; a multiple of ``granularity``.
    ///   - width: columns, likewise.
    ///   - mean: per channel, of values 0…1.
    ///   - deviation: per channel.
    public func graph(
        channels: Int, height: Dimension, width columns: Dimension, mean: [Float], deviation: [Float], seed: UInt64
    ) -> Graph {
        for case .fixed(let length) in [height, columns] {
            precondition(length % granularity == 0, "UNet: \(length) pixels are no multiple of \(granularity)")
        }
        var net = GraphBuilder(name: "unet-\(depth.rawValue)-\(width)", seed: seed)
        let picture = net.input(PictureNames.picture, shape: ["batch", .fixed(channels), height, columns])
        let x = net.standardizedPicture(picture, mean: mean, deviation: deviation)
        let (deepest, skips) = encoder(&net, x)
        net.scope = ""
        net.output(net.mean(deepest, axes: [2, 3]), as: PictureNames.embedding)
        let decoded = decoder(&net, deepest, skips: skips)
        net.scope = "head."
        let bias = Float(-log((1 - prior) / prior))
        let score = net.convolution(decoded, channels: 1, kernel: (1, 1), bias: bias, deviation: 0.05)
        let logits = net.output(score, as: PictureNames.logits)
        net.output(net.sigmoid(logits), as: PictureNames.probability)
        return net.graph
    }

    /// The deepest features, and what the decoder's levels take over, coarse to fine.
    private func encoder(
        _ net: inout GraphBuilder, _ input: GraphBuilder.Value
    ) -> (deepest: GraphBuilder.Value, skips: [GraphBuilder.Value]) {
        var skips: [GraphBuilder.Value] = []
        if stemStride == 2, detailChannels > 0 {
            net.scope = "detail."
            skips.append(net.convolutionBlock(input, channels: detailChannels))
        }
        net.scope = "stem."
        var x = net.convolutionBlock(input, channels: width, stride: (stemStride, stemStride))
        skips.append(x)
        x = net.maxPool(x, kernel: (3, 3), stride: (2, 2), padding: (1, 1))
        for (stage, blocks) in depth.blocks.enumerated() {
            for block in 0..<blocks {
                net.scope = "stage\(stage).block\(block)."
                x = net.residualBlock(x, channels: width << stage, stride: stage > 0 && block == 0 ? 2 : 1)
            }
            if stage < 3 { skips.append(x) }
        }
        return (x, skips.reversed())
    }

    private func decoder(
        _ net: inout GraphBuilder, _ deepest: GraphBuilder.Value, skips: [GraphBuilder.Value]
    ) -> GraphBuilder.Value {
        let levels = [4 * width, 2 * width, width, max(narrowest, width / 2), max(narrowest, width / 4)]
        var x = deepest
        for level in 0..<(stemStride == 2 ? 5 : 4) {
            net.scope = "decoder\(level)."
            x = net.enlarge(x, by: enlargement)
            if skips.indices.contains(level) { x = net.concatenate([x, skips[level]], axis: 1) }
            x = net.convolutionBlock(x, channels: levels[level])
            x = net.convolutionBlock(x, channels: levels[level])
        }
        return x
    }
}
