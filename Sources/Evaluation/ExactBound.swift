import InspectionTypes

#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// What can be said of a rate when every trial, or none, was a hit.
///
/// The bootstrap is blind there: it never draws a failure that it has not seen and puts out an interval of no width. Clopper and Pearson's
/// exact interval has a closed form in this case, and it is one-sided.
enum ExactBound {
    static let tail = 0.025

    /// The least rate that `trials` hits in a row leave plausible: `0.025^(1 / trials)`. With 10 trials 0.69, with 100 0.964.
    static func leastRate(trials: Int) -> Double? {
        trials > 0 ? pow(tail, 1 / Double(trials)) : nil
    }

    /// The same for the mean of several classes' rates: the class with the fewest trials is the least sure, and takes all the doubt.
    static func leastMeanRate(trials: [Int]) -> Double? {
        guard let rate = trials.min().flatMap(leastRate(trials:)) else { return nil }
        return 1 - (1 - rate) / Double(trials.count)
    }

    /// An interval of no width says only that no failure (or no success) was seen: put the exact bound in its place.
    static func widened(_ metric: MetricValue, least: Double?) -> MetricValue {
        guard let low = metric.low, let high = metric.high, low == high, let least else { return metric }
        if metric.value == 1 { return MetricValue(1, low: least, high: 1) }
        if metric.value == 0 { return MetricValue(0, low: 0, high: 1 - least) }
        return metric
    }
}
