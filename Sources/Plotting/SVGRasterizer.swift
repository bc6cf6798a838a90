import CRsvg

/// Why a chart could not be turned into pixels, and how to mend it.
public struct PlottingError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable {
        /// librsvg is not on this machine.
        case rasterizerMissing
        /// librsvg did not take the picture.
        case rasterizationFailed
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

/// Turns charts into PNG with librsvg, where that is installed.
///
/// librsvg is looked for at run time, so that a machine without it runs everything else. See `docs/decisions/0003`.
public struct SVGRasterizer: Sendable {
    /// Pixels of the PNG a pixel of the chart.
    public var scale: Double

    /// - Throws: ``PlottingError`` `rasterizerMissing`, naming the package to install.
    public init(scale: Double = 2) throws(PlottingError) {
        var reason: UnsafeMutablePointer<CChar>?
        guard crsvg_is_available(&reason) == 1 else {
            throw PlottingError(.rasterizerMissing, "no PNG is written: " + Self.taken(reason))
        }
        self.scale = scale
    }

    /// The chart on white paper, with its title, as the bytes of a PNG file.
    public func png(of chart: some Chart) throws(PlottingError) -> [UInt8] {
        var svg = chart.svg(.raster)
        let (width, height) = chart.fileSize
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        var reason: UnsafeMutablePointer<CChar>?
        let done = svg.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) {
                crsvg_render_png($0.baseAddress, $0.count, width, height, scale, &bytes, &count, &reason)
            }
        }
        guard done == 1, let bytes else {
            throw PlottingError(
                .rasterizationFailed, "the chart '\(chart.title)' was not turned into a PNG: " + Self.taken(reason))
        }
        defer { crsvg_free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// The C string, freed.
    private static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String {
        guard let text else { return "no reason given" }
        defer { crsvg_free(text) }
        return String(cString: text)
    }
}
