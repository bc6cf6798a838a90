import NeuralNetworks

/// The largest difference of two lists as a share of the larger of 1 and the largest golden number; infinite where their lengths
/// differ or a number is not one.
func relativeDistance(_ values: [Float], _ golden: [Float]) -> Float {
    guard values.count == golden.count else { return .infinity }
    let scale = golden.map(abs).max().map { max(1, $0) } ?? 1
    return zip(values, golden).map { abs($0 - $1) / scale }.reduce(0) { $1.isNaN ? .infinity : max($0, $1) }
}

extension NDArray {
    /// The numbers as floats, whatever their type: truth is 1.
    var asFloats: [Float] {
        if case .bool(let values) = storage { return values.map { $0 ? 1 : 0 } }
        return floats ?? (integers ?? []).map(Float.init)
    }
}
