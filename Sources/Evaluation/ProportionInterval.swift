public import InspectionTypes

/// A share of independent trials with its 95 % interval.
public enum ProportionInterval {
    /// Wilson's score interval of `hits` in `trials`, `z = 1.96`: sensible for few trials and at 0 and 1, where the textbook's
    /// `p ± z·√(p(1−p)/n)` has no width.
    ///
    /// Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    public static func wilson(_ hits: Int, of trials: Int) -> MetricValue {
        precondition((0...max(trials, 0)).contains(hits), "ProportionInterval.wilson: \(hits) hits in \(trials) trials")
        guard trials > 0 else { return MetricValue(0) }
        let z = 1.959963984540054
        let (n, p) = (Double(trials), Double(hits) / Double(trials))
        let center = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return MetricValue(
            p, low: hits == 0 ? 0 : max(0, center - half), high: hits == trials ? 1 : min(1, center + half))
    }
}
