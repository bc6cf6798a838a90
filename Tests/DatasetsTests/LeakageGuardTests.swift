import InspectionTypes
import Media
import Testing

@testable import Datasets

@Suite struct LeakageGuardTests {
    /// The fixtures as a data set: every file a class of its own unless told otherwise.
    static func fixtures(_ names: [String], label: (String) -> String = { $0 }) throws -> (
        Dataset, [String: RecordingIdentity]
    ) {
        let items = names.map { DataItem(path: $0, label: Label(label($0)), group: $0) }
        let dataset = Dataset(root: Checkout.fixtures, layout: .table, items: items)
        return (dataset, try FeatureStore.prepare(dataset, frontEnd: nil, options: .init(cache: nil)).identities)
    }

    @Test(arguments: ["copy_vorbis.ogg", "copy_softer.mp3", "copy_cut.ogg"])
    func findsACopy(name: String) throws {
        let (dataset, identities) = try Self.fixtures(["original.flac", name, "stranger.ogg"])
        let pairs = LeakageGuard.pairs(in: dataset, identities: identities)
        let pair = try #require(pairs.first)
        #expect(pairs.count == 1)
        #expect(pair.kind == .near)
        #expect([pair.first, pair.second].sorted() == [name, "original.flac"].sorted())
        #expect(try #require(pair.seconds) > (name == "copy_cut.ogg" ? 2 : 3))
        #expect(try #require(pair.agreement) > 0.75)
    }

    @Test func findsExactCopiesByTheirHash() throws {
        let folder = try TemporaryFolder()
        try folder.noise("a/1.wav", seed: 1)
        try folder.noise("a/2.wav", seed: 2)
        try folder.noise("b/1 again.wav", seed: 1)
        let dataset = try DatasetScanner.scan(folder.path)
        let identities = try FeatureStore.prepare(dataset, frontEnd: nil, options: .init(cache: nil)).identities
        let pairs = LeakageGuard.pairs(in: dataset, identities: identities)
        #expect(pairs == [LeakagePair(kind: .exact, first: "b/1 again.wav", second: "a/1.wav")])
        #expect(LeakageGuard.conflicts(pairs, in: dataset) == pairs)
        #expect { try Split.make(of: dataset, identities: identities) } throws: { error in
            let message = (error as? DatasetError)?.message ?? ""
            return message.contains("b/1 again.wav is the same file as a/1.wav") && message.contains("a;b")
        }
    }

    @Test func copiesAreSplitTogether() throws {
        let names = ["original.flac", "copy_vorbis.ogg", "copy_softer.mp3", "copy_cut.ogg", "stranger.ogg"]
        let (dataset, identities) = try Self.fixtures(names) { $0 == "stranger.ogg" ? "other" : "same" }
        for seed in 0..<8 as Range<UInt64> {
            let split = try Split.make(of: dataset, identities: identities, options: .init(seed: seed))
            #expect(Set(split.items.filter { $0.path != "stranger.ogg" }.map(\.part)).count == 1)
            #expect(split.caveats.contains { $0.contains("joined with others because they hold the same recordings") })
        }
    }

    @Test func silenceIsNoCopyOfSilence() throws {
        let folder = try TemporaryFolder()
        for (index, name) in ["a/1.wav", "b/2.wav"].enumerated() {
            try folder.files(name)
            let samples = (0..<48_000).map { $0 == 100 * index ? Float(0.001) : 0 }
            try AudioFileWriter.write(AudioSignal(mono: samples, sampleRate: 16_000), to: folder.path + "/" + name)
        }
        let dataset = try DatasetScanner.scan(folder.path)
        let identities = try FeatureStore.prepare(dataset, frontEnd: nil, options: .init(cache: nil)).identities
        #expect(LeakageGuard.pairs(in: dataset, identities: identities) == [])
    }

    @Test func aTestOfTrainingDataIsFoundThroughTheManifest() throws {
        let (trained, identities) = try Self.fixtures(["original.flac"]) { _ in "a" }
        let split = Split(
            seed: 0, method: "", caveats: [], dataDigest: "", items: trained.items.map { $0.standing(in: .train) },
            hashes: [:]
        )
        let manifest = try TrainingManifest(encoded: TrainingManifest(split, identities: identities).encoded())
        #expect(manifest.recordings.count == 1)
        let (tested, others) = try Self.fixtures(["original.flac", "copy_vorbis.ogg", "copy_cut.ogg", "stranger.ogg"])
        let overlap = LeakageGuard.overlap(manifest, tested, identities: others).copies
        #expect(overlap.map(\.first) == ["copy_cut.ogg", "copy_vorbis.ogg", "original.flac"])
        #expect(overlap.map(\.kind) == [.near, .near, .exact])
    }

    @Test func testRecordingsAreNotInTheManifest() throws {
        let (data, identities) = try Self.fixtures(["original.flac", "stranger.ogg"])
        let items = [data.items[0].standing(in: .test), data.items[1].standing(in: .validation)]
        let split = Split(seed: 0, method: "", caveats: [], dataDigest: "", items: items, hashes: [:])
        #expect(TrainingManifest(split, identities: identities).recordings.map(\.path) == ["stranger.ogg"])
    }

    @Test(arguments: ["", "{}", "{\"version\": 2, \"recordings\": []}"])
    func refusesADamagedManifest(text: String) {
        #expect(throws: DatasetError.self) { try TrainingManifest(encoded: text) }
    }

    @Test func stretchesOfOneFileContradictOnlyWhereTheyOverlap() {
        func conflicts(_ second: TimeRange) -> Int {
            let items = [
                DataItem(path: "x", label: ["a"], group: "x", range: TimeRange(start: 0, end: 2)),
                DataItem(path: "x", label: ["b"], group: "x", range: second),
            ]
            return LeakageGuard.conflicts([], in: Dataset(root: "", layout: .table, items: items)).count
        }
        #expect(conflicts(TimeRange(start: 2, end: 4)) == 0)
        #expect(conflicts(TimeRange(start: 1.9)) == 1)
    }

    @Test func aFingerprintSurvivesItsCoding() throws {
        let fingerprint = AcousticFingerprint(runs: [
            .init(start: 0, words: [1, .max, 0x1234_5678]), .init(start: 40, words: Array(7..<400)),
        ])
        #expect(AcousticFingerprint.runs(of: fingerprint.words) == fingerprint.runs)
        #expect(AcousticFingerprint.runs(of: [5, 0, 1]) == nil)
        let excerpt = fingerprint.excerpt(wordCount: 128, stretch: 64)
        #expect(excerpt.wordCount == 128)
        for run in excerpt.runs {
            let whole = fingerprint.runs[1]
            #expect(Array(whole.words[(run.start - whole.start)..<(run.end - whole.start)]) == run.words)
        }
    }
}

