import InspectionTypes

/// Numbers as a terminal shows them.
enum Numbers {
    /// With a fixed count of decimals.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        value.isFinite ? DecimalText.fixed(value, digits: decimals) : "–"
    }

    static func percent(_ value: Double) -> String { fixed(value * 100, 1) + " %" }

    /// Seconds as `1:05:09` or `5:09` or `9.3 s`.
    static func time(_ seconds: Double) -> String {
        guard seconds >= 60 else { return fixed(seconds, 1) + " s" }
        let whole = Int(seconds.rounded())
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return whole >= 3600
            ? "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))" : "\(whole / 60):\(two(whole % 60))"
    }
}
