/// `y = W·x + b`.
public struct LinearLayer: Sendable, Hashable {
    public var inputs: Int
    public var outputs: Int
    /// `[output, input]`.
    public var weights: [Float]
    /// `[output]`.
    public var bias: [Float]

    public init(inputs: Int, outputs: Int, weights: [Float], bias: [Float]) {
        precondition(
            weights.count == inputs * outputs && bias.count == outputs,
            "LinearLayer: \(weights.count) weights and \(bias.count) biases for \(inputs) → \(outputs)")
        self.inputs = inputs
        self.outputs = outputs
        self.weights = weights
        self.bias = bias
    }
}

/// What turns an embedding into classes: linear layers with ReLU between them, softmax behind the last.
public struct Head: Sendable, Hashable {
    public var layers: [LinearLayer]

    public init(layers: [LinearLayer]) {
        precondition(
            !layers.isEmpty && zip(layers, layers.dropFirst()).allSatisfy { $0.outputs == $1.inputs },
            "Head: layers of \(layers.map { "\($0.inputs) → \($0.outputs)" }) do not follow each other")
        self.layers = layers
    }

    public var featureCount: Int { layers[0].inputs }
    public var classCount: Int { layers[layers.count - 1].outputs }

    /// Probability a class.
    public func probabilities(of embedding: [Float]) -> [Double] {
        var values = embedding.map(Double.init)
        for (number, layer) in layers.enumerated() {
            values = (0..<layer.outputs).map { output in
                let start = output * layer.inputs
                let sum = values.indices.reduce(Double(layer.bias[output])) {
                    $0 + Double(layer.weights[start + $1]) * values[$1]
                }
                return number + 1 < layers.count ? max(0, sum) : sum
            }
        }
        let largest = values.max() ?? 0
        let powers = values.map { Exponential.of($0 - largest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}
