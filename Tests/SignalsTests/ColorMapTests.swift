import Testing

@testable import Signals

@Suite struct ColorMapTests {
    /// Relative luminance (IEC 61966-2-1), to the power that makes it roughly lightness.
    static func lightness(_ color: RGBColor) -> Double {
        0.2126 * Double(color.red) + 0.7152 * Double(color.green) + 0.0722 * Double(color.blue)
    }

    @Test(arguments: [ColorMap.ember, .lagoon]) func `lightness rises from end to end`(map: ColorMap) {
        let lightness = (0...32).map { Self.lightness(map(Float($0) / 32)) }
        #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 < $1 })
        #expect(lightness[0] < 40)
        #expect(lightness[32] > 200)
    }

    @Test func `numbers outside 0 to 1 take the ends`() {
        let map = ColorMap.ember
        #expect(map(-3) == map(0))
        #expect(map(.nan) == map(0))
        #expect(map(7) == map(1))
        #expect(map(.infinity) == map(1))
    }

    @Test func `a colour is written in hexadecimal`() {
        #expect(RGBColor(red: 0, green: 10, blue: 255).hex == "#000aff")
    }
}
