import InspectionTypes
import Testing

@testable import Stations

@Suite struct PictureQualityTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// By pixel: red, green, blue.
        var pixel: @Sendable (Int) -> (UInt8, UInt8, UInt8)
        var problem: SignalProblem?
    }

    static let examples: [Example] = [
        Example(testDescription: "a picture", pixel: { (UInt8($0 % 200), 90, 40) }, problem: nil),
        Example(testDescription: "nothing", pixel: { _ in (0, 0, 0) }, problem: .black),
        Example(testDescription: "a sensor's noise in the dark", pixel: { (UInt8($0 % 17), 3, 9) }, problem: .black),
        Example(
            testDescription: "a night with a few lamps", pixel: { $0 % 200 == 0 ? (220, 200, 90) : (4, 4, 6) },
            problem: nil),
        Example(testDescription: "dim and blue", pixel: { (2, 2, UInt8(10 + $0 % 60)) }, problem: nil),
        Example(testDescription: "all white", pixel: { _ in (255, 255, 255) }, problem: .overexposed),
        Example(
            testDescription: "almost all white", pixel: { $0 % 500 == 0 ? (90, 90, 90) : (255, 254, 251) },
            problem: .overexposed),
        Example(
            testDescription: "a small part before a white wall",
            pixel: { $0 % 40 == 0 ? (90, 90, 90) : (255, 255, 255) }, problem: nil),
        Example(testDescription: "a strong red", pixel: { (255, UInt8($0 % 30), 0) }, problem: nil),
        Example(testDescription: "a test picture of one colour", pixel: { _ in (0, 0, 255) }, problem: .uniform),
        Example(
            testDescription: "one colour through a codec", pixel: { (UInt8(90 + $0 % 3), 91, 91) }, problem: .uniform),
        Example(
            testDescription: "a smooth wall with a sensor's noise", pixel: { (UInt8(90 + $0 % 7), 91, 91) },
            problem: nil),
    ]

    @Test(arguments: examples, [(64, 48), (2001, 1203)]) func `only what leaves no doubt is a fault`(
        _ example: Example, _ size: (Int, Int)
    ) {
        let pixels = (0..<size.0 * size.1).flatMap { place -> [UInt8] in
            let (red, green, blue) = example.pixel(place)
            return [red, green, blue]
        }
        let quality = PictureQuality(of: Picture(width: size.0, height: size.1, colour: .rgb, pixels: pixels))
        #expect(quality.problem == example.problem)
    }

    @Test func `brightness is the mean of all channels`() {
        let picture = Picture(width: 1, height: 2, colour: .rgb, pixels: [0, 255, 255, 0, 0, 0])
        #expect(abs(PictureQuality(of: picture).brightness - 1.0 / 3) < 1e-9)
    }

    @Test func `a source is frozen when it has sent the very same for long enough, more than twice`() {
        var watch = FreezeWatch(PictureRules(frozenSeconds: 2))
        let told = [(1, 0.0), (1, 5.0), (1, 5.5), (2, 6.0), (2, 7.0), (2, 7.9), (2, 8.0), (3, 8.1), (2, 8.2)].map {
            watch.isFrozen([UInt8($0.0)], at: $0.1)
        }
        #expect(told == [false, false, true, false, false, false, true, false, false])
    }
}
