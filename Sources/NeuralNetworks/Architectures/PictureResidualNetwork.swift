/// A small residual network for pictures: two-convolution blocks with shortcuts (He et al. 2016), each stage from the second on
/// halving both axes and doubling the width, and a class activation map beside the verdict (Zhou et al. 2016).
///
/// | layer | output, with `w` = ``width`` |
/// |---|---|
/// | `picture`, 0…1 | `[batch, channel, row, column]` |
/// | standardize: per channel | the same |
/// | convolution 3×3 of stride ``stemStride``, norm, ReLU | `[batch, w, …]` |
/// | ``stages`` × ``blocksPerStage`` residual blocks | `[batch, w·2^k, …]` |
/// | mean (and maximum) over places | `embedding`, `[batch, w·2^k]` (twice that with the maximum) |
/// | dropout, linear | `logits`, `[batch, class]` |
/// | softmax | `probabilities`, `[batch, class]` |
/// | 1×1 convolution of the last feature map by the linear layer's own weights | `activation_map`, `[batch, class, …]` |
///
/// With ``Pooling/mean``, the activation map's mean plus the linear layer's bias is the class's logit.
public struct PictureResidualNetwork: Sendable, Hashable {
    /// How the last feature map becomes an embedding.
    public enum Pooling: String, Sendable, Hashable, Codable {
        case mean
        /// The mean, then the largest value: a small flaw is not averaged away. Of a place, the activation map then says what
        /// it would add as part of the mean and as the maximum.
        case meanAndMaximum
    }

    public var width: Int
    public var stages: Int
    public var blocksPerStage: Int
    public var stemStride: Int
    public var pooling: Pooling
    public var dropout: Float

    public init(
        width: Int = 24, stages: Int = 4, blocksPerStage: Int = 1, stemStride: Int = 1, pooling: Pooling = .mean,
        dropout: Float = 0.2
    ) {
        precondition(
            width > 0 && stages > 0 && blocksPerStage > 0 && stemStride > 0,
            "PictureResidualNetwork: width, stages, blocks and stride are positive")
        self.width = width
        self.stages = stages
        self.blocksPerStage = blocksPerStage
        self.stemStride = stemStride
        self.pooling = pooling
        self.dropout = dropout
    }

    /// - Parameters:
    ///   - height: rows, a number or the name of an open axis; open axes must be multiples of all strides taken together.
    ///   - width: columns, likewise.
    ///   - mean: per channel, of values 0…1.
    ///   - deviation: per channel.
    public func graph(
        channels: Int, height: Dimension, width columns: Dimension, mean: [Float], deviation: [Float], classes: Int,
        seed: UInt64
    ) -> Graph {
        var net = GraphBuilder(name: "picture-residual-\(width)x\(stages)", seed: seed)
        let picture = net.input(PictureNames.picture, shape: ["batch", .fixed(channels), height, columns])
        var x = net.standardizedPicture(picture, mean: mean, deviation: deviation)
        net.scope = "stem."
        x = net.convolutionBlock(x, channels: width, stride: (stemStride, stemStride))
        for stage in 0..<stages {
            for block in 0..<blocksPerStage {
                net.scope = "stage\(stage).block\(block)."
                x = net.residualBlock(x, channels: width << stage, stride: stage > 0 && block == 0 ? 2 : 1)
            }
        }
        net.scope = ""
        let head = PictureClassifierHead(pooling: pooling, dropout: dropout, classes: classes)
        head.attach(to: x, in: &net)
        return net.graph
    }
}