@Suite struct RealRecordingTests {
    /// The propeller flights are 193 different ones of one drone; ESC-10 has two clips cut from one crackling fire.
    @Test(.enabled(if: Checkout.has("propeller"), "needs the real recordings"))
    func differentFlightsAreNoCopies() throws {
        let dataset = try DatasetScanner.scan(Checkout.sharedData + "/propeller")
        let store = try FeatureStore.prepare(dataset, frontEnd: nil, options: .init(cache: nil))
        #expect(dataset.items.count == 193)
        #expect(LeakageGuard.pairs(in: dataset, identities: store.identities) == [])
        let split = try Split.make(of: dataset, identities: store.identities)
        for part in DataPart.allCases { #expect(Set(split.items(of: part).flatMap(\.label.names)).count == 4) }
        #expect(split.caveats == [])
    }

    @Test(.enabled(if: Checkout.has("esc10"), "needs the real recordings"))
    func theFoldsOfESC10ComeFromItsNames() throws {
        let dataset = try DatasetScanner.scan(Checkout.sharedData + "/esc10", options: .init(groupBy: "^(\\d)-"))
        #expect(dataset.groups == ["1", "2", "3", "4"])
        let store = try FeatureStore.prepare(dataset, frontEnd: nil, options: .init(cache: nil))
        let pairs = LeakageGuard.pairs(in: dataset, identities: store.identities)
        #expect(
            LeakageGuard.crossing(pairs, in: dataset.items.map { $0.standing(in: $0.group == "2" ? .test : .train) })
                == [])
        let folds = try Split.folds(4, of: dataset, identities: store.identities, options: .init(validation: 0))
        for (index, fold) in folds.enumerated() {
            #expect(fold.items(of: .test).allSatisfy { $0.name.hasPrefix("\(index + 1)-") })
            #expect(fold.items(of: .test).count == 80)
        }
    }
}
