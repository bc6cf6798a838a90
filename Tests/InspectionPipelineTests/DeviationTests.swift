import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Signals
import Testing

/// A machine is soft noise here, so that what is added to it is known to the decibel.
@Suite struct DeviationTests {
    static let frontEnd = SoundFrontEnd(
        logMel: LogMelSettings(
            sampleRate: 16_000, fftLength: 1024, windowLength: 1024, hopLength: 512, bandCount: 64,
            lowestFrequency: 50, highestFrequency: 8000, compression: .decibel(floor: 1e-10)),
        windowSeconds: 2, hopSeconds: 1)
    static let seconds = 6.0

    static func noise(seed: UInt64, level: Float = 0.05, seconds: Double = seconds) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return (0..<Int(seconds * 16_000)).map { _ in level * Float(generator.nextNormal()) }
    }

    static func spectrogram(_ samples: [Float]) throws -> LogMelSpectrogram {
        try SoundFeatureExtractor.spectrograms(
            of: AudioSignal(mono: samples, sampleRate: 16_000), frontEnd: frontEnd)[0]
    }

    static func reference(recordings: Int = 12) throws -> NormalReference {
        var builder = NormalReferenceBuilder(frontEnd, machineCount: 1)
        for number in 0..<recordings {
            builder.add(try spectrogram(noise(seed: UInt64(number))), machine: 0)
        }
        return builder.reference()
    }

    static func deviations(_ samples: [Float], _ reference: NormalReference) throws -> [BandDeviation] {
        DeviationFinder().find(
            in: LevelGrid(try spectrogram(samples), seconds: reference.stretchSeconds),
            normal: reference.machines[0], duration: Double(samples.count) / 16_000)
    }

    static func with(_ tone: Double, level: Float, _ seconds: Range<Double>, in samples: [Float]) -> [Float] {
        let tone = DetectorModels.tone(tone, level: level, seconds: Self.seconds).channels[0]
        var samples = samples
        for place in Int(seconds.lowerBound * 16_000)..<Int(seconds.upperBound * 16_000) {
            samples[place] += tone[place]
        }
        return samples
    }

    @Test func normalRecordingsDeviateNowhere() throws {
        let reference = try Self.reference()
        let found = try (100..<130).map { try Self.deviations(Self.noise(seed: $0), reference).count }
        #expect(found.reduce(0, +) == 0, "\(found)")
    }

    @Test func aHumForAWhileIsFoundWithItsBandAndItsTime() throws {
        let found = try Self.deviations(
            Self.with(2100, level: 0.05, 3.2..<4.6, in: Self.noise(seed: 50)), Self.reference())
        let first = try #require(found.first)
        #expect(found.count == 1, "\(found)")
        #expect(first.lowFrequency < 2100 && first.highFrequency > 2100)
        #expect(first.highFrequency - first.lowFrequency < 600)
        #expect(abs(first.start - 3.2) < 0.25 && abs(first.end - 4.6) < 0.3)
        #expect(first.decibels > 8 && first.deviations > 3)
    }

    @Test func aHumAllAlongStartsWithTheRecordingAndEndsWithIt() throws {
        let found = try Self.deviations(
            Self.with(900, level: 0.02, 0..<Self.seconds, in: Self.noise(seed: 51)), Self.reference())
        let first = try #require(found.first)
        #expect(first.start == 0 && first.end == Self.seconds)
        #expect(first.lowFrequency < 900 && first.highFrequency > 900)
        #expect(found.count == 1, "\(found)")
    }

    /// What is left of a pause, once the hum is told, is no deviation of its own: the band is as loud there as it should be.
    @Test func aHumThatPausesIsNotQuieterThanNormalThere() throws {
        let found = try Self.deviations(
            Self.with(900, level: 0.1, 1.2..<Self.seconds, in: Self.noise(seed: 59)), Self.reference())
        #expect(found.first.map { $0.lowFrequency < 900 && $0.highFrequency > 900 && $0.decibels > 6 } == true)
        #expect(found.allSatisfy { $0.decibels > 0 }, "\(found)")
    }

    struct Louder: Sendable, CustomTestStringConvertible {
        var factor: Float
        var decibels: Double
        var testDescription: String { "\(decibels) dB" }
    }

    @Test(arguments: [Louder(factor: 2, decibels: 6.02), Louder(factor: 0.25, decibels: -12.04)])
    func aRecordingThatIsOnlyLouderIsSaidToBeSoOnce(_ louder: Louder) throws {
        let found = try Self.deviations(Self.noise(seed: 52).map { $0 * louder.factor }, Self.reference())
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.lowFrequency == 50 && found.first?.highFrequency == 8000)
        #expect(abs((found.first?.decibels ?? 0) - louder.decibels) < 0.3)
    }

    @Test func aHumInALouderRecordingStandsBesideTheLoudness() throws {
        let loud = Self.noise(seed: 53).map { $0 * 2 }
        let found = try Self.deviations(Self.with(2100, level: 0.2, 1..<3, in: loud), Self.reference())
        #expect(found.count == 2, "\(found)")
        #expect(found.first?.highFrequency == 8000)
        #expect(abs((found.first?.decibels ?? 0) - 6) < 0.5)
        #expect(found.last.map { $0.lowFrequency < 2100 && $0.highFrequency > 2100 && $0.end < 3.3 } == true)
    }

    @Test func knocksInShortSuccessionAreOneDeviation() throws {
        var samples = Self.noise(seed: 54)
        for start in stride(from: 1.0, to: 5, by: 0.8) {
            samples = Self.with(3000, level: 0.15, start..<start + 0.25, in: samples)
        }
        let found = try Self.deviations(samples, Self.reference())
        #expect(found.count == 1, "\(found)")
        #expect(found.first.map { abs($0.start - 1) < 0.3 && $0.end > 4.2 } == true)
    }

    @Test func noMoreThanFiveAreToldTheLargestFirst() throws {
        var samples = Self.noise(seed: 55)
        for (place, tone) in [200.0, 500, 1000, 1700, 2700, 4000, 6000].enumerated() {
            samples = Self.with(
                tone, level: 0.05 + 0.03 * Float(place), 0.8 * Double(place)..<0.8 * Double(place) + 0.7, in: samples)
        }
        let reference = try Self.reference()
        let found = try Self.deviations(samples, reference)
        #expect(found.count == 5)
        let grid = LevelGrid(try Self.spectrogram(samples), seconds: reference.stretchSeconds)
        let all = DeviationFinder(limit: 100).find(in: grid, normal: reference.machines[0])
        #expect(all.count >= 7 && Array(all.prefix(5)) == found)
    }

    @Test func digitalSilenceIsQuieterInAllBands() throws {
        let found = try Self.deviations([Float](repeating: 0, count: 96_000), Self.reference())
        #expect(found.first.map { $0.decibels < -30 && $0.highFrequency == 8000 } == true)
    }

    @Test func oneNormalRecordingIsEnough() throws {
        let reference = try Self.reference(recordings: 1)
        #expect(reference.machines[0].recordingDeviations == reference.machines[0].deviations)
        #expect(try Self.deviations(Self.noise(seed: 56), reference).isEmpty)
        #expect(
            try Self.deviations(Self.with(2100, level: 0.1, 1..<3, in: Self.noise(seed: 57)), reference).count == 1)
    }

    @Test func longRecordingsJoinTheirStretchesAndKeepTheirMeans() throws {
        let spectrogram = try Self.spectrogram(Self.noise(seed: 58, seconds: 20))
        let settings = Self.frontEnd.logMel
        var short = LevelGrid(settings, mostStretches: 64)
        var frame = 0
        while frame < spectrogram.frameCount {
            let next = min(spectrogram.frameCount, frame + 7)
            short.add(spectrogram.values[(frame * 64)..<(next * 64)], firstFrame: frame)
            frame = next
        }
        #expect(short.stretchCount <= 64 && short.stretchCount > 32)
        #expect(short.framesPerStretch == 16)
        let whole = LevelGrid(spectrogram, seconds: 16 * 512 / 16_000.0)
        #expect(whole.framesPerStretch == 16)
        #expect(zip(short.decibels, whole.decibels).allSatisfy { abs($0 - $1) < 1e-3 })
    }

    @Test func aStretchThatNoWindowShowsIsNoNumber() {
        var grid = LevelGrid(Self.frontEnd.logMel)
        grid.add([Float](repeating: 1, count: 64)[...], firstFrame: 0)
        grid.add([Float](repeating: 1, count: 64)[...], firstFrame: 2)
        #expect(grid.decibels[64].isNaN && grid.decibels[128] == 1)
        let normal = NormalReference.Machine(
            levels: [Float](repeating: 0, count: 64), deviations: [Float](repeating: 0, count: 64),
            recordingDeviations: [Float](repeating: 0, count: 64), recordings: 3)
        #expect(DeviationFinder(leastDecibels: 0.5, leastDeviations: 1).find(in: grid, normal: normal).count == 1)
    }

    @Test func aReferenceSurvivesTheFile() throws {
        var reference = try Self.reference(recordings: 3)
        reference.memory = NormalReference.Memory([
            NearestNormal(file: "a.wav", start: 0), NearestNormal(file: "b.wav", start: 1.5),
            NearestNormal(file: "a.wav", start: 3),
        ])
        var file = try DetectorModels.model()
        try file.setNormalReference(reference)
        let read = try #require(try ModelFile(bytes: file.encoded()).normalReference())
        #expect(read == reference)
        #expect(read.memory[row: 2] == NearestNormal(file: "a.wav", start: 3))
        #expect(read.memory[row: 3] == nil && read.memory[row: -1] == nil)
        #expect(read.memory.files == ["a.wav", "b.wav"])
    }
}
