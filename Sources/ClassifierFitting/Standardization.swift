/// How features are brought to one scale: `(value − mean) / deviation`, one of each a feature.
public struct Standardization: Sendable, Hashable {
    public var mean: [Float]
    public var deviation: [Float]

    /// A feature that hardly ever changes must not be blown up by what noise it has: no deviation is taken below this share of their mean.
    private static let floor: Float = 0.05

    public init(mean: [Float], deviation: [Float]) {
        precondition(
            mean.count == deviation.count, "Standardization: \(mean.count) means, \(deviation.count) deviations")
        let usual = deviation.reduce(0, +) / Float(max(1, deviation.count))
        let least = usual > 0 ? usual * Self.floor : 1
        self.mean = mean
        self.deviation = deviation.map { max($0, least) }
    }

    /// The same linear layer for features as they come: `W / deviation`, `b − W · (mean / deviation)`.
    func folded(into layer: LinearLayer) -> LinearLayer {
        var folded = layer
        for output in 0..<layer.outputs {
            var shift = 0.0
            for input in 0..<layer.inputs {
                let weight = layer.weights[output * layer.inputs + input] / deviation[input]
                folded.weights[output * layer.inputs + input] = weight
                shift += Double(weight) * Double(mean[input])
            }
            folded.bias[output] = Float(Double(layer.bias[output]) - shift)
        }
        return folded
    }
}
