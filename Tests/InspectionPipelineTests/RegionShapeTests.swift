import InspectionTypes
import Testing

@testable import InspectionPipeline

#if canImport(Glibc)
import Glibc
#endif

/// Shapes whose measures are known.
@Suite struct RegionShapeTests {
    /// Pixels whose centres satisfy a condition.
    static func mask(_ width: Int, _ height: Int, _ isInside: (Double, Double) -> Bool) -> Mask {
        var mask = Mask(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width where isInside(Double(x) + 0.5, Double(y) + 0.5) { mask.values[y * width + x] = 1 }
        }
        return mask
    }

    static func only(_ mask: Mask) throws -> Region {
        let regions = RegionFinder.regions(of: mask, label: "defect")
        try #require(regions.count == 1)
        return regions[0]
    }

    struct Bar {
        var length: Double
        var width: Double
        /// In degrees anticlockwise.
        var angle: Double
    }

    static let bars: [Bar] = [1, 2, 3, 4, 5, 8, 11].flatMap { width in
        [0, 10, 22.5, 30, 45, 70, 90, 112, 135, 160].map { Bar(length: 120, width: width, angle: $0) }
    }

    /// The digital bar's edge lies up to half a pixel off on either side; the bars read 2.7 % too short to 1.9 % too long.
    @Test(arguments: bars)
    func measuresBars(_ bar: Bar) throws {
        let (c, s) = (cos(bar.angle * .pi / 180), sin(bar.angle * .pi / 180))
        let isUpright = bar.angle.truncatingRemainder(dividingBy: 90) == 0
        // A bar of an even width lies between rows, one of an odd width on a row.
        let centre = 75 + (bar.width.truncatingRemainder(dividingBy: 2) == 1 ? 0.5 : 0)
        let region = try Self.only(
            Self.mask(150, 150) { x, y in
                let (dx, dy) = (x - centre, centre - y)
                let (along, across) = (dx * c + dy * s, dy * c - dx * s)
                return abs(along) <= bar.length / 2 + 1e-9 && abs(across) <= bar.width / 2 - 1e-9
            })
        let turn = abs(region.orientation - bar.angle)
        #expect(min(turn, 180 - turn) < 0.6)
        if isUpright {
            #expect(abs(region.length - bar.length) <= 1)
            #expect(abs(region.largestWidth - bar.width) < 1e-9)
            #expect(abs(region.meanWidth - bar.width) < 0.02 * bar.width + 0.01)
        } else {
            #expect(abs(region.length - bar.length) < 0.03 * bar.length, "\(region.length)")
            #expect(abs(region.largestWidth - bar.width) < 1.5)
            #expect(abs(region.meanWidth - bar.width) < 0.1 * bar.width + 0.3)
        }
    }

    @Test func aSinglePixelHasLengthAndWidthOne() throws {
        let region = try Self.only(Self.mask(9, 9) { x, y in x == 4.5 && y == 2.5 })
        #expect(region.area == 1 && region.length == 1 && region.meanWidth == 1 && region.largestWidth == 1)
        #expect(region.box == Region.Box(x: 4, y: 2, width: 1, height: 1))
        #expect(region.polygons == [[5, 2, 5, 3, 4, 3, 4, 2]])
        #expect(region.orientation == 0)
    }

    @Test func aDiagonalLineStepsByTheRootOfTwo() throws {
        let region = try Self.only(Self.mask(20, 20) { x, y in x == y })
        #expect(abs(region.length - (19 * 2.0.squareRoot() + 1)) < 1e-9)
        #expect(region.largestWidth == 1)
        #expect(abs(region.orientation - 135) < 1e-9)
        #expect(region.polygons.count == 1)
    }

    /// Steps along it would give 8 % too much at 22.5°.
    @Test(arguments: Array(stride(from: 0.0, to: 180, by: 7.5)))
    func aThinLinesLengthDoesNotDependOnItsDirection(angle: Double) throws {
        let (c, s) = (cos(angle * .pi / 180), sin(angle * .pi / 180))
        var mask = Mask(width: 450, height: 450)
        for step in -2000...2000 {
            let way = Double(step) / 10
            let (x, y) = (Int((225.5 + way * c).rounded(.down)), Int((225.5 - way * s).rounded(.down)))
            mask.values[y * 450 + x] = 1
        }
        #expect(abs(try Self.only(mask).length - 401) < 0.005 * 401)
    }

    @Test func aCurveIsAsLongAsItsArc() throws {
        // A sine's arc, by small steps.
        func height(_ x: Double) -> Double { 75 + 30 * sin(x / 20) }
        let arc = (0..<2600).reduce(0.0) { sum, step in
            let x = 10 + Double(step) / 20
            return sum + hypot(0.05, height(x + 0.05) - height(x))
        }
        let region = try Self.only(
            Self.mask(150, 150) { x, y in
                x > 10 && x < 140 && abs(y - height(x)) < 2
            })
        #expect(abs(region.length - arc) < 0.03 * arc, "\(region.length), not \(arc)")
    }

    /// Four pixels around a hole: the smallest closed line, whose end is its beginning.
    @Test func theSmallestRingHasALength() throws {
        let region = try Self.only(Mask(width: 3, height: 3, values: [0, 1, 0, 1, 0, 1, 0, 1, 0]))
        #expect(abs(region.length - 4 * 2.0.squareRoot()) < 1e-9, "\(region.length)")
    }

