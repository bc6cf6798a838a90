public import InspectionTypes

/// Pairs of windows mixed, and their labels with them.
///
/// `x = λ·x₁ + (1 − λ)·x₂`, `y = λ·y₁ + (1 − λ)·y₂`, `λ` of Beta(α, α) and turned so that `λ ≥ ½`: each window keeps most of itself. The batch is
/// shuffled and its neighbours make the pairs, both of a pair with one `λ`, so it can be done in place.
///
/// Source: Zhang et al., "mixup: beyond empirical risk minimization", ICLR 2018.
public enum Mixup {
    /// Mixes `count` windows, `[window, …]`, and their labels, `[window, class]`, in place.
    public static func apply(
        alpha: Double, probability: Double = 1, features: UnsafeMutableBufferPointer<Float>,
        labels: UnsafeMutableBufferPointer<Float>,
        count: Int, using generator: inout SeededGenerator
    ) {
        guard alpha > 0, count > 1 else { return }
        let distribution = BetaDistribution(alpha: alpha, beta: alpha)
        let order = (0..<count).shuffled(using: &generator)
        for pair in stride(from: 0, to: count - 1, by: 2) {
            let isMixed = generator.nextUniform() < probability
            let drawn = distribution.next(using: &generator)
            guard isMixed else { continue }
            let weight = Float(max(drawn, 1 - drawn))
            blend(features, order[pair], order[pair + 1], of: count, weight: weight)
            blend(labels, order[pair], order[pair + 1], of: count, weight: weight)
        }
    }

    private static func blend(
        _ values: UnsafeMutableBufferPointer<Float>, _ first: Int, _ second: Int, of count: Int, weight: Float
    ) {
        let length = values.count / count
        let a = UnsafeMutableBufferPointer(rebasing: values[first * length..<(first + 1) * length])
        let b = UnsafeMutableBufferPointer(rebasing: values[second * length..<(second + 1) * length])
        for index in 0..<length {
            let (x, y) = (a[index], b[index])
            a[index] = y + weight * (x - y)
            b[index] = x + weight * (y - x)
        }
    }
}
