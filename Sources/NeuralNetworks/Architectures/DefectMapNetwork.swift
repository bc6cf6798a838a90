import Foundation

/// A small network of the U-Net's kind (Ronneberger et al. 2015) that says of every second row and column how much it looks like a defect,
/// trained on painted defects alone: `docs/detectors/synthetic.md`.
///
/// With `w` = ``width`` and `C(c)` = convolution 3×3 to `c` channels, norm, ReLU:
///
/// | layer | channels | size, of the input's |
/// |---|---|---|
/// | `picture`, 0…1; standardize per channel | | 1 |
/// | level 1: `C` of stride 2, `C` | `w` | 1/2 |
/// | levels 2, 3, 4, 5, likewise | `2w`, `4w`, `8w`, `8w` | 1/4 … 1/32 |
/// | levels 4, 3, 2, 1: the level below enlarged twice (repeated), joined with the level on the way down, `C` | `4w`, `4w`, `2w`, `w` | 1/16 … 1/2 |
/// | convolution 1×1 with bias: `logits` | 1 | 1/2 |
/// | `embedding`: largest value over places of the levels 1, 2, 3 on the way up, mean over places of the levels 4, 5 on the way down | `23w` | |
///
/// 0.85 million parameters at a width of 16. The map is coarser than the picture on purpose: at a quarter of the picture it was seen to learn
/// far slower, and at all of it takes four times as long.
public struct DefectMapNetwork: Sendable, Hashable {
    public var width: Int
    /// Share of places that are defective, as the first weights say it (Lin et al. 2017).
    public var prior: Double

    /// The picture's rows over the map's.
    public static let stride = 2
    /// The input's height and width must be multiples of this.
    public static let granularity = 32

    public init(width: Int = 16, prior: Double = 0.05) {
        precondition(width > 0 && prior > 0 && prior < 1, "DefectMapNetwork: width \(width), prior \(prior)")
        self.width = width
        self.prior = prior
    }

    /// - Parameters:
    ///   - height: rows; a multiple of ``granularity``.
    ///   - width: columns, likewise.
    ///   - mean: per channel, of values 0…1.
    ///   - deviation: per channel.
    public func graph(
        channels: Int, height: Int, width columns: Int, mean: [Float], deviation: [Float], seed: UInt64
    ) -> Graph {
        precondition(
            height > 0 && columns > 0 && height % Self.granularity == 0 && columns % Self.granularity == 0,
            "DefectMapNetwork: \(columns)×\(height) pixels are no multiples of \(Self.granularity)")
        var net = GraphBuilder(name: "defect-map-\(width)", seed: seed)
        let picture = net.input(
            PictureNames.picture, shape: ["batch", .fixed(channels), .fixed(height), .fixed(columns)])
        var x = net.standardizedPicture(picture, mean: mean, deviation: deviation)
        var levels: [GraphBuilder.Value] = []
        for (level, factor) in [1, 2, 4, 8, 8].enumerated() {
            net.scope = "encoder\(level + 1)."
            x = net.convolutionBlock(x, channels: factor * width, stride: (2, 2))
            x = net.convolutionBlock(x, channels: factor * width)
            levels.append(x)
        }
        var maxima: [GraphBuilder.Value] = []
        for (level, factor) in [(3, 4), (2, 4), (1, 2), (0, 1)] {
            net.scope = "decoder\(level + 1)."
            let joined = net.concatenate([net.enlarge(x, by: .nearest), levels[level]], axis: 1)
            x = net.convolutionBlock(joined, channels: factor * width)
            if level < 3 { maxima.append(net.maximum(x, axes: [2, 3])) }
        }
        net.scope = "head."
        let means = levels[3...].map { net.mean($0, axes: [2, 3]) }
        net.output(net.concatenate(maxima.reversed() + means, axis: 1), as: PictureNames.embedding)
        let bias = Float(-log((1 - prior) / prior))
        let score = net.convolution(x, channels: 1, kernel: (1, 1), bias: bias, deviation: 0.05)
        net.output(score, as: PictureNames.logits)
        return net.graph
    }
}
