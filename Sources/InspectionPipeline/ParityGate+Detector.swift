import Inference

/// The gate's rules for detectors: docs/decisions/0011-parity-gate-for-detectors.md.
extension ParityGate {
    /// A score's drift in what it may be compared with.
    ///
    /// In f32 every score counts, against its scale: `|found − golden| / max(1, |golden|)`. At lower precision only scores near or below a
    /// threshold do, in the normal scores' own spread (1 by construction): how far away something lies that is far away is no matter, as
    /// long as the verdict stays.
    static func drift(_ found: [Double], _ golden: [Double], thresholds: [Double], _ precision: Precision) -> Double {
        guard found.count == golden.count, thresholds.isEmpty || thresholds.count == golden.count else {
            return .infinity
        }
        var largest = 0.0
        for machine in golden.indices {
            let difference = abs(found[machine] - golden[machine])
            guard difference.isFinite else { return .infinity }
            if precision == .f32 {
                largest = max(largest, difference / max(1, abs(golden[machine])))
            } else if thresholds.isEmpty || golden[machine] <= thresholds[machine] + nearness {
                largest = max(largest, difference)
            }
        }
        return largest
    }

    /// An anomaly map's drift; regions come from it, so a map on one side only is as bad as can be.
    ///
    /// In f32 as a score's, but that what lies below ``AnomalyScale/zero`` may drift by ``scoreTolerance``: a place that the memory knows
    /// exactly is a root of next to nothing, which every processor rounds its own way, and nobody is shown it. At lower precision the map
    /// is compared as it is drawn: nothing below that zero, and all the same from ``nearness`` above the threshold on.
    static func mapDrift(
        _ found: [Double]?, _ golden: [Double]?, threshold: Double?, _ precision: Precision
    ) -> Double {
        guard let found, let golden else { return (found == nil) == (golden == nil) ? 0 : .infinity }
        guard found.count == golden.count else { return .infinity }
        let zero = threshold.map { AnomalyScale(threshold: $0).zero } ?? -.infinity
        let top = threshold.map { $0 + nearness } ?? .infinity
        var largest = 0.0
        for (now, before) in zip(found, golden) {
            guard now.isFinite, before.isFinite else { return .infinity }
            let difference =
                precision == .f32
                ? abs(now - before) * (before < zero ? f32Tolerance / scoreTolerance : 1 / max(1, abs(before)))
                : abs(min(max(now, zero), top) - min(max(before, zero), top))
            largest = max(largest, difference)
        }
        return largest
    }

    /// Whether any machine's verdict changes, of a score that does not stand on the threshold; or the machine that is heard.
    static func flips(
        _ found: GoldenScores, _ scores: [Double], _ golden: GoldenScores, _ before: [Double], thresholds: [Double],
        _ precision: Precision
    ) -> Bool {
        guard scores.count == before.count else { return true }
        for (machine, threshold) in zip(before.indices, thresholds)
        where (before[machine] >= threshold) != (scores[machine] >= threshold) {
            let band = precision == .f32 ? f32Tolerance * max(1, abs(before[machine])) : scoreBand
            if abs(before[machine] - threshold) > band { return true }
        }
        let heard = winner(golden.probabilities)
        return winner(found.probabilities).index != heard.index && heard.margin > (precision == .f32 ? 0 : Self.band)
    }
}
