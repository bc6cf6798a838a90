import InspectionTypes
import Testing

@testable import Augmentation

@Suite struct BatchAssemblerTests {
    static let frontEnd = SoundFrontEnd(logMel: .yamnet, windowSeconds: 0.2, hopSeconds: 0.1)
    static let bands = 64

    /// Recordings whose value at `[frame, mel]` is `1000 · recording + frame + mel / 100`.
    static let recordings: [[Float]] = (0..<4).map { recording in
        (0..<60).flatMap { frame in (0..<bands).map { Float(1000 * recording + frame) + Float($0) / 100 } }
    }

    static func assemble(
        _ requests: [WindowRequest], _ augmentation: SoundAugmentation, seed: UInt64 = 1, epoch: Int = 0,
        noise: Int = 0,
        recordings: [[Float]] = recordings
    ) -> (features: [Float], labels: [Float]) {
        let assembler = BatchAssembler(frontEnd: frontEnd, classCount: 4, augmentation: augmentation, seed: seed)
        var features = [Float](repeating: .nan, count: requests.count * assembler.windowLength)
        var labels = [Float](repeating: .nan, count: requests.count * 4)
        func values(_ recording: Int) -> UnsafeBufferPointer<Float> {
            recordings[recording].withUnsafeBufferPointer { $0 }
        }
        features.withUnsafeMutableBufferPointer { features in
            labels.withUnsafeMutableBufferPointer { labels in
                assembler.assemble(
                    requests, batch: 0, epoch: epoch, recording: values,
                    label: { index in (0..<4).map { $0 == index ? 1 : 0 } },
                    noise: noise, noiseRecording: values, features: features, labels: labels
                )
            }
        }
        return (features, labels)
    }

    static let frames = frontEnd.windowFrames

    static var everything: SoundAugmentation {
        var settings = SoundAugmentation.strong
        settings.rolls = true
        settings.startJitter = 3
        settings.noiseProbability = 0.5
        return settings
    }

    @Test func withoutAugmentationWindowsAreSlices() {
        let requests = [WindowRequest(recording: 2, start: 7, item: 0), WindowRequest(recording: 0, start: 0, item: 1)]
        let (features, labels) = Self.assemble(requests, .off)
        let length = Self.frames * Self.bands
        #expect(Array(features[..<length]) == Array(Self.recordings[2][7 * Self.bands..<7 * Self.bands + length]))
        #expect(Array(features[length...]) == Array(Self.recordings[0][..<length]))
        #expect(labels == [0, 0, 1, 0, 1, 0, 0, 0])
    }

    @Test func theSameSeedEpochAndItemsGiveTheSameBatch() {
        let requests = (0..<6).map { WindowRequest(recording: $0 % 4, start: nil, item: $0) }
        let first = Self.assemble(requests, Self.everything, seed: 3, epoch: 2, noise: 4)
        let again = Self.assemble(requests, Self.everything, seed: 3, epoch: 2, noise: 4)
        #expect(first.features == again.features && first.labels == again.labels)
        #expect(first.features.allSatisfy { $0.isFinite })
        #expect(first.features != Self.assemble(requests, Self.everything, seed: 4, epoch: 2, noise: 4).features)
        #expect(first.features != Self.assemble(requests, Self.everything, seed: 3, epoch: 3, noise: 4).features)
    }

    @Test func anItemsDrawDoesNotDependOnItsBatch() {
        var settings = Self.everything
        settings.mixupAlpha = 0
        let request = WindowRequest(recording: 1, start: nil, item: 17)
        let alone = Self.assemble([request], settings)
        let among = Self.assemble([WindowRequest(recording: 3, start: 4, item: 2), request], settings)
        #expect(alone.features == Array(among.features[alone.features.count...]))
    }

    @Test func randomStartsStayInsideAndReachBothEnds() {
        let requests = (0..<400).map { WindowRequest(recording: 0, start: nil, item: $0) }
        let (features, _) = Self.assemble(requests, .off)
        let length = Self.frames * Self.bands
        let starts = stride(from: 0, to: features.count, by: length).map { Int(features[$0]) }
        #expect(Set(starts) == Set(0...60 - Self.frames))
    }

    @Test func aShortRecordingIsRepeated() {
        let short = [Array(Self.recordings[1][..<(5 * Self.bands)])]
        let (features, _) = Self.assemble([WindowRequest(recording: 0, start: 0, item: 0)], .off, recordings: short)
        for frame in 0..<Self.frames {
            #expect(features[frame * Self.bands] == Float(1000 + frame % 5))
        }
    }

    @Test func gainIsAnAdditionInTheLogarithm() {
        var settings = SoundAugmentation()
        settings.gainDecibels = 6
        let (features, _) = Self.assemble([WindowRequest(recording: 1, start: 0, item: 0)], settings)
        let added = features[0] - 1000
        // Magnitude and natural logarithm: ln(10^(6/20)) at most.
        #expect(abs(added) <= 0.6908 && added != 0)
        for index in features.indices { #expect(abs(features[index] - Self.recordings[1][index] - added) < 1e-3) }
    }

    @Test func gainStopsAtTheFloor() {
        var settings = SoundAugmentation()
        settings.gainDecibels = 40
        let floor = FeatureScale(.yamnet).floor
        let silent = [Array(repeating: floor, count: 60 * Self.bands)]
        for item in 0..<8 {
            let (features, _) = Self.assemble(
                [WindowRequest(recording: 0, start: 0, item: item)], settings, recordings: silent)
            #expect(features.allSatisfy { $0 >= floor })
        }
    }

    @Test func rollingOnlyMovesFrames() {
        var settings = SoundAugmentation()
        settings.rolls = true
        let (features, _) = Self.assemble([WindowRequest(recording: 0, start: 3, item: 5)], settings)
        let order = (0..<Self.frames).map { Int(features[$0 * Self.bands]) - 3 }
        #expect(order.sorted() == Array(0..<Self.frames))
        #expect(order.first != 0)
        for (now, next) in zip(order, order.dropFirst()) { #expect(next == (now + 1) % Self.frames) }
    }

    @Test func stretchingReadsAlongTimeAtAConstantRate() {
        var settings = SoundAugmentation()
        settings.timeStretch = 0.2
        var rates: [Float] = []
        for item in 0..<30 {
            let (features, _) = Self.assemble([WindowRequest(recording: 0, start: 10, item: item)], settings)
            let times = (0..<Self.frames).map { features[$0 * Self.bands] }
            let rate = (times[Self.frames - 1] - times[0]) / Float(Self.frames - 1)
            for frame in 0..<Self.frames { #expect(abs(times[frame] - times[0] - rate * Float(frame)) < 1e-2) }
            rates.append(rate)
        }
        #expect(rates.allSatisfy { $0 >= 0.799 && $0 <= 1.201 })
        #expect((rates.max() ?? 0) - (rates.min() ?? 0) > 0.2)
    }

    @Test func shiftingReadsAlongTheBands() {
        var settings = SoundAugmentation()
        settings.bandShift = 3
        let (features, _) = Self.assemble([WindowRequest(recording: 0, start: 0, item: 1)], settings)
        let shift = (features[30] - Self.recordings[0][30]) * 100
        #expect(abs(shift) <= 3.01 && abs(shift) > 1e-3)
        for band in 3..<Self.bands - 4 {
            #expect(abs((features[band] - Self.recordings[0][band]) * 100 - shift) < 1e-2)
        }
    }
}
