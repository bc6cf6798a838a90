import Evaluation
import InspectionTypes

/// How well one way of joining components ranks changed sounds above held-out normal ones.
///
/// Of the same windows two ratings hold the same recordings in the same order, so that they can be compared pair by pair.
struct FusionRating: Sendable {
    /// Event scores of held-out normal recordings.
    let normal: [Double]
    /// Event scores of what is not normal, by kind of change, `[kind][recording]`.
    let strange: [[Double]]
    /// The mean over the kinds of the area under ROC up to a false-positive rate of 0.1.
    let value: Double

    private static let resamples = 100

    /// `nil` where there is nothing to rank, or nothing to rank above.
    init?(normal: [Double], strange: [[Double]]) {
        guard let value = Self.value(normal, strange) else { return nil }
        self.normal = normal
        self.strange = strange
        self.value = value
    }

    /// Whether this rating is better than another by at least `gain` and by twice what chance makes of the difference: the standard error over
    /// resampled recordings, the same ones for both.
    func isClearlyBetter(than other: FusionRating, by gain: Double) -> Bool {
        let difference = value - other.value
        guard difference >= gain else { return false }
        var generator = SeededGenerator(seed: 0, stream: "rating")
        var differences: [Double] = []
        for _ in 0..<Self.resamples {
            let drawn = Self.draw(normal.count, &generator)
            let kinds = strange.map { Self.draw($0.count, &generator) }
            guard let own = resampled(drawn, kinds), let theirs = other.resampled(drawn, kinds) else { continue }
            differences.append(own - theirs)
        }
        let mean = differences.reduce(0, +) / Double(max(1, differences.count))
        let variance =
            differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, differences.count - 1))
        return difference > 2 * variance.squareRoot()
    }

    private func resampled(_ drawn: [Int], _ kinds: [[Int]]) -> Double? {
        Self.value(drawn.map { normal[$0] }, zip(strange, kinds).map { scores, places in places.map { scores[$0] } })
    }

    private static func draw(_ count: Int, _ generator: inout SeededGenerator) -> [Int] {
        (0..<count).map { _ in Int.random(in: 0..<count, using: &generator) }
    }

    private static func value(_ normal: [Double], _ strange: [[Double]]) -> Double? {
        let areas = strange.compactMap { changed in
            try? ROCCurve(
                scores: changed + normal, positives: changed.map { _ in true } + normal.map { _ in false }
            ).partialArea()
        }
        return areas.isEmpty ? nil : areas.reduce(0, +) / Double(areas.count)
    }
}
