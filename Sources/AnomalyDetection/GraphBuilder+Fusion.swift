import InspectionTypes
import NeuralNetworks

/// Scores of several scorers or components as one, in a graph.
extension GraphBuilder {
    /// How scores that are z-normalised become one.
    enum Fusion { case mean, minimum, maximum }

    /// z-normalises raw scores, joins them, and z-normalises what comes of it; one alone is only z-normalised.
    ///
    /// - Parameters:
    ///   - raw: `[batch, machine]` each, with the scales of the machines.
    ///   - joined: of the joined scores, by machine.
    /// - Returns: `[batch, machine]`.
    mutating func fused(_ raw: [(value: Value, scales: [ScoreScale])], by fusion: Fusion, joined: [ScoreScale]) -> Value
    {
        var parts: [Value] = []
        for (value, scales) in raw { parts.append(standardize(value, by: scales)) }
        guard parts.count > 1 else { return parts[0] }
        var total = parts[0]
        for part in parts.dropFirst() {
            total =
                switch fusion {
                case .mean: sum(total, part)
                case .minimum: smaller(total, part)
                case .maximum: larger(total, part)
                }
        }
        if fusion == .mean { total = multiply(total, fixed(NDArray(scalar: 1 / Float(parts.count)), "share")) }
        return standardize(total, by: joined)
    }

    /// `[batch, machine]`, each machine by its own scale.
    private mutating func standardize(_ value: Value, by scales: [ScoreScale]) -> Value {
        standardize(
            value, mean: NDArray(scales.map { Float($0.mean) }, shape: [1, scales.count]),
            deviation: NDArray(scales.map { Float($0.deviation) }, shape: [1, scales.count]))
    }
}
