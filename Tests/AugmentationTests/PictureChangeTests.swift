import InspectionTypes
import Testing

@testable import Augmentation

@Suite struct PictureChangeTests {
    static func changes(
        _ settings: PictureAugmentation, count: Int = 4000, allowsQuarterTurns: Bool = true
    ) -> [PictureChange] {
        (0..<count).map { item in
            var generator = AugmentationDraw.item(item, epoch: 0, seed: 5)
            return PictureChange(settings, allowsQuarterTurns: allowsQuarterTurns, using: &generator)
        }
    }

    @Test func drawsStayInTheirRangesAndReachTheirEnds() {
        var settings = PictureAugmentation.strong
        settings.warpProbability = 1
        settings.cutoutProbability = 0.4
        let drawn = Self.changes(settings)
        let share = { (isMeant: (PictureChange) -> Bool) in Double(drawn.count(where: isMeant)) / Double(drawn.count) }
        #expect(abs(share { $0.geometry.flipsColumns } - 0.5) < 0.03)
        #expect(abs(share { $0.geometry.flipsRows } - 0.5) < 0.03)
        for turns in 0..<4 { #expect(abs(share { $0.geometry.quarterTurns == turns } - 0.25) < 0.03) }
        #expect(abs(share { $0.blurSigma > 0 } - 0.25) < 0.03)
        #expect(abs(share { $0.noiseSigma > 0 } - 0.35) < 0.03)
        #expect(abs(share { $0.jpegQuality != nil } - 0.3) < 0.03)
        #expect(abs(share { $0.cover != nil } - 0.4) < 0.03)
        let qualities = drawn.compactMap(\.jpegQuality)
        #expect(qualities.min() == 30 && qualities.max() == 95)
        let degrees = drawn.map { $0.geometry.angle * 180 / .pi }
        #expect(degrees.allSatisfy { abs($0) <= 25 } && degrees.contains { $0 > 23 } && degrees.contains { $0 < -23 })
        let areas = drawn.map { $0.geometry.zoom.x * $0.geometry.zoom.y }
        #expect(areas.allSatisfy { (0.5499...1.2501).contains($0) })
        #expect(abs(areas.reduce(0, +) / 4000 - 0.9) < 0.02)
        let aspects = drawn.map { $0.geometry.zoom.x / $0.geometry.zoom.y }
        #expect(aspects.allSatisfy { (1 / 1.2001...1.2001).contains($0) })
        let brightness = drawn.map(\.brightness)
        #expect(brightness.allSatisfy { abs($0) <= 0.2 } && abs(brightness.reduce(0, +) / 4000) < 0.01)
        #expect(drawn.allSatisfy { (1 / 1.4001...1.4001).contains($0.contrast) })
    }

    @Test func aKeptPartLiesInThePicture() {
        var settings = PictureAugmentation()
        settings.cropScale = 0.3...1
        let drawn = Self.changes(settings).map(\.geometry)
        #expect(drawn.allSatisfy { abs($0.offset.x) + $0.zoom.x / 2 <= 0.5 + 1e-9 })
        #expect(drawn.contains { $0.offset.x > 0.15 } && drawn.contains { $0.offset.x < -0.15 })
    }

    @Test func someAreLeftSharp() {
        var settings = PictureAugmentation.standard
        settings.warpProbability = 0.6
        let sharp = Self.changes(settings).count { !$0.geometry.isWarp }
        #expect(abs(Double(sharp) / 4000 - 0.4) < 0.03)
    }

    @Test func aPictureThatIsNotSquareIsNotTurnedByAQuarter() {
        let drawn = Self.changes(.standard, allowsQuarterTurns: false)
        #expect(Set(drawn.map(\.geometry.quarterTurns)) == [0, 2])
    }

    @Test func switchingOneMeansOffLeavesTheOthersAsTheyWere() {
        var fewer = PictureAugmentation.strong
        fewer.rotationDegrees = 0
        fewer.blurProbability = 0
        fewer.horizontalFlip = false
        for (full, reduced) in zip(Self.changes(.strong, count: 200), Self.changes(fewer, count: 200)) {
            var expected = full
            expected.geometry.angle = 0
            expected.geometry.flipsColumns = false
            expected.blurSigma = 0
            #expect(expected == reduced)
        }
    }

    @Test func offChangesNothing() {
        for change in Self.changes(.off, count: 50) {
            var expected = PictureChange()
            expected.noiseSeed = change.noiseSeed
            #expect(change == expected)
        }
    }
}
