import InspectionTypes

extension GraphBuilder {
    /// The value on a scale, whatever its shape.
    mutating func scaled(_ x: Value, by scale: ScoreScale) -> Value {
        guard scale != .raw else { return x }
        let one = [Int](repeating: 1, count: x.shape.count)
        return standardize(
            x, mean: NDArray([Float(scale.mean)], shape: one), deviation: NDArray([Float(scale.deviation)], shape: one))
    }
}
