import Plotting

/// Markup. What is interpolated into it is escaped, unless it is markup itself:
///
/// ```swift
/// let row: HTML = "<td>\(name)</td>"      // name = "<b>" gives <td>&lt;b&gt;</td>
/// ```
struct HTML: ExpressibleByStringInterpolation, Sendable {
    var text: String

    init(markup text: String) { self.text = text }
    init(stringLiteral value: String) { text = value }
    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    struct Interpolation: StringInterpolationProtocol {
        var text: String

        init(literalCapacity: Int, interpolationCount: Int) {
            text = ""
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ value: String) { text += SVGText.escaped(value) }
        mutating func appendInterpolation(_ value: Int) { text += String(value) }
        mutating func appendInterpolation(_ value: HTML) { text += value.text }
        mutating func appendInterpolation(_ values: [HTML]) { for value in values { text += value.text } }
        mutating func appendInterpolation(_ value: HTML?) { text += value?.text ?? "" }
    }

    /// A name given by people: its direction of writing does not disturb what stands around it.
    static func name(_ text: String) -> HTML { "<bdi>\(text)</bdi>" }
}
