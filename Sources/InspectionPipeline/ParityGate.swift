public import Inference

/// The self-test: golden inputs are scored again and compared with what the file says.
///
/// Where f32 is served, a drift above ``f32Tolerance`` of the score's scale (1 for a probability) is refused. At lower precision no
/// verdict may flip unless its margin lies within ``band``, and the drift stays within a tenth of the scores' spread. Of a segmenter, the
/// map is compared as it leaves the network, before its probabilities are rounded to bytes; its verdict is the share of pixels that pass
/// the threshold, which flips when it moves by more than ``shareTolerance(_:)``. Of a detector, scores are compared on their own scale, on
/// which the normal examples have the deviation 1, and so is the map that its regions come from; its verdicts are those against every
/// machine's threshold, and which machine is heard.
public struct ParityGate: Sendable, Equatable {
    /// Largest drift of a probability in f32.
    public static let f32Tolerance = 1e-4
    /// A verdict whose margin between first and second class is smaller than this may flip at lower precision.
    public static let band = 0.1
    /// The least that a lower precision may drift, whatever the spread: a network sure of everything has a spread near 0.
    public static let leastAllowance = 0.02

    /// How far a detector's score may drift at lower precision: a tenth of the normal scores' spread, which is 1.
    public static let scoreTolerance = 0.1
    /// A detector's verdict may flip at lower precision where its score is no further than this from the threshold.
    public static let scoreBand = 0.1
    /// Scores up to this far above their threshold are near it.
    public static let nearness = 1.0

    /// How far the share of a map's pixels beyond the threshold may move: a pixel that stands on the threshold falls to either side.
    public static func shareTolerance(_ precision: Precision) -> Double { precision == .f32 ? 1e-3 : 0.02 }

    /// What came of it.
    public struct Outcome: Sendable, Equatable {
        public var precision: Precision
        public var inputs: Int
        /// Largest absolute difference of a probability; of a detector, of a score.
        public var drift: Double
        public var allowedDrift: Double
        /// Verdicts that changed although their margin was larger than the band.
        public var flips: Int
        /// Nothing compared is nothing proven.
        public var passed: Bool { inputs > 0 && drift <= allowedDrift && flips == 0 }

        /// One sentence for people.
        public var description: String {
            let numbers =
                "largest drift \(Self.short(drift)) of \(Self.short(allowedDrift)) allowed on \(inputs) golden inputs"
            return flips == 0 ? numbers : numbers + ", \(flips) verdicts flipped"
        }

        private static func short(_ value: Double) -> String {
            guard value != 0, value.isFinite else { return String(value) }
            var exponent = 0
            var mantissa = abs(value)
            while mantissa < 1 { mantissa *= 10; exponent -= 1 }
            while mantissa >= 10 { mantissa /= 10; exponent += 1 }
            let rounded = (mantissa * 10).rounded() / 10
            return exponent == 0 ? "\(rounded)" : "\(rounded)e\(exponent)"
        }
    }

    /// Compares scores with the golden ones.
    ///
    /// - Parameters:
    ///   - found: in the order of `set.inputs`.
    ///   - thresholds: of a detector's machines, in the card's order.
    public static func compare(
        _ found: [GoldenScores], with set: GoldenSet, precision: Precision, thresholds: [Double] = []
    ) -> Outcome {
        precondition(
            found.count == set.inputs.count, "ParityGate.compare: \(found.count) scores for \(set.inputs.count) inputs")
        var outcome = Outcome(
            precision: precision, inputs: found.count, drift: 0,
            allowedDrift: precision == .f32 ? f32Tolerance : max(leastAllowance, set.spread / 10), flips: 0
        )
        // One golden input without scores shall not switch off what guards the verdicts of all.
        let isDetector = !thresholds.isEmpty || set.inputs.contains { $0.scores.scores != nil }
        if isDetector, precision != .f32 { outcome.allowedDrift = scoreTolerance }
        for (scores, golden) in zip(found, set.inputs.map(\.scores)) {
            if isDetector {
                guard let now = scores.scores, let before = golden.scores else {
                    outcome.drift = .infinity
                    continue
                }
                outcome.drift = max(
                    outcome.drift, drift(now, before, thresholds: thresholds, precision),
                    mapDrift(scores.map, golden.map, threshold: thresholds.first, precision))
                if scores.probabilities.count != golden.probabilities.count { outcome.drift = .infinity }
                if precision == .f32 { outcome.drift = max(outcome.drift, probabilityDrift(scores, golden)) }
                if flips(scores, now, golden, before, thresholds: thresholds, precision) { outcome.flips += 1 }
                continue
            }
            guard scores.probabilities.count == golden.probabilities.count,
                (scores.defectShare == nil) == (golden.defectShare == nil)
            else {
                outcome.drift = .infinity
                continue
            }
            outcome.drift = max(outcome.drift, probabilityDrift(scores, golden))
            if flips(scores, golden, precision) { outcome.flips += 1 }
        }
        return outcome
    }

    private static func probabilityDrift(_ found: GoldenScores, _ golden: GoldenScores) -> Double {
        zip(found.probabilities, golden.probabilities).reduce(0) { largest, pair in
            let difference = abs(pair.0 - pair.1)
            return difference.isNaN ? .infinity : max(largest, difference)
        }
    }

    private static func flips(_ found: GoldenScores, _ golden: GoldenScores, _ precision: Precision) -> Bool {
        if let share = found.defectShare, let before = golden.defectShare {
            return !(abs(share - before) <= shareTolerance(precision))
        }
        let before = winner(golden.probabilities)
        return winner(found.probabilities).index != before.index && (precision == .f32 || before.margin > band)
    }

    static func winner(_ scores: [Double]) -> (index: Int, margin: Double) {
        guard var first = scores.first else { return (0, 0) }
        var (best, second) = (0, -Double.infinity)
        for index in scores.indices.dropFirst() {
            if scores[index] > first {
                (best, first, second) = (index, scores[index], first)
            } else {
                second = max(second, scores[index])
            }
        }
        // One class alone stands against nothing.
        return (best, first - (scores.count > 1 ? second : 0))
    }
}
