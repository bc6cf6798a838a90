import Testing

@testable import Signals

@Suite struct SoundLevelTests {
    @Test func `measures level, peak, offset and clipping`() {
        let level = SoundLevel([1, -1, 0.5, 0.5] as [Float])
        #expect(abs(level.rootMeanSquare - Float(0.625).squareRoot()) < 1e-6)
        #expect(level.peak == 1)
        #expect(level.mean == 0.25)
        #expect(level.clippedFraction == 0.5)
        #expect(abs(level.decibels + 2.0412) < 1e-3)
        #expect(!level.isSilent)
    }

    @Test(arguments: [[], [0, 0], [1e-8, -1e-8]] as [[Float]]) func `silence is seen`(samples: [Float]) {
        #expect(SoundLevel(samples).isSilent)
    }
}
