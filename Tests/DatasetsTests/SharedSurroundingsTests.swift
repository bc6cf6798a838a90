import InspectionTypes
import Testing

@testable import Datasets

/// What a training accepted must not be refused when its model is judged.
@Suite struct SharedSurroundingsTests {
    /// A machine's recordings with the same noise behind them: 13 % of the bits differ between two.
    static func hall() -> SplitTests.Data {
        var data = DetectionSplitTests.data([("a", 24, 6)])
        var generator = SeededGenerator(seed: 3)
        let noise = (0..<300).map { _ in UInt32.random(in: 0 ... .max, using: &generator) }
        for path in data.dataset.paths {
            data.identities[path]?.fingerprint = fingerprint(noise, flipping: 0.07, using: &generator)
        }
        return data
    }

    static func fingerprint(_ words: [UInt32], flipping share: Double, using generator: inout SeededGenerator)
        -> AcousticFingerprint
    {
        let changed = words.map { word in
            (0..<32).reduce(word) { word, bit in generator.nextUniform() < share ? word ^ (1 << bit) : word }
        }
        return AcousticFingerprint(runs: [.init(start: 0, words: changed)])
    }

    /// The split, what a model keeps of it, and its test part.
    static func trained() throws -> (data: SplitTests.Data, manifest: TrainingManifest, tested: Dataset) {
        let data = hall()
        let split = try Split.make(of: data.dataset, identities: data.identities)
        #expect(split.copies == .encodedAnew && split.caveats.contains { $0.contains("common background") })
        let manifest = try TrainingManifest(
            encoded: TrainingManifest(split, identities: data.identities).encoded())
        #expect(manifest.copies == .encodedAnew)
        var tested = data.dataset
        tested.items = split.items(of: .test)
        return (data, manifest, tested)
    }

    @Test func aBackgroundThatWasAcceptedInTrainingIsACaveatInEvaluation() throws {
        var (data, manifest, tested) = try Self.trained()
        for rule in [manifest.copies, nil] {
            manifest.copies = rule
            let overlap = LeakageGuard.overlap(manifest, tested, identities: data.identities)
            #expect(overlap.copies == [] && overlap.background.count == tested.items.count)
            #expect(overlap.caveat?.contains("optimistic") ?? false)
        }
        manifest.copies = .alike
        let strict = LeakageGuard.overlap(manifest, tested, identities: data.identities)
        #expect(Set(strict.copies.map(\.first)) == Set(tested.items.filter(\.isNegative).map(\.path)))
        tested.purpose = .evaluation
        #expect(
            LeakageGuard.overlap(manifest, tested, identities: data.identities).copies.count == tested.items.count,
            "classifiers' rule is as it was")
    }

    @Test func copiesAreStillRefused() throws {
        var (data, manifest, tested) = try Self.trained()
        let normal = tested.items.filter(\.isNegative).map(\.path)
        let anomaly = try #require(tested.items.first { !$0.isNegative }).path
        var generator = SeededGenerator(seed: 5)
        let learnt = manifest.recordings[0]
        let words = try #require(data.identities[learnt.path]?.fingerprint.runs[0].words)
        data.identities[normal[0]]?.hash = learnt.hash
        data.identities[normal[1]]?.fingerprint = Self.fingerprint(words, flipping: 0.03, using: &generator)
        data.identities[anomaly]?.fingerprint = Self.fingerprint(words, flipping: 0.03, using: &generator)
        let overlap = LeakageGuard.overlap(manifest, tested, identities: data.identities)
        #expect(overlap.copies.map(\.first) == Array(normal.prefix(2)))
        #expect(overlap.copies.map(\.kind) == [.exact, .near])
        #expect(overlap.background.map(\.first).contains(anomaly), "nothing was learnt from an anomaly")
        let own = LeakageGuard.overlap(manifest, tested, identities: data.identities, isOwnSplit: true)
        #expect(own.copies.map(\.kind) == [.exact], "the split had the whole fingerprints to decide by")
    }
}
