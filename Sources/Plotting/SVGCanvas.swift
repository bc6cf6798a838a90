/// Collects SVG elements. Coordinates are in pixels from the top left; colours are ``ChartInk``s.
struct SVGCanvas {
    enum Anchor: String { case start, middle, end }

    private(set) var body = ""

    private static func number(_ value: Double) -> String { SVGText.coordinate(value) }

    private static func paint(fill: ChartInk?, stroke: ChartInk?, lineWidth: Double, dash: String?, opacity: Double)
        -> String
    {
        var classes: [String] = []
        if let fill { classes.append("f-" + fill.rawValue) }
        if let stroke { classes.append("s-" + stroke.rawValue) }
        var text = " class=\"\(classes.joined(separator: " "))\""
        if fill == nil { text += " fill=\"none\"" }
        if stroke != nil { text += " stroke-width=\"\(number(lineWidth))\"" }
        if let dash { text += " stroke-dasharray=\"\(dash)\"" }
        if opacity < 1 {
            let value = Double(Int((max(opacity, 0) * 1000).rounded())) / 1000
            text += fill != nil ? " fill-opacity=\"\(value)\"" : " stroke-opacity=\"\(value)\""
        }
        return text
    }

    private mutating func element(_ name: String, _ attributes: String, title: String?) {
        if let title {
            body += "<\(name)\(attributes)><title>\(SVGText.escaped(title))</title></\(name)>\n"
        } else {
            body += "<\(name)\(attributes)/>\n"
        }
    }

    mutating func rect(
        x: Double, y: Double, width: Double, height: Double, fill: ChartInk? = nil, stroke: ChartInk? = nil,
        lineWidth: Double = 1,
        opacity: Double = 1, radius: Double = 0, title: String? = nil
    ) {
        var attributes =
            " x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(width, 0)))\" height=\"\(Self.number(max(height, 0)))\""
        if radius > 0 { attributes += " rx=\"\(Self.number(radius))\"" }
        attributes += Self.paint(fill: fill, stroke: stroke, lineWidth: lineWidth, dash: nil, opacity: opacity)
        element("rect", attributes, title: title)
    }

    mutating func line(
        from: (x: Double, y: Double), to: (x: Double, y: Double), stroke: ChartInk, lineWidth: Double = 1,
        dash: String? = nil
    ) {
        let attributes =
            " x1=\"\(Self.number(from.x))\" y1=\"\(Self.number(from.y))\" x2=\"\(Self.number(to.x))\" y2=\"\(Self.number(to.y))\""
        element(
            "line", attributes + Self.paint(fill: nil, stroke: stroke, lineWidth: lineWidth, dash: dash, opacity: 1),
            title: nil)
    }

    mutating func circle(
        x: Double, y: Double, radius: Double, fill: ChartInk, stroke: ChartInk? = nil, title: String? = nil
    ) {
        let attributes = " cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\""
        element(
            "circle", attributes + Self.paint(fill: fill, stroke: stroke, lineWidth: 1.5, dash: nil, opacity: 1),
            title: title)
    }

    mutating func path(
        _ data: String, fill: ChartInk? = nil, stroke: ChartInk? = nil, lineWidth: Double = 2, dash: String? = nil,
        opacity: Double = 1,
        title: String? = nil
    ) {
        guard !data.isEmpty else { return }
        let joins = stroke == nil ? "" : " stroke-linejoin=\"round\" stroke-linecap=\"round\""
        let attributes = " d=\"\(data)\"" + joins
        element(
            "path",
            attributes + Self.paint(fill: fill, stroke: stroke, lineWidth: lineWidth, dash: dash, opacity: opacity),
            title: title)
    }

    mutating func text(
        _ text: String, x: Double, y: Double, size: Double = 12, ink: ChartInk = .muted, anchor: Anchor = .start,
        bold: Bool = false,
        rotated: Double? = nil, title: String? = nil
    ) {
        var attributes =
            " class=\"f-\(ink.rawValue)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" font-size=\"\(Self.number(size))\""
        if anchor != .start { attributes += " text-anchor=\"\(anchor.rawValue)\"" }
        if bold { attributes += " font-weight=\"600\"" }
        if let rotated {
            attributes += " transform=\"rotate(\(Self.number(rotated)) \(Self.number(x)) \(Self.number(y)))\""
        }
        let tooltip = title.map { "<title>\(SVGText.escaped($0))</title>" } ?? ""
        body += "<text\(attributes)>\(tooltip)\(SVGText.escaped(text))</text>\n"
    }

    /// Text cut to `width` with an ellipsis; the whole of it shows on hovering.
    mutating func fittedText(
        _ text: String, width: Double, x: Double, y: Double, size: Double = 12, ink: ChartInk = .muted,
        anchor: Anchor = .start,
        bold: Bool = false, rotated: Double? = nil
    ) {
        let fitted = SVGText.fitted(text, width: width, size: size)
        self.text(
            fitted, x: x, y: y, size: size, ink: ink, anchor: anchor, bold: bold, rotated: rotated,
            title: fitted == text ? nil : text)
    }

    /// A PNG, stretched to the rectangle.
    mutating func image(png: [UInt8], x: Double, y: Double, width: Double, height: Double) {
        body +=
            "<image x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
        body += " preserveAspectRatio=\"none\" href=\"data:image/png;base64,\(Base64.encoded(png))\"/>\n"
    }
}
