import InspectionTypes

/// Text and numbers as they may stand in an SVG (or HTML) file.
public enum SVGText {
    /// `text` with the five markup characters as entities and without the control characters that XML 1.0 forbids.
    public static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r": result += " "
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A coordinate in pixels, to a tenth, without needless digits; what is not finite becomes 0.
    static func coordinate(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let text = DecimalText.fixed(value, digits: 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Width of `text` set in a common sans serif of `size` pixels, estimated from its letters; rather too much, for the wide ones among the system fonts.
    static func width(_ text: String, size: Double) -> Double {
        size
            * text.unicodeScalars.reduce(0) { sum, scalar in
                switch scalar {
                case "i", "l", "j", "I", ".", ",", ":", ";", "'", "|", "!", "(", ")", "[", "]", " ", "t", "f", "r", "/",
                    "\u{202f}", "\u{a0}":
                    sum + 0.38
                case "m", "w", "M", "W", "%", "@", "<", ">", "=", "+": sum + 0.87
                case "A"..."Z", "&": sum + 0.72
                case "\u{300}"..."\u{36F}", "\u{200B}"..."\u{200F}", "\u{2060}"..."\u{206F}": sum
                case "\u{1100}"..."\u{11FF}", "\u{2E80}"..."\u{9FFF}", "\u{AC00}"..."\u{D7FF}", "\u{F900}"..."\u{FAFF}",
                    "\u{1F000}"...:
                    sum + 1.05
                default: sum + 0.615
                }
            }
    }

    /// `text` if it fits into `width` pixels, else its beginning and `…`.
    static func fitted(_ text: String, width: Double, size: Double) -> String {
        guard self.width(text, size: size) > width else { return text }
        var kept = text
        while !kept.isEmpty, self.width(kept + "…", size: size) > width { kept.removeLast() }
        while kept.last == " " { kept.removeLast() }
        return kept + "…"
    }
}
