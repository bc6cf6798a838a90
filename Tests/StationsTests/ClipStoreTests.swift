import Foundation
import InspectionTypes
import Media
import Testing

@testable import Stations

@Suite struct ClipStoreTests {
    private static func record(_ source: String = "a") -> ClipRecord {
        ClipRecord(
            source: source, model: "m", position: 0, seconds: 1, sampleRate: 16_000, defects: [], lostFrames: 0)
    }

    private static let second = LoudnessDetector.sound(1)

    @Test func soundThatTheDiskCannotTakeIsCountedInItsRecordAndNobodyWaits() throws {
        let folder = try ScratchFolder()
        let store = try ClipStore(ClipRules(folder: folder.path, leastFree: 0), mostWaiting: 0)
        let handle = store.begin(stem: folder.path + "/x", sampleRate: 16_000, channelCount: 1)
        for _ in 0..<3 { store.append(Self.second, to: handle) }
        store.finish(handle, Self.record())
        #expect(store.close(within: 20))
        #expect(store.counters.lostFrames == 48_000)
        #expect(store.counters.incomplete == 1)
        #expect(folder.text("x.json").contains("\"lost_frames\" : 48000"))
    }

    @Test func theOldestClipsGoAndNothingElseDoes() throws {
        let folder = try ScratchFolder()
        try "mine".write(toFile: folder.path + "/notes.txt", atomically: true, encoding: .utf8)
        try AudioFileWriter.write(Self.second, to: folder.path + "/own.flac", format: .flac16)
        let size = try FileManager.default.attributesOfItem(atPath: folder.path + "/own.flac")[.size] as? Int64 ?? 0
        var store: ClipStore? = try ClipStore(ClipRules(folder: folder.path, limit: size * 5 / 2, leastFree: 0))
        for number in 0..<5 {
            let handle = try #require(
                store?.begin(stem: folder.path + "/\(number)", sampleRate: 16_000, channelCount: 1))
            store?.append(Self.second, to: handle)
            store?.finish(handle, Self.record())
        }
        #expect(store?.close(within: 20) == true)
        // Room is made before each clip, not after the last.
        let left = folder.files.filter { $0.hasSuffix(".flac") }
        #expect(left.contains("own.flac") && left.contains("4.flac") && !left.contains("0.flac"), "\(left)")
        #expect(folder.files.contains("notes.txt"))
        #expect(folder.files.filter { $0.hasSuffix(".json") }.count == left.count - 1)
        let removed = store?.counters.removed ?? 0
        #expect(removed == 5 - (left.count - 1))
        // Those of an earlier run count as well.
        store = try ClipStore(ClipRules(folder: folder.path, limit: 0, leastFree: 0))
        let handle = try #require(store?.begin(stem: folder.path + "/5", sampleRate: 16_000, channelCount: 1))
        store?.append(Self.second, to: handle)
        store?.finish(handle, Self.record())
        #expect(store?.close(within: 20) == true)
        #expect(folder.files.filter { $0.hasSuffix(".flac") } == ["5.flac", "own.flac"])
    }

    @Test func aFullDiskIsSaidOnceAndListeningGoesOn() throws {
        let folder = try ScratchFolder()
        let store = try ClipStore(ClipRules(folder: folder.path, leastFree: .max))
        for number in 0..<3 {
            let handle = store.begin(stem: folder.path + "/\(number)", sampleRate: 16_000, channelCount: 1)
            store.append(Self.second, to: handle)
            store.finish(handle, Self.record())
        }
        #expect(store.close(within: 20))
        #expect(store.counters.failed == 3)
        #expect(store.counters.kept == 0)
        let notices = store.takeNotices()
        #expect(notices.count == 1 && notices[0].contains("make room"), "\(notices)")
        #expect(folder.files.isEmpty)
    }

    @Test func noClipTakesAnothersPlace() throws {
        let folder = try ScratchFolder()
        let store = try ClipStore(ClipRules(folder: folder.path, leastFree: 0))
        let handles = (0..<2).map { _ in
            store.begin(stem: folder.path + "/x", sampleRate: 16_000, channelCount: 1)
        }
        for handle in handles {
            store.append(Self.second, to: handle)
            store.finish(handle, Self.record())
        }
        #expect(store.close(within: 20))
        #expect(folder.files == ["x-2.flac", "x-2.json", "x.flac", "x.json"])
        // Nor that of an earlier run.
        let later = try ClipStore(ClipRules(folder: folder.path, leastFree: 0))
        #expect(later.begin(stem: folder.path + "/x", sampleRate: 16_000, channelCount: 1).path.hasSuffix("/x-3.flac"))
        #expect(later.close(within: 20))
    }

    @Test func whatAKilledProcessHadBegunIsTakenAway() throws {
        let folder = try ScratchFolder()
        for name in ["a.flac.99999999-1.part", "b.flac.\(getpid())-1.part", "c.part"] {
            try "".write(toFile: folder.path + "/" + name, atomically: true, encoding: .utf8)
        }
        let store = try ClipStore(ClipRules(folder: folder.path, leastFree: 0))
        #expect(store.close(within: 20))
        #expect(folder.files == ["b.flac.\(getpid())-1.part", "c.part"])
    }

    @Test func aFolderThatCannotBeMadeIsRefusedAtOnce() throws {
        let folder = try ScratchFolder()
        try "".write(toFile: folder.path + "/file", atomically: true, encoding: .utf8)
        #expect { try ClipStore(ClipRules(folder: folder.path + "/file/clips")) } throws: { error in
            (error as? StationError)?.message.contains(folder.path + "/file/clips") ?? false
        }
    }
}
