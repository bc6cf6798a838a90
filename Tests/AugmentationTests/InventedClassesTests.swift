import InspectionTypes
import Testing

@testable import Augmentation

@Suite("Invented classes")
struct InventedClassesTests {
    private static let frontEnd = SoundFrontEnd(logMel: .yamnet, windowSeconds: 0.2, hopSeconds: 0.1)
    private static let (frames, bands) = (frontEnd.windowFrames, 64)

    /// Recordings of another slope a band each.
    private static let recordings: [[Float]] = (0..<3).map { recording in
        (0..<60).flatMap { frame in
            (0..<bands).map { band in
                let slope = Float(recording + 1) * Float(band)
                return slope / 100 + Float(frame * (recording + 1)) + Float(10 * recording)
            }
        }
    }

    private static func assemble(
        _ requests: [WindowRequest], _ inventions: InventedClasses, augmentation: SoundAugmentation = .off,
        view: BatchAssembler.View = .frames, seed: UInt64 = 1, epoch: Int = 0
    ) -> (features: [Float], classes: [Int]) {
        let count = 3 + inventions.kinds.count
        let assembler = BatchAssembler(
            frontEnd: frontEnd, classCount: count, augmentation: augmentation, inventions: inventions, view: view,
            seed: seed)
        var features = [Float](repeating: .nan, count: requests.count * assembler.windowLength)
        var labels = [Float](repeating: .nan, count: requests.count * count)
        func values(_ recording: Int) -> UnsafeBufferPointer<Float> {
            recordings[recording].withUnsafeBufferPointer { $0 }
        }
        func only(_ index: Int) -> [Float] { (0..<count).map { $0 == index ? 1 : 0 } }
        features.withUnsafeMutableBufferPointer { features in
            labels.withUnsafeMutableBufferPointer { labels in
                assembler.assemble(
                    requests, batch: 0, epoch: epoch, recording: values, label: only,
                    inventedLabel: { _, invention in only(3 + invention) }, noise: 3, noiseRecording: values,
                    features: features, labels: labels)
            }
        }
        let classes = stride(from: 0, to: labels.count, by: count).map { start in
            labels[start..<start + count].firstIndex(of: 1).map { $0 - start } ?? -1
        }
        return (features, classes)
    }

    private static func always(_ kind: InventedClasses.Kind) -> InventedClasses {
        InventedClasses(kinds: [kind], probability: 1)
    }

    private static let request = WindowRequest(recording: 1, start: 0, item: 0)

