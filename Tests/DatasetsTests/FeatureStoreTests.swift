import FoundationEssentials
import InspectionTypes
import Media
import Signals
import Synchronization
import Testing

@testable import Datasets

@Suite struct FeatureStoreTests {
    static let frontEnd = SoundFrontEnd(logMel: .yamnet, windowSeconds: 1, hopSeconds: 0.5)

    static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.noise("data/a/1.wav", seed: 1)
        try folder.noise("data/a/2.wav", seed: 2, seconds: 1.5)
        try folder.noise("data/b/3.wav", seed: 3, seconds: 0.4)
        return folder
    }

    static func prepare(_ folder: TemporaryFolder, threads: Int = 2, limit: Int = 1 << 30) throws -> (
        Dataset, FeatureStore
    ) {
        let dataset = try DatasetScanner.scan(folder.path + "/data")
        let cache = FeatureCache(folder: folder.path + "/cache", sizeLimit: limit)
        return (
            dataset,
            try FeatureStore.prepare(dataset, frontEnd: frontEnd, options: .init(cache: cache, threads: threads))
        )
    }

    @Test func featuresAreThoseOfTheExtractor() throws {
        let folder = try Self.folder()
        let (dataset, store) = try Self.prepare(folder)
        for item in dataset.items {
            let signal = try AudioFile.read(dataset.filePath(of: item))
            let expected = try SoundFeatureExtractor.spectrograms(of: signal, frontEnd: Self.frontEnd)[0]
            let features = store.features(of: item)
            #expect(features.count == 1)
            #expect(features[0].frameCount == expected.frameCount)
            #expect(features[0].withValues { Array($0) } == expected.values)
            let identity = try #require(store.identities[item.path])
            #expect(abs(identity.seconds - signal.duration) < 1e-9)
            #expect(identity.channelCount == 1 && identity.sampleRate == 16_000)
        }
        #expect(store.decodedCount == 3)
    }

    @Test func theSecondTimeNothingIsDecoded() throws {
        let folder = try Self.folder()
        let (dataset, first) = try Self.prepare(folder)
        let (_, second) = try Self.prepare(folder, threads: 1)
        #expect(second.decodedCount == 0)
        #expect(second.identities == first.identities)
        for item in dataset.items {
            #expect(
                first.features(of: item)[0].withValues { Array($0) }
                    == second.features(of: item)[0].withValues { Array($0) })
        }
    }

    @Test func anotherFrontEndHasItsOwnFeatures() throws {
        let folder = try Self.folder()
        let (dataset, _) = try Self.prepare(folder)
        var other = Self.frontEnd
        other.logMel.bandCount = 40
        let cache = FeatureCache(folder: folder.path + "/cache")
        let store = try FeatureStore.prepare(dataset, frontEnd: other, options: .init(cache: cache))
        #expect(store.decodedCount == 3)
        #expect(store.features(of: dataset.items[0])[0].bandCount == 40)
        var hopped = Self.frontEnd
        hopped.hopSeconds = 0.1
        #expect(try FeatureStore.prepare(dataset, frontEnd: hopped, options: .init(cache: cache)).decodedCount == 0)
    }

    @Test(arguments: ["cut", "empty", "foreign"])
    func aDamagedCacheFileIsMadeAnew(damage: String) throws {
        let folder = try Self.folder()
        let (dataset, first) = try Self.prepare(folder)
        let hash = try #require(first.identities["a/1.wav"]?.hash)
        let cache = FeatureCache(folder: folder.path + "/cache")
        let path = cache.featuresPath(hash: hash, frontEnd: try FeatureCache.digest(of: Self.frontEnd))
        let bytes = try #require(FileManager.default.contents(atPath: path))
        let damaged =
            switch damage {
            case "cut": bytes.prefix(bytes.count - 4)
            case "empty": bytes.prefix(0)
            default: Data(repeating: 0x41, count: bytes.count)
            }
        try damaged.write(to: URL(filePath: path), options: .atomic)
        let (_, second) = try Self.prepare(folder)
        #expect(second.decodedCount == 1)
        #expect(
            second.features(of: dataset.items[0])[0].withValues { Array($0) }
                == first.features(of: dataset.items[0])[0].withValues { Array($0) })
    }

    @Test func whatWasNotUsedForLongestMakesWay() throws {
        let folder = try Self.folder()
        let (_, store) = try Self.prepare(folder)
        let cache = FeatureCache(folder: folder.path + "/cache", sizeLimit: 110_000)
        let digest = try FeatureCache.digest(of: Self.frontEnd)
        let paths = try ["a/1.wav", "a/2.wav", "b/3.wav"].map { path in
            cache.featuresPath(hash: try #require(store.identities[path]).hash, frontEnd: digest)
        }
        for (age, path) in [(10.0, paths[0]), (3000, paths[1]), (20, paths[2])] {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path)
        }
        #expect(cache.evict() == 1)
        #expect(paths.map { FileManager.default.fileExists(atPath: $0) } == [true, false, true])
    }

    @Test func anUnreadableRecordingStopsNothing() throws {
        let folder = try Self.folder()
        try folder.text("data/b/broken.wav", "this is no sound")
        let (dataset, store) = try Self.prepare(folder)
        #expect(store.failures.map(\.path) == ["b/broken.wav"])
        #expect(store.failures[0].message.contains("broken.wav"))
        #expect(store.identities.count == 3)
        let broken = try #require(dataset.items.first { $0.path == "b/broken.wav" })
        #expect(store.features(of: broken).isEmpty)
    }

    @Test func noneReadableIsAnError() throws {
        let folder = try TemporaryFolder()
        try folder.text("data/a/x.wav", "this is no sound")
        try folder.text("data/b/y.wav")
        #expect { _ = try Self.prepare(folder) } throws: {
            ($0 as? DatasetError)?.code == .unreadable && "\($0)".contains("None of the 2 recordings")
        }
    }

    @Test func aCacheThatCannotBeWrittenIsOnlyWarnedOf() throws {
        let folder = try Self.folder()
        try folder.text("blocked")
        let dataset = try DatasetScanner.scan(folder.path + "/data")
        let store = try FeatureStore.prepare(
            dataset, frontEnd: Self.frontEnd,
            options: .init(cache: FeatureCache(folder: folder.path + "/blocked/cache"))
        )
        #expect(store.warnings.count == 1)
        #expect(store.features(of: dataset.items[0])[0].frameCount > 0)
    }

    @Test func manyChannelsMustBeChosen() throws {
        let folder = try Self.folder()
        let one = TemporaryFolder.noise(seed: 5, seconds: 1).channels[0]
        try AudioFileWriter.write(
            AudioSignal(channels: [one, one, one], sampleRate: 16_000), to: folder.path + "/data/a/three.wav")
        let dataset = try DatasetScanner.scan(folder.path + "/data")
        #expect(throws: SignalError.self) {
            try FeatureStore.prepare(dataset, frontEnd: Self.frontEnd, options: .init(cache: nil))
        }
        var each = Self.frontEnd
        each.channels = .each
        let store = try FeatureStore.prepare(dataset, frontEnd: each, options: .init(cache: nil))
        let three = try #require(dataset.items.first { $0.path == "a/three.wav" })
        #expect(store.features(of: three).map(\.channel) == [0, 1, 2])
    }

    @Test func canBeStopped() throws {
        let folder = try Self.folder()
        let dataset = try DatasetScanner.scan(folder.path + "/data")
        #expect {
            try FeatureStore.prepare(dataset, frontEnd: nil, options: .init(cache: nil, isCancelled: { true }))
        } throws: {
            ($0 as? DatasetError)?.code == .cancelled
        }
    }

    @Test func progressCountsEveryRecordingOnce() throws {
        let folder = try Self.folder()
        try folder.text("data/b/broken.wav", "this is no sound")
        let dataset = try DatasetScanner.scan(folder.path + "/data")
        let seen = Mutex<[Int]>([])
        _ = try FeatureStore.prepare(dataset, frontEnd: nil, options: .init(cache: nil)) { done, total in
            seen.withLock { $0.append(done) }
            #expect(total == 4)
        }
        #expect(seen.withLock { $0 } == [1, 2, 3, 4])
    }

    @Test func aStretchHoldsItsFramesOnly() throws {
        let folder = try Self.folder()
        let (dataset, store) = try Self.prepare(folder)
        var item = dataset.items[0]
        item.range = TimeRange(start: 0.5, end: 1.25)
        let whole = store.features(of: dataset.items[0])[0]
        let part = store.features(of: item)[0]
        #expect(part.firstFrame == 50)
        // Frame t hears the 25 ms from t · 10 ms: the last that ends by 1.25 s is 122.
        #expect(part.frameCount == 122 - 50 + 1)
        #expect(part.withValues { Array($0) } == whole.withValues { Array($0[50 * 64..<123 * 64]) })
        item.range = TimeRange(start: 2.5)
        #expect(store.features(of: item)[0].frameCount == whole.frameCount - 250)
        item.range = TimeRange(start: 99)
        #expect(store.features(of: item).isEmpty)
    }

    @Test func aChangedFileIsReadAgain() throws {
        let folder = try Self.folder()
        let (_, first) = try Self.prepare(folder)
        try folder.noise("data/a/1.wav", seed: 77)
        let (_, second) = try Self.prepare(folder)
        #expect(second.decodedCount == 1)
        #expect(first.identities["a/1.wav"]?.hash != second.identities["a/1.wav"]?.hash)
    }
}
