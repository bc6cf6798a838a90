import InspectionTypes
import Testing

@testable import Augmentation

@Suite struct SpectrogramMasksTests {
    /// A window of 40 frames of 16 bands, all different, masked.
    static func masked(_ settings: SoundAugmentation, seed: UInt64) -> (before: [Float], after: [Float]) {
        let before = (0..<640).map { Float($0) }
        var after = before
        var generator = SeededGenerator(seed: seed)
        after.withUnsafeMutableBufferPointer {
            SpectrogramMasks.apply(settings, to: WindowView($0, frameCount: 40, bandCount: 16), using: &generator)
        }
        return (before, after)
    }

    @Test func aTimeMaskBlanksAFewWholeFramesWithTheMean() {
        var settings = SoundAugmentation()
        settings.timeMasks = 1
        settings.timeMaskFraction = 0.25
        var widths: Set<Int> = []
        for seed in 0..<200 as Range<UInt64> {
            let (before, after) = Self.masked(settings, seed: seed)
            let frames = (0..<40).filter { frame in
                (0..<16).contains { before[frame * 16 + $0] != after[frame * 16 + $0] }
            }
            widths.insert(frames.count)
            if let first = frames.first, let last = frames.last {
                #expect(last - first + 1 == frames.count, "in one piece")
            }
            for frame in frames { #expect((0..<16).allSatisfy { after[frame * 16 + $0] == 319.5 }) }
        }
        #expect(widths == Set(0...10))
    }

    @Test func aBandMaskBlanksAFewBandsOfAllFrames() {
        var settings = SoundAugmentation()
        settings.bandMasks = 1
        settings.bandMaskFraction = 0.25
        var widths: Set<Int> = []
        for seed in 0..<100 as Range<UInt64> {
            let (before, after) = Self.masked(settings, seed: seed)
            let bands = (0..<16).filter { band in (0..<40).contains { before[$0 * 16 + band] != after[$0 * 16 + band] }
            }
            widths.insert(bands.count)
            for band in bands { #expect((0..<40).allSatisfy { after[$0 * 16 + band] == 319.5 }) }
        }
        #expect(widths == Set(0...4))
    }

    @Test func noMasksChangeNothing() {
        let (before, after) = Self.masked(.off, seed: 1)
        #expect(before == after)
    }
}
