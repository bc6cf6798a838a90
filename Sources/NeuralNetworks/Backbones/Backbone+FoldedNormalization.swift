/// Normalisation that an exporter has folded into convolutions, and how it is put back.
///
/// In service `BatchNormalization` after `Conv` is one scale and one shift a channel, so exporters multiply them into the convolution's
/// weights. The function is the same, but training it is not: without normalisation a step of the usual size changes the
/// scale of all that follows.
extension Backbone {
    /// Names of the values that convolutions with folded normalisation make: they have a bias, and no BatchNormalization reads them.
    ///
    /// Convolutions of a network that never had normalisation look the same and are listed as well.
    public var foldedConvolutions: [String] {
        let normalized = Set(graph.nodes.filter { $0.operatorType == "BatchNormalization" }.map { $0.inputs[0] })
        return graph.nodes.filter { $0.operatorType == "Conv" && $0.input(2) != nil }
            .compactMap(\.outputs.first).filter { !normalized.contains($0) }
    }

    /// The backbone with a BatchNormalization after every folded convolution that changes nothing on the data it was measured on.
    ///
    /// A channel has measured mean `m` and variance `v` and the convolution's bias `b`. Its kernel is divided by `s`, so that it is as
    /// long as a fresh one (He et al. 2015): a normalised kernel's length changes nothing but how far a step of the optimizer
    /// turns it. Running mean is then `(m − b) / s`, running variance `v / s²`, scale `s · √(v / s² + ε)`, shift `m`; the bias, which the
    /// normalisation would take away, is dropped.
    ///
    /// - Parameter moments: of every value in ``foldedConvolutions``, measured by running the backbone on training pictures (a few
    ///   batches do): `GraphExecutor.channelMoments` in Training.
    /// - Throws: ``NetworkError`` naming the value that was not measured.
    public func restoringNormalization(_ moments: [String: ChannelMoments]) throws -> Backbone {
        var restored = self
        let folded = Set(foldedConvolutions)
        var nodes: [Node] = []
        for node in graph.nodes {
            guard node.operatorType == "Conv", let output = node.outputs.first, folded.contains(output) else {
                nodes.append(node)
                continue
            }
            guard let convolution = FoldedConvolution(node, in: graph), let measured = moments[output],
                convolution.bias.count == measured.mean.count
            else {
                throw NetworkError(
                    .incomplete,
                    "the value '\(output)' was not measured, or not with its channels: run the backbone and take the moments of every folded convolution"
                )
            }
            nodes += convolution.parted(measured, in: &restored.graph)
        }
        restored.graph.nodes = nodes
        return restored
    }
}

/// A convolution `[filter, channel / group, …]` with a bias that holds what its normalisation did.
private struct FoldedConvolution {
    let node: Node
    let weight: NDArray
    let kernel: [Float]
    let bias: [Float]

    private static let epsilon: Float = 1e-5

    /// `nil` where kernel and bias are not arrays of floats.
    init?(_ node: Node, in graph: Graph) {
        guard let bias = node.input(2).flatMap({ graph[initializer: $0] })?.floats,
            let weight = node.input(1).flatMap({ graph[initializer: $0] }), let kernel = weight.floats,
            weight.shape.count > 2, weight.shape[0] == bias.count, !kernel.isEmpty
        else { return nil }
        (self.node, self.weight, self.kernel, self.bias) = (node, weight, kernel, bias)
    }

    /// Convolution and normalisation, their arrays put into the graph.
    func parted(_ measured: ChannelMoments, in graph: inout Graph) -> [Node] {
        let output = node.outputs[0]
        let factors = self.factors
        let area = kernel.count / bias.count
        let scaled = kernel.enumerated().map { place, value in value / factors[place / area] }
        graph[initializer: node.inputs[1]] = NDArray(scaled, shape: weight.shape)
        graph[initializer: node.inputs[2]] = nil
        func add(_ suffix: String, _ values: (Int) -> Float) -> String {
            let name = output + suffix
            graph.initializers.append(
                Initializer(name: name, value: NDArray(bias.indices.map(values), shape: [bias.count])))
            return name
        }
        let (mean, variance) = (measured.mean, measured.variance)
        var convolution = node
        convolution.inputs = Array(node.inputs[..<2])
        convolution.outputs = [output + ".folded"]
        let inputs = [
            output + ".folded",
            add(".scale") { factors[$0] * (variance[$0] / (factors[$0] * factors[$0]) + Self.epsilon).squareRoot() },
            add(".shift") { mean[$0] },
            add(".mean") { (mean[$0] - bias[$0]) / factors[$0] },
            add(".variance") { variance[$0] / (factors[$0] * factors[$0]) },
        ]
        let norm = Node(
            name: output + ".norm", operatorType: "BatchNormalization", inputs: inputs, outputs: [output],
            attributes: ["epsilon": .float(Self.epsilon), "momentum": .float(0.9)])
        return [convolution, norm]
    }

    /// By filter, how many times as long its kernel is as a fresh one.
    private var factors: [Float] {
        let area = kernel.count / bias.count
        let groups = node.integer("group") ?? 1
        let reach = bias.count / max(1, groups) * weight.shape[2...].reduce(1, *)
        let fresh = (2 / Float(max(1, reach))).squareRoot()
        return bias.indices.map { filter in
            let squares = kernel[filter * area..<(filter + 1) * area].reduce(0) { $0 + $1 * $1 }
            let length = (squares / Float(area)).squareRoot()
            return length > 1e-6 ? length / fresh : 1
        }
    }
}
