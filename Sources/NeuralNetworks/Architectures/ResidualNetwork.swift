/// A small residual network for spectrograms: two-convolution blocks with identity shortcuts (He et al. 2016), each stage halving
/// both axes and doubling the width; the mean and the largest value over time of the mean over frequency make the embedding.
///
/// | layer | output, with `w` = ``width`` |
/// |---|---|
/// | `features` | `[batch, 1, frame, mel]` |
/// | standardize: per band, from the training data | `[batch, 1, frame, mel]` |
/// | convolution 3×3, norm, ReLU | `[batch, w, frame, mel]` |
/// | ``stages`` × (``blocksPerStage`` residual blocks, the first one with stride 2 from the second stage on) | `[batch, w·2^k, …]` |
/// | mean over mel; mean and maximum over frame | `[batch, 2·w·2^k]` (`embedding`) |
/// | dropout, linear | `[batch, class]` (`logits`) |
/// | softmax | `[batch, class]` (`probabilities`) |
public struct ResidualNetwork: Sendable {
    public var width: Int
    public var stages: Int
    public var blocksPerStage: Int
    /// Stride of the first convolution, `(frame, mel)`.
    public var stemStride: (Int, Int)
    public var dropout: Float

    public init(
        width: Int = 24, stages: Int = 4, blocksPerStage: Int = 1, stemStride: (Int, Int) = (1, 1), dropout: Float = 0.2
    ) {
        precondition(
            width > 0 && stages > 0 && blocksPerStage > 0, "ResidualNetwork: width, stages and blocks are positive")
        self.width = width
        self.stages = stages
        self.blocksPerStage = blocksPerStage
        self.stemStride = stemStride
        self.dropout = dropout
    }

    /// Names of the graph's input and outputs.
    public enum Names {
        public static let features = "features"
        public static let embedding = ClassifierNames.embedding
        public static let logits = ClassifierNames.logits
        public static let probabilities = ClassifierNames.probabilities
    }

    /// - Parameters:
    ///   - frames: frames in a window.
    ///   - mean: per mel band, of the training data.
    ///   - deviation: per mel band, of the training data.
    public func graph(frames: Int, mean: [Float], deviation: [Float], classes: Int, seed: UInt64) -> Graph {
        let bands = mean.count
        var net = GraphBuilder(name: "residual-\(width)x\(stages)", seed: seed)
        var x = net.input(Names.features, shape: ["batch", 1, .fixed(frames), .fixed(bands)])
        x = net.standardize(
            x, mean: NDArray(mean, shape: [1, 1, 1, bands]), deviation: NDArray(deviation, shape: [1, 1, 1, bands])
        )
        net.scope = "stem."
        x = net.relu(net.batchNormalization(net.convolution(x, channels: width, stride: stemStride)))
        for stage in 0..<stages {
            for block in 0..<blocksPerStage {
                net.scope = "stage\(stage).block\(block)."
                x = net.residualBlock(x, channels: width << stage, stride: stage > 0 && block == 0 ? 2 : 1)
            }
        }
        net.scope = ""
        let overFrames = net.mean(x, axes: [3])
        let pooled = net.concatenate([net.mean(overFrames, axes: [2]), net.maximum(overFrames, axes: [2])], axis: 1)
        let embedding = net.output(pooled, as: Names.embedding)
        let logits = net.output(net.linear(net.dropout(embedding, ratio: dropout), features: classes), as: Names.logits)
        net.output(net.softmax(logits), as: Names.probabilities)
        return net.graph
    }
}
