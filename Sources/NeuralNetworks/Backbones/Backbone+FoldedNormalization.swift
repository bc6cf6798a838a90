/// Normalisation that an exporter has folded into convolutions, and how it is put back.
///
/// In service `BatchNormalization` after `Conv` is one scale and one shift a channel, so exporters multiply them into the convolution's
/// weights. The function is the same, but training it is not: without normalisation a step of the usual size changes the
/// scale of all that follows.
extension Backbone {
    /// Names of the values that convolutions with folded normalisation make: they have a bias that is
    /// learnt, and no BatchNormalization reads them.
    ///
    /// Convolutions of a network that never had normalisation look the same and are listed as well.
    public var foldedConvolutions: [String] {
        let normalized = Set(graph.nodes.filter { $0.operatorType == "BatchNormalization" }.compactMap { $0.input(0) })
        let arrays = Set(graph.initializers.filter { $0.value.floats != nil }.map(\.name))
        return graph.nodes.filter { $0.operatorType == "Conv" && $0.input(2).map(arrays.contains) ?? false }
            .compactMap(\.outputs.first).filter { !normalized.contains($0) }
    }

    /// The backbone with a BatchNormalization after every folded convolution that changes nothing on the data it was measured on.
    ///
    /// With a channel's mean `m` and variance `v`: running mean `m`, running variance `v`, scale `√(v + ε)`, shift `m`. The
    /// convolution's bias, which the normalisation takes away again, goes into running mean.
    ///
    /// - Parameter moments: of every value in ``foldedConvolutions``, measured by running the backbone on training pictures (a few
    ///   batches do): `GraphExecutor.channelMoments` in Training.
    /// - Throws: ``NetworkError`` naming the value that was not measured.
    public func restoringNormalization(_ moments: [String: ChannelMoments]) throws -> Backbone {
        var restored = self
        let folded = Set(foldedConvolutions)
        var nodes: [Node] = []
        for var node in graph.nodes {
            guard let output = node.outputs.first, folded.contains(output), let bias = node.input(2) else {
                nodes.append(node)
                continue
            }
            let shift = graph[initializer: bias]?.floats ?? []
            guard let measured = moments[output] else {
                throw NetworkError(
                    .incomplete,
                    "the value '\(output)' was not measured: run the backbone and take the moments of every folded convolution"
                )
            }
            guard shift.count == measured.mean.count else {
                throw NetworkError(
                    .shape,
                    "the convolution of '\(output)' makes \(measured.mean.count) channels and its bias '\(bias)' has \(shift.count) numbers: the file is damaged"
                )
            }
            let inner = output + ".folded"
            node.inputs.removeLast(node.inputs.count - 2)
            node.outputs[0] = inner
            nodes.append(node)
            restored.graph[initializer: bias] = nil
            nodes.append(restored.normalization(of: inner, as: output, measured, without: shift))
        }
        restored.graph.nodes = nodes
        restored.isNormalizationRestored = !folded.isEmpty
        try restored.graph.checkOrder()
        return restored
    }

    private static let epsilon: Float = 1e-5

    private mutating func normalization(
        of input: String, as output: String, _ measured: ChannelMoments, without bias: [Float]
    ) -> Node {
        func add(_ suffix: String, _ values: [Float]) -> String {
            let name = output + suffix
            graph.initializers.append(Initializer(name: name, value: NDArray(values, shape: [values.count])))
            return name
        }
        let inputs = [
            input, add(".scale", measured.variance.map { ($0 + Self.epsilon).squareRoot() }),
            add(".shift", measured.mean), add(".mean", zip(measured.mean, bias).map { $0 - $1 }),
            add(".variance", measured.variance),
        ]
        return Node(
            name: output + ".norm", operatorType: "BatchNormalization", inputs: inputs, outputs: [output],
            attributes: ["epsilon": .float(Self.epsilon), "momentum": .float(0.9)])
    }
}
