/// Numbers as people read them: a point, a fixed count of digits after it, no exponent; the same in every locale.
public enum DecimalText {
    /// `value` with `digits` digits after the point, halves away from zero: `fixed(0.978, digits: 2)` is `0.98`.
    ///
    /// `nan` and infinities become `–` and `∞`; a number that rounds to zero has no sign.
    public static func fixed(_ value: Double, digits: Int) -> String {
        precondition((0...15).contains(digits), "DecimalText.fixed: \(digits) digits after the point")
        guard value.isFinite else { return value.isNaN ? "–" : value > 0 ? "∞" : "−∞" }
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 0x1p63 else { return "\(value)" }
        let number = UInt64(scaled)
        let sign = value < 0 && number > 0 ? "-" : ""
        guard digits > 0 else { return sign + String(number) }
        let text = String(number)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    /// A fraction in hundredths: `percent(0.978)` is `97.8 %`, with a space that does not break.
    public static func percent(_ fraction: Double, digits: Int = 1) -> String {
        fixed(fraction * 100, digits: digits) + "\u{a0}%"
    }

    /// A whole number in groups of three, apart by a thin space: `12 480`.
    public static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3), digits.count > 4 { text.append("\u{202f}") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + text
    }
}
