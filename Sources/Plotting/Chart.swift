/// Where an SVG will be shown.
public enum SVGSetting: Sendable {
    /// A file of its own: paper, title and colours inside; dark where the reader's system is.
    case standalone
    /// Inside a page that sets ``ChartStyle/variables(dark:)`` and ``ChartStyle/pageRules`` and writes the title itself.
    case embedded
    /// A file of its own for turning into pixels: light.
    case raster
}

/// A picture of numbers that can be written as SVG.
public protocol Chart: Sendable {
    var title: String { get }
    /// What is to be seen, in a sentence, for those who do not see it.
    var summary: String { get }
    /// Without the title, in pixels.
    var width: Double { get }
    /// Without the title, in pixels.
    var height: Double { get }

    func draw(on canvas: inout ChartCanvas)
}

/// What a ``Chart`` draws on.
public struct ChartCanvas {
    /// Paper around the drawing in a file of its own, in pixels.
    static let margin = 20.0
    /// Room for the title.
    static let header = 34.0

    var svg = SVGCanvas()
}

extension Chart {
    /// Of a file of its own, in pixels.
    var fileSize: (width: Double, height: Double) {
        (width + 2 * ChartCanvas.margin, height + 2 * ChartCanvas.margin + ChartCanvas.header)
    }

    /// The chart as SVG 1.1 text, with `<title>` and `<desc>`.
    public func svg(_ setting: SVGSetting = .standalone) -> String {
        let isEmbedded = setting == .embedded
        let (margin, header) = (ChartCanvas.margin, ChartCanvas.header)
        let (outerWidth, outerHeight) = isEmbedded ? (width, height) : fileSize
        var canvas = ChartCanvas()
        draw(on: &canvas)

        let size = "\(SVGText.coordinate(outerWidth)) \(SVGText.coordinate(outerHeight))"
        var text = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" viewBox=\"0 0 \(size)\""
        if !isEmbedded {
            text += " width=\"\(SVGText.coordinate(outerWidth))\" height=\"\(SVGText.coordinate(outerHeight))\""
        }
        text += ">\n<title>\(SVGText.escaped(title))</title>\n<desc>\(SVGText.escaped(summary))</desc>\n"
        guard !isEmbedded else { return text + canvas.svg.body + "</svg>\n" }

        text += "<style>\(ChartStyle.ownRules(followsScheme: setting == .standalone))</style>\n"
        var frame = SVGCanvas()
        frame.rect(x: 0, y: 0, width: outerWidth, height: outerHeight, fill: .surface)
        frame.fittedText(title, width: width, x: margin, y: margin + 13, size: 15, ink: .ink, bold: true)
        text += frame.body
        text += "<g transform=\"translate(\(SVGText.coordinate(margin)) \(SVGText.coordinate(margin + header)))\">\n"
        return text + canvas.svg.body + "</g>\n</svg>\n"
    }
}
