/// Layers whose weights were learnt elsewhere, with TensorFlow's padding.
extension GraphBuilder {
    /// `[batch, in, height, width]` → `[batch, out, ⌈height / stride⌉, ⌈width / stride⌉]`.
    ///
    /// Padded as TensorFlow's `SAME`: what the windows lack is split over both ends, and an odd place falls to the end. PyTorch and most
    /// ONNX files put as much before as after, which at a stride of 2 is another network.
    ///
    /// - Parameters:
    ///   - weights: `[out, in / groups, kernel, kernel]`.
    ///   - bias: `[out]`.
    mutating func convolution(_ x: Value, weights: NDArray, bias: NDArray?, stride: Int, groups: Int) -> Value {
        precondition(
            weights.shape.count == 4 && weights.shape[1] * groups == x.length(1) && weights.shape[0] % groups == 0,
            "GraphBuilder.convolution: weights \(weights.shape) in \(groups) groups do not fit \(x.shape)")
        let kernel = [weights.shape[2], weights.shape[3]]
        let input = [x.length(2), x.length(3)]
        let output = input.map { ($0 + stride - 1) / stride }
        let lacking = (0..<2).map { max(0, (output[$0] - 1) * stride + kernel[$0] - input[$0]) }
        let before = lacking.map { $0 / 2 }
        var inputs = [x.name, constant("weight", weights)]
        if let bias { inputs.append(constant("bias", bias)) }
        let name = derived(
            "Conv", inputs,
            attributes: [
                "kernel_shape": .integers(kernel), "strides": .integers([stride, stride]),
                "pads": .integers(before + zip(lacking, before).map { $0 - $1 }), "dilations": .integers([1, 1]),
                "group": .integer(groups),
            ])
        return Value(name: name, shape: [x.shape[0], .fixed(weights.shape[0])] + output.map(Dimension.fixed))
    }

    /// Normalisation with running statistics; each array has a number a channel.
    mutating func batchNormalization(
        _ x: Value, scale: [Float], shift: [Float], mean: [Float], variance: [Float], epsilon: Float, momentum: Float
    ) -> Value {
        let channels = x.length(1)
        let parts = [("scale", scale), ("shift", shift), ("mean", mean), ("variance", variance)]
        let names = parts.map { kind, values in constant(kind, NDArray(values, shape: [channels])) }
        let name = derived(
            "BatchNormalization", [x.name] + names,
            attributes: ["epsilon": .float(epsilon), "momentum": .float(momentum)])
        return Value(name: name, shape: x.shape)
    }

    /// `[batch, in]` → `[batch, out]`: `x·Wᵀ + b`.
    mutating func linear(_ x: Value, weights: NDArray, bias: NDArray) -> Value {
        precondition(
            weights.shape.count == 2 && weights.shape[1] == x.length(1) && bias.shape == [weights.shape[0]],
            "GraphBuilder.linear: weights \(weights.shape) and bias \(bias.shape) do not fit \(x.shape)")
        let name = derived(
            "Gemm", [x.name, constant("weight", weights), constant("bias", bias)], attributes: ["transB": .integer(1)])
        return Value(name: name, shape: [x.shape[0], .fixed(weights.shape[0])])
    }

    /// The value itself, so that an input can be an output as well.
    mutating func identity(_ x: Value) -> Value { Value(name: derived("Identity", [x.name]), shape: x.shape) }
}
