/// How a window sounds as it goes on: a residual network over time and frequency, as ``ResidualNetwork``.
///
/// | layer | output, with `w` = ``width`` |
/// |---|---|
/// | standardize: per band, from the training data | `[batch, 1, frame, mel]` |
/// | convolution 3×3, norm, ReLU | `[batch, w, …]` |
/// | ``stages`` × (``blocksPerStage`` residual blocks, the first one with stride 2 from the second stage on) | `[batch, w·2ᵏ, …]` |
/// | mean over mel; mean and maximum over frame; linear | `[batch, d]` |
public struct SpectrogramBranch: Sendable, Hashable, Codable {
    public var width: Int
    public var stages: Int
    public var blocksPerStage: Int
    /// Stride of the first convolution along frames and bands.
    public var stemStride: Int

    public init(width: Int = 16, stages: Int = 4, blocksPerStage: Int = 1, stemStride: Int = 2) {
        precondition(
            width > 0 && stages > 0 && blocksPerStage > 0 && stemStride > 0,
            "SpectrogramBranch: width, stages, blocks and stride are positive")
        self.width = width
        self.stages = stages
        self.blocksPerStage = blocksPerStage
        self.stemStride = stemStride
    }

    /// - Parameter features: `[batch, 1, frame, mel]`.
    func attach(
        to features: GraphBuilder.Value, mean: [Float], deviation: [Float], length: Int, in net: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let bands = mean.count
        var x = net.standardize(
            features, mean: NDArray(mean, shape: [1, 1, 1, bands]),
            deviation: NDArray(deviation, shape: [1, 1, 1, bands]))
        x = net.convolutionBlock(x, channels: width, stride: (stemStride, stemStride))
        for stage in 0..<stages {
            for block in 0..<blocksPerStage {
                x = net.residualBlock(x, channels: width << stage, stride: stage > 0 && block == 0 ? 2 : 1)
            }
        }
        let overFrames = net.mean(x, axes: [3])
        x = net.concatenate([net.mean(overFrames, axes: [2]), net.maximum(overFrames, axes: [2])], axis: 1)
        return net.linear(x, features: length)
    }
}
