extension YAMNetNetwork {
    /// What a convolution has learnt.
    public struct LayerWeights: Sendable, Equatable {
        /// What stands between the convolution and its ReLU.
        public enum Normalization: Sendable, Equatable {
            /// Multiplied into the kernel; what is left is a bias a channel.
            case folded(bias: [Float])
            /// As it was trained: `scale · (x − mean) / √(variance + epsilon) + shift`, a number a channel.
            case kept(scale: [Float], shift: [Float], mean: [Float], variance: [Float], epsilon: Float)

            var lengths: [Int] {
                switch self {
                case .folded(let bias): [bias.count]
                case .kept(let scale, let shift, let mean, let variance, _):
                    [scale.count, shift.count, mean.count, variance.count]
                }
            }
        }

        /// `[out, in / groups, kernel, kernel]`.
        public var kernel: NDArray
        public var normalization: Normalization

        public init(kernel: NDArray, normalization: Normalization) {
            self.kernel = kernel
            self.normalization = normalization
        }
    }

    /// What the whole network has learnt.
    public struct Weights: Sendable, Equatable {
        /// In the order of ``YAMNetNetwork/convolutions``.
        public var layers: [LayerWeights]
        /// `[class, feature]`.
        public var classifier: NDArray
        /// `[class]`.
        public var classifierBias: NDArray

        public init(layers: [LayerWeights], classifier: NDArray, classifierBias: NDArray) {
            self.layers = layers
            self.classifier = classifier
            self.classifierBias = classifierBias
        }
    }

    /// The network with learnt weights.
    ///
    /// - Throws: ``NetworkError`` naming the layer whose weights do not fit it or are no numbers.
    public func graph(_ weights: Weights) throws -> Graph {
        try check(weights)
        var net = GraphBuilder(name: "yamnet", seed: 0)
        let features = net.input(Names.features, shape: ["batch", 1, .fixed(frameCount), .fixed(bandCount)])
        var x = features
        for (convolution, learnt) in zip(convolutions, weights.layers) {
            net.scope = convolution.name.map { $0 == "/" ? "." : String($0) }.joined() + "."
            x = layer(&net, x, convolution, learnt)
        }
        net.scope = "classifier."
        let embedding = net.output(net.mean(x, axes: [2, 3]), as: Names.embedding)
        let logits = net.linear(embedding, weights: weights.classifier, bias: weights.classifierBias)
        net.output(net.sigmoid(logits), as: Names.probabilities)
        net.scope = ""
        net.output(net.identity(features), as: Names.logMel)
        var graph = net.graph
        // A classifier's scores come first, as in the published files.
        graph.outputs.sort { ($0.name == Names.probabilities ? 0 : 1) < ($1.name == Names.probabilities ? 0 : 1) }
        return graph
    }

    private func layer(
        _ net: inout GraphBuilder, _ x: GraphBuilder.Value, _ convolution: Convolution, _ learnt: LayerWeights
    ) -> GraphBuilder.Value {
        func convolved(_ bias: NDArray?) -> GraphBuilder.Value {
            net.convolution(
                x, weights: learnt.kernel, bias: bias, stride: convolution.stride, groups: convolution.groups)
        }
        switch learnt.normalization {
        case .folded(let bias): return net.relu(convolved(NDArray(bias, shape: [bias.count])))
        case .kept(let scale, let shift, let mean, let variance, let epsilon):
            // Keras keeps 0.99 of a running statistic a step.
            return net.relu(
                net.batchNormalization(
                    convolved(nil), scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon,
                    momentum: 0.99))
        }
    }

    private func check(_ weights: Weights) throws {
        let convolutions = convolutions
        guard weights.layers.count == convolutions.count else {
            throw NetworkError(
                .shape, "\(weights.layers.count) convolutions where YAMNet has \(convolutions.count)")
        }
        for (convolution, learnt) in zip(convolutions, weights.layers) {
            try Self.check(learnt.kernel, is: convolution.weightShape, convolution.name)
            guard learnt.normalization.lengths.allSatisfy({ $0 == convolution.channels }) else {
                throw NetworkError(
                    .shape,
                    "\(convolution.name) has biases or normalisation of \(learnt.normalization.lengths) numbers, not of its \(convolution.channels) channels"
                )
            }
            if case .kept(let scale, let shift, let mean, let variance, _) = learnt.normalization {
                guard variance.allSatisfy({ $0 >= 0 }), (scale + shift + mean + variance).allSatisfy(\.isFinite) else {
                    throw NetworkError(.malformed, "the normalisation of \(convolution.name) holds impossible numbers")
                }
            }
            if case .folded(let bias) = learnt.normalization, !bias.allSatisfy(\.isFinite) {
                throw NetworkError(.malformed, "the bias of \(convolution.name) holds what is no number")
            }
        }
        try Self.check(weights.classifier, is: [classCount, embeddingLength], "the classifier")
        try Self.check(weights.classifierBias, is: [classCount], "the classifier's bias")
    }

    private static func check(_ array: NDArray, is shape: [Int], _ name: String) throws {
        guard array.shape == shape, let floats = array.floats else {
            throw NetworkError(.shape, "\(name) has weights \(array.shape), where YAMNet's are \(shape)")
        }
        guard floats.allSatisfy(\.isFinite) else {
            throw NetworkError(.malformed, "the weights of \(name) hold what is no number")
        }
    }
}