    struct PlaceCase: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: InventedClasses.Kind
        /// Where a frame and a band are read, in frames and bands.
        let place: @Sendable (Float, Float) -> (frame: Float, band: Float)
    }

    @Test(
        "windows are read where the kind says",
        arguments: [
            PlaceCase(testDescription: "stretched, lines down", kind: .stretch(1.1...1.1)) { ($0, min($1 * 1.1, 63)) },
            PlaceCase(testDescription: "stretched, lines up", kind: .stretch(0.9...0.9)) { ($0, $1 * 0.9) },
            PlaceCase(testDescription: "shifted up", kind: .shift(-2.5 ... -2.5)) { ($0, max($1 - 2.5, 0)) },
            PlaceCase(testDescription: "reversed", kind: .reversal) { (Float(frames - 1) - $0, $1) },
            PlaceCase(testDescription: "half as fast", kind: .tempo(0.5...0.5)) { ($0 * 0.5, $1) },
        ])
    func places(_ test: PlaceCase) {
        let (features, classes) = Self.assemble([Self.request], Self.always(test.kind))
        #expect(classes == [3])
        for frame in 0..<Self.frames {
            for band in 0..<Self.bands {
                let place = test.place(Float(frame), Float(band))
                let expected = 2 * place.band / 100 + 2 * place.frame + 10
                #expect(abs(features[frame * Self.bands + band] - expected) <= 1e-3, "frame \(frame), band \(band)")
            }
        }
    }

    @Test("twice as fast, a window goes on at its beginning")
    func ring() {
        let (features, _) = Self.assemble([Self.request], Self.always(.tempo(2...2)))
        for frame in 0..<Self.frames {
            let expected = Float(2 * (2 * frame % Self.frames) + 10)
            #expect(abs(features[frame * Self.bands] - expected) <= 1e-4)
        }
    }

    @Test("statistics are exchanged band by band")
    func exchange() {
        // Whoever it is exchanged with: slopes over time are 1, 2 or 3 a frame and stay so.
        let requests = (0..<40).map { WindowRequest(recording: 1, start: 0, item: $0) }
        let (features, _) = Self.assemble(requests, Self.always(.exchange))
        let length = Self.frames * Self.bands
        var slopes: Set<Int> = []
        for start in stride(from: 0, to: features.count, by: length) {
            let slope = features[start + Self.bands] - features[start]
            slopes.insert(Int(slope.rounded()))
            #expect(abs(slope - slope.rounded()) <= 1e-3)
            let overBands = features[start + 63] - features[start]
            #expect(abs(overBands - 0.63 * slope.rounded()) <= 1e-3, "the other's means, band by band")
        }
        #expect(slopes == [1, 2, 3])
    }

    @Test("a mixture is louder by what was added, at the level that was drawn")
    func mixture() {
        let (plain, _) = Self.assemble([Self.request], .none)
        let (mixed, _) = Self.assemble([Self.request], Self.always(.mixture(decibels: 0...0)))
        #expect(zip(mixed, plain).allSatisfy { $0 >= $1 })
        #expect(mixed != plain)
    }

    @Test("about as many windows are changed as was asked for, by each kind alike, and labels say which")
    func shares() {
        var inventions = InventedClasses.stretches
        inventions.probability = 0.25
        let requests = (0..<2000).map { WindowRequest(recording: $0 % 3, start: 5, item: $0) }
        let (features, classes) = Self.assemble(requests, inventions)
        let plain = Self.assemble(requests, .none).features
        let changed = classes.filter { $0 >= 3 }
        #expect(abs(changed.count - 500) <= 80)
        for kind in 3..<7 { #expect(abs(changed.filter { $0 == kind }.count - 125) <= 45) }
        let length = Self.frames * Self.bands
        for (item, found) in classes.enumerated() {
            let range = item * length..<(item + 1) * length
            #expect((features[range] == plain[range]) == (found < 3))
            if found < 3 { #expect(found == item % 3) }
        }
    }

    @Test("classes of several inventions stand one behind the other")
    func joined() {
        let joined = InventedClasses.speeds.joined(with: .mixtures)
        #expect(joined.kinds == InventedClasses.speeds.kinds + InventedClasses.mixtures.kinds)
        #expect(joined.probability == 0.5 && joined.needsAnother)
        #expect(InventedClasses.none.joined(with: .stretches) == .stretches)
    }

    @Test(
        "what is drawn depends on seed, epoch and item alone",
        arguments: [BatchAssembler.View.frames, .profile(shortest: 0.3)])
    func determinism(view: BatchAssembler.View) {
        let request = WindowRequest(recording: 1, start: nil, item: 17)
        let others = (0..<5).map { WindowRequest(recording: $0 % 3, start: nil, item: $0) }
        func made(_ requests: [WindowRequest], epoch: Int = 1) -> [Float] {
            Self.assemble(
                requests, .stretches, augmentation: .standard, view: view, seed: 4, epoch: epoch
            ).features
        }
        let alone = made([request])
        #expect(made(others + [request]).suffix(alone.count) == alone[...])
        #expect((0..<8).contains { made([request], epoch: $0 + 2) != alone })
    }

    @Test("a profile is the mean of its window, and with augmentation that of a part of it")
    func profile() {
        let requests = (0..<50).map { WindowRequest(recording: 0, start: 10, item: $0) }
        let whole = Self.assemble(requests, .none, view: .profile(shortest: 0.3)).features
        #expect(whole.count == 50 * Self.bands)
        let middle = 10 + Float(Self.frames - 1) / 2
        for item in 0..<50 { #expect(abs(whole[item * Self.bands] - middle) <= 1e-3) }
        var settings = SoundAugmentation.off
        settings.startJitter = 1
        let parts = Self.assemble(requests, .none, augmentation: settings, view: .profile(shortest: 0.3)).features
        let means = stride(from: 0, to: parts.count, by: Self.bands).map { parts[$0] }
        #expect(Set(means).count > 10)
        #expect(means.allSatisfy { $0 >= 9 && $0 <= Float(10 + Self.frames) })
    }

    @Test("stretching a profile is taking the profile of what was stretched")
    func stretchedProfile() {
        let kind = Self.always(.stretch(1.1...1.1))
        let frames = Self.assemble([Self.request], kind).features
        let profile = Self.assemble([Self.request], kind, view: .profile(shortest: 1)).features
        for band in 0..<Self.bands {
            var sum: Float = 0
            for frame in 0..<Self.frames { sum += frames[frame * Self.bands + band] }
            #expect(abs(profile[band] - sum / Float(Self.frames)) <= 1e-3)
        }
    }
}
