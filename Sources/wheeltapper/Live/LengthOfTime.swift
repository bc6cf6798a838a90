import ArgumentParser

/// A length of time as people write it: `90`, `90s`, `10m`, `1.5h`, `2d`.
struct LengthOfTime: ExpressibleByArgument, Equatable {
    /// A year: longer is a slip of the pen.
    static let longest = 366.0 * 86_400

    var seconds: Double

    init(seconds: Double) { self.seconds = seconds }

    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        let unit = argument.last.flatMap { units[$0] }
        let number = unit == nil ? argument[...] : argument.dropLast()
        guard let value = Double(number), value >= 0, value * (unit ?? 1) <= Self.longest else { return nil }
        seconds = value * (unit ?? 1)
    }

    var defaultValueDescription: String { seconds == seconds.rounded() ? "\(Int(seconds))s" : "\(seconds)s" }
}

/// An amount of data as people write it: `500MB`, `2GB`, `1T`.
struct AmountOfData: ExpressibleByArgument, Equatable {
    var bytes: Int64

    init(bytes: Int64) { self.bytes = bytes }

    init?(argument: String) {
        var text = argument.uppercased()
        if text.hasSuffix("B") { text.removeLast() }
        let units: [Character: Double] = ["K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12]
        let unit = text.last.flatMap { units[$0] }
        if unit != nil { text.removeLast() }
        guard let value = Double(text), value >= 0, value * (unit ?? 1) < 1e18 else { return nil }
        bytes = Int64(value * (unit ?? 1))
    }

    var defaultValueDescription: String {
        bytes % 1_000_000_000 == 0 ? "\(bytes / 1_000_000_000)GB" : "\(bytes / 1_000_000)MB"
    }
}
