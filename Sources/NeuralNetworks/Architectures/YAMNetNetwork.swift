/// YAMNet: MobileNet's first version on log-mel patches, which tells AudioSet's sounds.
///
/// | layer | output, of a patch of 96 frames and 64 bands |
/// |---|---|
/// | `features` | `[batch, 1, 96, 64]` |
/// | convolution 3×3, stride 2, normalisation, ReLU | `[batch, 32, 48, 32]` |
/// | 13 × (depthwise 3×3, normalisation, ReLU, 1×1, normalisation, ReLU) | `[batch, 1024, 3, 2]` |
/// | mean over frames and bands: `embedding` | `[batch, 1024]` |
/// | linear, sigmoid: `probabilities` | `[batch, 521]` |
///
/// Labels are independent: each has a score 0…1 of its own. `log_mel` is the patch itself. Padding is TensorFlow's `SAME`. Where a file
/// keeps normalisation, so does the graph; where it was folded into the convolutions, they have biases instead.
///
/// Sources: Howard et al., "MobileNets: efficient convolutional neural networks for mobile vision applications", 2017; the published
/// model's `yamnet.py` (TensorFlow model garden, AudioSet).
public struct YAMNetNetwork: Sendable, Hashable {
    /// A depthwise-separable block.
    public struct Block: Sendable, Hashable {
        public var channels: Int
        public var stride: Int

        public init(channels: Int, stride: Int = 1) {
            self.channels = channels
            self.stride = stride
        }
    }

    /// Names of the graph's input and outputs.
    public enum Names {
        /// `[batch, 1, frame, mel]`.
        public static let features = ResidualNetwork.Names.features
        /// `[batch, feature]`.
        public static let embedding = ClassifierNames.embedding
        /// `[batch, class]`, each 0…1 by itself.
        public static let probabilities = ClassifierNames.probabilities
        /// `[batch, 1, frame, mel]`: what went in.
        public static let logMel = "log_mel"
    }

    public var frameCount: Int
    public var bandCount: Int
    /// Channels of the first convolution.
    public var stem: Int
    public var blocks: [Block]
    public var classCount: Int

    public init(frameCount: Int, bandCount: Int, stem: Int, blocks: [Block], classCount: Int) {
        precondition(
            frameCount > 0 && bandCount > 0 && stem > 0 && classCount > 0 && !blocks.isEmpty
                && blocks.allSatisfy { $0.channels > 0 && $0.stride > 0 },
            "YAMNetNetwork: all lengths are positive")
        self.frameCount = frameCount
        self.bandCount = bandCount
        self.stem = stem
        self.blocks = blocks
        self.classCount = classCount
    }

    /// The published network.
    public static let published = YAMNetNetwork(
        frameCount: 96, bandCount: 64, stem: 32,
        blocks: [
            Block(channels: 64), Block(channels: 128, stride: 2), Block(channels: 128),
            Block(channels: 256, stride: 2), Block(channels: 256), Block(channels: 512, stride: 2),
        ] + Array(repeating: Block(channels: 512), count: 5) + [
            Block(channels: 1024, stride: 2), Block(channels: 1024),
        ], classCount: 521)

    /// Numbers in an embedding.
    public var embeddingLength: Int { blocks.last?.channels ?? stem }

    /// One convolution with what follows it.
    public struct Convolution: Sendable, Hashable {
        public enum Kind: String, Sendable { case standard, depthwise, pointwise }

        public var kind: Kind
        /// Number of its layer, from 1: a separable block's two convolutions share one.
        public var layer: Int
        /// Side of the kernel.
        public var kernel: Int
        public var stride: Int
        public var inputChannels: Int
        public var channels: Int

        public var groups: Int { kind == .depthwise ? inputChannels : 1 }
        /// `[out, in / groups, kernel, kernel]`.
        public var weightShape: [Int] { [channels, inputChannels / groups, kernel, kernel] }
        /// The name that the published files give it, such as `layer2/depthwise_conv`.
        public var name: String {
            switch kind {
            case .standard: "layer\(layer)/conv"
            case .depthwise: "layer\(layer)/depthwise_conv"
            case .pointwise: "layer\(layer)/pointwise_conv"
            }
        }
    }

    /// All convolutions in their order.
    public var convolutions: [Convolution] {
        var all = [
            Convolution(kind: .standard, layer: 1, kernel: 3, stride: 2, inputChannels: 1, channels: stem)
        ]
        var channels = stem
        for (number, block) in blocks.enumerated() {
            all.append(
                Convolution(
                    kind: .depthwise, layer: number + 2, kernel: 3, stride: block.stride, inputChannels: channels,
                    channels: channels))
            all.append(
                Convolution(
                    kind: .pointwise, layer: number + 2, kernel: 1, stride: 1, inputChannels: channels,
                    channels: block.channels))
            channels = block.channels
        }
        return all
    }
}