    @Test(arguments: [3.0, 6, 10, 25])
    func aDiscIsAsLongAsWide(radius: Double) throws {
        let region = try Self.only(Self.mask(80, 80) { x, y in hypot(x - 40.5, y - 40.5) <= radius })
        #expect(abs(region.largestWidth - 2 * radius) <= 1.5)
        #expect(abs(region.length - 2 * radius) <= 2.5)
    }

    @Test func aRingHasAHoleAndItsCircumference() throws {
        let region = try Self.only(
            Self.mask(120, 120) { x, y in abs(hypot(x - 60.5, y - 60.5) - 40) <= 3 })
        #expect(region.polygons.count == 2)
        #expect(abs(region.length - 80 * Double.pi) < 0.02 * 80 * Double.pi)
        #expect(abs(region.largestWidth - 6) <= 1.3)
    }

    @Test func anAngleCountsBothArms() throws {
        // Two arms of 60 × 6 from a common corner.
        let region = try Self.only(
            Self.mask(80, 80) { x, y in (x > 5 && x < 65 && y > 5 && y < 11) || (x > 5 && x < 11 && y > 5 && y < 65) })
        #expect(abs(region.length - (57 + 57)) <= 6)
        #expect(abs(region.largestWidth - 6) <= 2.5)
    }

    @Test func branchesCountAndSpursDoNot() throws {
        func isTrunk(_ x: Double, _ y: Double) -> Bool { x > 5 && x < 105 && y > 38 && y < 43 }
        let plain = try Self.only(Self.mask(110, 80, isTrunk))
        let branched = try Self.only(
            Self.mask(110, 80) { x, y in isTrunk(x, y) || (x > 50 && x < 53 && y > 8 && y < 40) })
        let rough = try Self.only(
            Self.mask(110, 80) { x, y in isTrunk(x, y) || (Int(x) % 12 == 3 && x > 10 && x < 100 && y > 36.5 && y < 40)
            })
        #expect(abs(branched.length - plain.length - 31.5) <= 3)
        #expect(abs(rough.length - plain.length) <= 4)
    }

    @Test(arguments: [(12, 3, 0.0), (3, 12, 90.0)])
    func orientationsLieBelowAHalfTurnAndZeroHasNoSign(width: Int, height: Int, degrees: Double) throws {
        let region = try Self.only(Mask(width: width, height: height, values: [UInt8](repeating: 1, count: 36)))
        #expect(region.orientation == degrees && region.orientation.sign == .plus)
    }

    @Test func touchingCornersAreOneRegionAndGapsMakeTwo() {
        var mask = Mask(width: 12, height: 6)
        for index in [0, 13, 2, 30] { mask.values[index] = 1 }
        let regions = RegionFinder.regions(of: mask, label: "x")
        #expect(regions.map(\.area) == [3, 1])
    }

    @Test func theBorderCountsAsEdge() throws {
        let region = try Self.only(Self.mask(30, 7) { _, _ in true })
        #expect(abs(region.length - 30) <= 1)
        #expect(region.largestWidth == 7)
        #expect(region.polygons == [[30, 0, 30, 7, 0, 7, 0, 0]])
    }

    @Test func millimetresScaleLengthsAndAreas() throws {
        let mask = Self.mask(40, 10) { x, y in x > 4 && x < 34 && y > 3 && y < 7 }
        let region = try #require(
            RegionFinder.regions(of: mask, label: "crack", millimetresPerPixel: 0.25).first)
        let millimetres = try #require(region.millimetres)
        #expect(millimetres.area == 7.5)
        #expect(millimetres.length == region.length * 0.25)
        #expect(millimetres.largestWidth == region.largestWidth * 0.25)
        #expect(millimetres.meanWidth == region.meanWidth * 0.25)
    }

    @Test func smallRegionsAreLeftOutAndTheirNumberIsLimited() {
        var mask = Mask(width: 300, height: 300)
        for y in stride(from: 0, to: 300, by: 3) {
            for x in stride(from: 0, to: 300, by: 3) { mask.values[y * 300 + x] = 1 }
        }
        mask.values[1] = 1
        #expect(RegionFinder.regions(of: mask, minimumArea: 2, label: "x").count == 1)
        #expect(RegionFinder.regions(of: mask, label: "x").count == RegionFinder.limit)
        #expect(RegionFinder.regions(of: mask, label: "x", limit: 3).map(\.area) == [2, 1, 1])
        let map = ProbabilityMap(width: 300, height: 300, levels: mask.values.map { $0 * 255 })
        let found = RegionFinder.find(in: map, threshold: 0.5, label: "x")
        #expect(found.listed.count == 1000 && found.count == 10_000)
        #expect(found.warning?.hasPrefix("only the 1000 largest of 10000 regions are listed") == true)
        #expect(RegionFinder.find(in: map, threshold: 0.5, minimumArea: 2, label: "x").warning == nil)
    }

    @Test func nothingIsFoundWhereNothingPasses() {
        let map = ProbabilityMap(width: 4, height: 4, levels: [UInt8](repeating: 255, count: 16))
        #expect(RegionFinder.find(in: map, threshold: 1.1, label: "x").listed.isEmpty)
        #expect(RegionFinder.find(in: map, threshold: 1, label: "x").count == 1)
        let empty = ProbabilityMap(width: 4, height: 4, levels: [UInt8](repeating: 0, count: 16))
        #expect(RegionFinder.find(in: empty, threshold: 0, label: "x").listed.isEmpty)
    }
}
