import Augmentation
import InspectionTypes
import Testing

@Suite struct WindowStartsTests {
    static let settings = LogMelSettings(
        sampleRate: 16_000, fftLength: 512, windowLength: 512, hopLength: 160, bandCount: 2, lowestFrequency: 0,
        highestFrequency: 8000, compression: .naturalLogarithm(offset: 1e-6)
    )

    /// Loud from `from` on for `count` frames, silent elsewhere.
    static func features(frames: Int, from: Int, count: Int) -> [Float] {
        (0..<frames).flatMap { frame -> [Float] in (from..<from + count).contains(frame) ? [0, -2] : [-13.8, -13.8] }
    }

    @Test func windowsHoldSomethingToHear() {
        let features = Self.features(frames: 400, from: 300, count: 40)
        let starts = features.withUnsafeBufferPointer { WindowStarts($0, settings: Self.settings, windowFrames: 100) }
        var generator = SeededGenerator(seed: 1)
        let drawn = (0..<500).map { _ in starts.draw(using: &generator) }
        let heard = drawn.count { start in max(0, min(start + 100, 340) - max(start, 300)) >= 20 }
        // Drawn at random a third would be; ten draws leave (2/3)¹⁰ ≈ 2 % without.
        #expect(heard > 450)
        #expect(drawn.allSatisfy { (0...300).contains($0) })
    }

    @Test func steadySoundsBeginAnywhere() {
        let features = Self.features(frames: 200, from: 0, count: 200)
        let starts = features.withUnsafeBufferPointer { WindowStarts($0, settings: Self.settings, windowFrames: 100) }
        var generator = SeededGenerator(seed: 2)
        let drawn = (0..<2000).map { _ in starts.draw(using: &generator) }
        #expect(drawn.min() == 0 && drawn.max() == 100)
    }

    @Test func aRecordingShorterThanAWindowBeginsAtItsStart() {
        let features = Self.features(frames: 30, from: 0, count: 30)
        let starts = features.withUnsafeBufferPointer { WindowStarts($0, settings: Self.settings, windowFrames: 100) }
        var generator = SeededGenerator(seed: 3)
        #expect(starts.draw(using: &generator) == 0)
    }
}
