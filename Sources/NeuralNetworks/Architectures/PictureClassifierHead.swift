/// From the last feature map `[batch, channel, row, column]` to a picture classifier's four outputs.
struct PictureClassifierHead {
    var pooling: PictureResidualNetwork.Pooling
    var dropout: Float
    var classes: Int

    func attach(to features: GraphBuilder.Value, in net: inout GraphBuilder) {
        net.scope = "head."
        defer { net.scope = "" }
        let mean = net.mean(features, axes: [2, 3])
        let pooled =
            pooling == .mean ? mean : net.concatenate([mean, net.maximum(features, axes: [2, 3])], axis: 1)
        let embedding = net.output(pooled, as: PictureNames.embedding)
        let linear = net.linear(net.dropout(embedding, ratio: dropout), features: classes)
        let weight = linear.name + ".weight"
        let logits = net.output(linear, as: PictureNames.logits)
        net.output(net.softmax(logits), as: PictureNames.probabilities)
        let map = net.activationMap(of: features, weight: weight, classes: classes)
        net.output(map, as: PictureNames.activationMap)
    }
}

extension GraphBuilder {
    /// The feature map seen through a linear layer's weights `[class, channel]`, or `[class, 2·channel]` whose halves are added:
    /// `map[c, y, x] = Σ weight[c, k] · features[k, y, x]` (Zhou et al. 2016). The weights are the layer's own, not a copy.
    mutating func activationMap(of features: Value, weight: String, classes: Int) -> Value {
        let channels = features.length(1)
        let inputs = graph[initializer: weight]?.shape.last ?? channels
        precondition(
            inputs % channels == 0, "GraphBuilder.activationMap: weights of \(inputs) inputs for \(channels) channels")
        let halves = [classes, inputs / channels, channels]
        var kernel = derived("Reshape", [weight, constant("shape", NDArray(halves))])
        kernel = derived("ReduceSum", [kernel, constant("axes", NDArray([1]))], attributes: ["keepdims": .integer(0)])
        kernel = derived("Unsqueeze", [kernel, constant("axes", NDArray([2, 3]))])
        let name = derived(
            "Conv", [features.name, kernel],
            attributes: [
                "kernel_shape": .integers([1, 1]), "strides": .integers([1, 1]), "pads": .integers([0, 0, 0, 0]),
                "dilations": .integers([1, 1]), "group": .integer(1),
            ])
        return Value(name: name, shape: [features.shape[0], .fixed(classes)] + features.shape[2...])
    }
}
