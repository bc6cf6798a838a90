#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// A colour in sRGB, 0–255 a channel.
public struct RGBColor: Sendable, Hashable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Written `#rrggbb`.
    public var hex: String {
        "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// Colours for numbers from 0 to 1: equal steps of the number look like equal steps of lightness, in print without colour too.
///
/// Each map is a path through OKLab, a space made so that distances are as large as they look: lightness rises in a straight line from
/// dark to bright, the hue turns evenly, the chroma swells and fades as a half sine and is cut back to what sRGB can show.
///
/// Source: Ottosson, "A perceptual color space for image processing" (2020).
public struct ColorMap: Sendable {
    /// Black-violet over red and orange to pale yellow: spectrograms.
    public static let ember = ColorMap(lightness: 0.10...0.97, hue: (285, 460), chroma: 0.20, floor: 0.05)
    /// Dark blue over teal and green to yellow: anomaly maps and tables.
    public static let lagoon = ColorMap(lightness: 0.24...0.93, hue: (300, 105), chroma: 0.13, floor: 0.09)

    private let table: [RGBColor]

    /// - Parameters:
    ///   - hue: in degrees, at 0 and at 1.
    ///   - chroma: at the middle.
    ///   - floor: chroma at both ends.
    init(lightness: ClosedRange<Double>, hue: (Double, Double), chroma: Double, floor: Double) {
        table = (0...255).map { index in
            let t = Double(index) / 255
            let swell = floor + (chroma - floor) * sin(.pi * t)
            return Self.shown(
                lightness: lightness.lowerBound + (lightness.upperBound - lightness.lowerBound) * t,
                chroma: swell, hue: (hue.0 + (hue.1 - hue.0) * t) * .pi / 180
            )
        }
    }

    /// The colour of a number; below 0 and not a number count as 0, above 1 as 1.
    public func callAsFunction(_ value: Float) -> RGBColor {
        table[value > 0 ? Int((min(value, 1) * 255).rounded()) : 0]
    }

    /// The colour with the most chroma, not above the wanted one, that sRGB can show at this lightness and hue.
    private static func shown(lightness: Double, chroma: Double, hue: Double) -> RGBColor {
        var (low, high) = (0.0, chroma)
        if !isShowable(linear(lightness, high, hue)) {
            for _ in 0..<24 {
                let middle = (low + high) / 2
                if isShowable(linear(lightness, middle, hue)) { low = middle } else { high = middle }
            }
        } else {
            low = high
        }
        let (red, green, blue) = linear(lightness, low, hue)
        return RGBColor(red: encoded(red), green: encoded(green), blue: encoded(blue))
    }

    private static func isShowable(_ color: (Double, Double, Double)) -> Bool {
        let range = -1e-4...1.0001
        return range.contains(color.0) && range.contains(color.1) && range.contains(color.2)
    }

    /// OKLab in polar form to linear sRGB.
    private static func linear(_ lightness: Double, _ chroma: Double, _ hue: Double) -> (Double, Double, Double) {
        let (a, b) = (chroma * cos(hue), chroma * sin(hue))
        let long = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
        let medium = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
        let short = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
        return (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
        )
    }

    /// sRGB's transfer curve (IEC 61966-2-1).
    private static func encoded(_ linear: Double) -> UInt8 {
        let value = min(max(linear, 0), 1)
        let curved = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
        return UInt8((curved * 255).rounded())
    }
}
