import Foundation
import InspectionPipeline
import InspectionTypes
import Media
import Testing

@testable import Capture
@testable import Stations

@Suite struct WatcherTests {
    let doorbell = Doorbell()

    /// Bright and dark frames by letters: `d` dark, `b` bright, `B` very bright, `k` black, `o` overexposed, `u` uniform, `x` damaged.
    static func pictures(_ letters: String) throws -> [[UInt8]] {
        try letters.enumerated().map { place, letter in
            let seed = UInt64(place + 1)
            switch letter {
            case "d": return try BrightnessClassifier.jpeg(0.2, seed: seed)
            case "b": return try BrightnessClassifier.jpeg(0.6, seed: seed)
            case "B": return try BrightnessClassifier.jpeg(0.8, seed: seed)
            case "k": return try PictureEncoder.jpeg(Picture.plain(0))
            case "o": return try PictureEncoder.jpeg(Picture.plain(255))
            case "u": return try PictureEncoder.jpeg(Picture.plain(90))
            default: return Array(try BrightnessClassifier.jpeg(0.6, seed: seed).dropLast(200)) + [0xFF, 0xD9]
            }
        }
    }

    static func words(_ event: StationEvent) -> [String] {
        switch event.kind {
        case .unreadable(let path, _): ["\(event.source): cannot read \(path.split(separator: "/").last ?? "")"]
        default: ListenerTests.words(event)
        }
    }

    private func watch(
        _ letters: String, rules: StationRules = StationRules(holdSeconds: 1), clips: ClipStore? = nil
    ) throws -> (words: [String], report: SourceReport, frames: [SeenFrame]) {
        let feed = try BrightnessClassifier.film(Self.pictures(letters), wake: doorbell)
        let watcher = try Watcher(
            BrightnessClassifier.inspector(), rules: rules, clips: clips, sources: [.init(feed)], wake: doorbell)
        var words: [String] = []
        var frames: [SeenFrame] = []
        try watcher.run(isStopping: { false }) { event in
            words += Self.words(event)
            if case .frame(_, let frame) = event.kind { frames.append(frame) }
        }
        return (words, watcher.reports[0], frames)
    }

    @Test func `frames become a defect by the rule, and it is over when there was none for a while`() throws {
        let rules = StationRules(rule: EventRule(needed: 2, of: 3), holdSeconds: 1)
        let (words, report, frames) = try watch("dbdddbbbddddd", rules: rules)
        // Frames are half a second apart: one alone makes none.
        #expect(words == ["film: defect from 2.5", "film: over at 3.5, 3 windows"])
        #expect(report.defects == 1 && report.windows == 13 && report.unusable == 0)
        #expect(frames.map(\.number) == Array(0..<13) && report.counters.delivered == 13)
    }

    @Test func `a picture that is no good gives no verdict but a fault`() throws {
        let (words, report, frames) = try watch("dkkdooduxxd", rules: StationRules())
        #expect(
            words == [
                "film: black from 0.5", "film: black until 1.0", "film: overexposed from 2.0",
                "film: overexposed until 2.5", "film: uniform from 3.5", "film: uniform until 3.5",
                "film: damaged from 4.0", "film: damaged until 4.5",
            ])
        #expect(report.unusable == 7 && report.undecodable == 2 && report.defects == 0)
        #expect(frames.count == 11 && frames[8].quality == nil)
    }

    @Test func `a camera that freezes gives no verdict any more, one that is only still does`() throws {
        let queue = FrameQueue(wake: doorbell)
        let feed = FrameFeed(name: "gate", isLive: true, queue: queue) {}
        let watcher = try Watcher(
            BrightnessClassifier.inspector(), rules: StationRules(), quality: PictureRules(frozenSeconds: 0.2),
            sources: [.init(feed)], wake: doorbell)
        let standing = try BrightnessClassifier.jpeg(0.2)
        _ = try SourceThread(name: "camera") {
            queue.opened(FrameFormat(description: "gate"))
            var seed: UInt64 = 2
            // The same scene with a camera's noise, then the very same picture, then the scene again.
            for picture in [nil, standing, nil] {
                for _ in 0..<15 {
                    seed += 1
                    if let next = try? picture ?? BrightnessClassifier.jpeg(0.2, seed: seed) {
                        queue.offer(next, arrived: .now)
                    }
                    while queue.counters.queued > 0 { _ = queue.pause(seconds: 0.005) }
                    _ = queue.pause(seconds: 0.05)
                }
            }
            queue.ended()
        }
        var words: [String] = []
        try watcher.run(isStopping: { false }) { event in
            if case .change(.problemBegan(let problem, _), _) = event.kind { words.append("\(problem)") }
            if case .change(.problemEnded(let problem, _, _), _) = event.kind { words.append("no longer \(problem)") }
        }
        #expect(words == ["frozen", "no longer frozen"])
        let report = watcher.reports[0]
        #expect(report.unusable > 2 && report.unusable < 15 && report.windows == 45)
    }

    @Test func `sources side by side give what each gives alone`() throws {
        let films = ["dbbdd", "ddddd", "bbbkd", "dxbbb"]
        let feeds = try films.enumerated().map { number, letters in
            try BrightnessClassifier.film(Self.pictures(letters), name: "film", interval: 0.5, wake: doorbell)
        }
        let watcher = try Watcher(
            BrightnessClassifier.inspector(workers: 2), rules: StationRules(holdSeconds: 1),
            sources: feeds.map { .init($0) }, wake: doorbell)
        try watcher.run(isStopping: { false }, report: { _ in })
        for (letters, report) in zip(films, watcher.reports) {
            let alone = try watch(letters).report
            #expect(report.alarms == alone.alarms && report.defects == alone.defects, "\(letters)")
            #expect(report.windows == 5 && report.unusable == alone.unusable)
        }
    }

    @Test func `a camera that is faster than the model loses frames, each of them counted, and the newest is judged`()
        throws
    {
        let queue = FrameQueue(wake: doorbell)
        let feed = FrameFeed(name: "gate", isLive: true, queue: queue) {}
        let watcher = try Watcher(
            BrightnessClassifier.inspector(), rules: StationRules(), sources: [.init(feed)], wake: doorbell)
        let pictures = try (0..<200).map { try BrightnessClassifier.jpeg(0.2, seed: UInt64($0)) }
        queue.opened(FrameFormat(description: "gate"))
        var numbers: [Int64] = []
        var sent = 0
        try watcher.run(isStopping: { false }) { event in
            if case .frame(_, let frame) = event.kind { numbers.append(frame.number) }
            // While a verdict is told, ten more come.
            for picture in pictures[sent..<min(200, sent + 10)] { queue.offer(picture, arrived: .now) }
            sent = min(200, sent + 10)
            if sent == 200 { queue.ended() }
        }
        let counters = watcher.reports[0].counters
        #expect(counters.captured == 200 && numbers.last == 199)
        #expect(counters.lost == 200 - Int64(numbers.count) && counters.lost >= 150)
        #expect(numbers == Set(numbers).sorted(), "\(numbers)")
    }

    // MARK: What is kept

    @Test func `of a defect the frame that shows it best is kept, as it came, with its overlay and a record`() throws {
        let folder = try ScratchFolder()
        let store = try ClipStore(ClipRules(folder: folder.path, leastFree: 0))
        let letters = "ddbBbddddbdddd"
        let (words, _, _) = try watch(letters, clips: store)
        #expect(store.close(within: 20))
        #expect(words.count { $0.contains("defect") } == 2)
        #expect(
            folder.files == [
                "film/frame-2_1.0s_bright.jpg", "film/frame-2_1.0s_bright.json", "film/frame-2_1.0s_bright.overlay.jpg",
                "film/frame-9_4.5s_bright.jpg", "film/frame-9_4.5s_bright.json", "film/frame-9_4.5s_bright.overlay.jpg",
            ])
        // It began with frame 2; frame 3 is the brightest.
        let kept = FileManager.default.contents(atPath: folder.path + "/film/frame-2_1.0s_bright.jpg")
        #expect(kept.map(Array.init) == (try Self.pictures(letters))[3])
        let overlay = try PictureFile.read(folder.path + "/film/frame-2_1.0s_bright.overlay.jpg")
        #expect(overlay.colour == .rgb && overlay.width == 40 && overlay.height == 30)
        let record = folder.text("film/frame-2_1.0s_bright.json")
        for part in ["\"frame\" : 3", "\"frames\" : 3", "\"end\" : 2", "frame-2_1.0s_bright.overlay.jpg"] {
            #expect(record.contains(part), "\(record)")
        }
        #expect(store.counters.kept == 2 && store.counters.failed == 0)
    }

    @Test func `a stop completes what is kept`() throws {
        let folder = try ScratchFolder()
        let store = try ClipStore(ClipRules(folder: folder.path, leastFree: 0))
        let queue = FrameQueue(wake: doorbell)
        let feed = FrameFeed(name: "gate", isLive: true, queue: queue) {}
        let watcher = try Watcher(
            BrightnessClassifier.inspector(), rules: StationRules(), clips: store, sources: [.init(feed)],
            wake: doorbell)
        queue.opened(FrameFormat(description: "gate"))
        queue.offer(try BrightnessClassifier.jpeg(0.8), arrived: .now)
        var hasBegun = false
        try watcher.run(isStopping: { hasBegun }) { event in
            if case .change(.defectBegan, _) = event.kind { hasBegun = true }
        }
        #expect(store.close(within: 20))
        let files = folder.files
        #expect(files.count == 3, "\(files)")
        #expect(folder.text(files.first { $0.hasSuffix(".json") } ?? "").contains("\"end\""))
        _ = try PictureFile.read(folder.path + "/" + (files.first { $0.hasSuffix(".overlay.jpg") } ?? ""))
    }

    @Test func `pictures that the disk cannot take are left out and counted, and nobody waits`() throws {
        let folder = try ScratchFolder()
        let store = try ClipStore(ClipRules(folder: folder.path, leastFree: .max))
        _ = try watch("bbddddbb", clips: store)
        #expect(store.close(within: 20))
        #expect(store.counters.kept == 0 && store.counters.failed >= 2 && folder.files.isEmpty)
        #expect(store.takeNotices().count == 1)
    }

    @Test func `the oldest pictures go with all that is beside them, and a stranger's stay`() throws {
        let folder = try ScratchFolder()
        let picture = try BrightnessClassifier.jpeg(0.3)
        for name in ["own.jpg", "own.overlay.jpg"] {
            try Data(picture).write(to: URL(filePath: folder.path + "/" + name))
        }
        try Data("{\"label\": \"mine\"}".utf8).write(to: URL(filePath: folder.path + "/own.json"))
        for letters in ["bdddd", "Bdddd", "bbdddd"] {
            let store = try ClipStore(ClipRules(folder: folder.path, limit: 1, leastFree: 0))
            _ = try watch("d" + letters, clips: store)
            #expect(store.close(within: 20))
        }
        // Room is made before each is written: the last stays.
        #expect(
            folder.files == [
                "film/frame-1_0.5s_bright.jpg", "film/frame-1_0.5s_bright.json",
                "film/frame-1_0.5s_bright.overlay.jpg", "own.jpg", "own.json", "own.overlay.jpg",
            ])
    }

    // MARK: Folders

    @Test func `each picture of a folder is judged by itself`() throws {
        let folder = try ScratchFolder()
        for (number, picture) in try Self.pictures("bdBx").enumerated() {
            try Data(picture).write(to: URL(filePath: "\(folder.path)/part\(number).jpg"))
        }
        let kept = try ScratchFolder()
        let store = try ClipStore(ClipRules(folder: kept.path, leastFree: 0))
        let feed = try FrameSources.open(
            .folder(folder.path, existing: true), name: "parts", wake: doorbell,
            options: SourceOptions(scanInterval: 0.05, settleTime: 0.1))
        // A rule over several frames says nothing of parts.
        let watcher = try Watcher(
            BrightnessClassifier.inspector(workers: 2), rules: StationRules(rule: EventRule(needed: 3, of: 5)),
            clips: store, sources: [.init(feed)], wake: doorbell)
        var words: [String] = []
        var seen = 0
        try watcher.run(isStopping: { seen >= 4 }) { event in
            words += Self.words(event)
            if case .frame = event.kind { seen += 1 }
            if case .unreadable = event.kind { seen += 1 }
        }
        #expect(store.close(within: 20))
        #expect(words.count { $0 == "parts: defect from 0.0" } == 2)
        #expect(words.count { $0 == "parts: over at 0.0, 1 windows" } == 2)
        #expect(words.contains("parts: cannot read part3.jpg"))
        let report = watcher.reports[0]
        #expect(report.windows == 3 && report.defects == 2 && report.undecodable == 1)
        #expect(
            kept.files.filter { $0.hasSuffix(".json") } == [
                "parts/part0.jpg_bright.json", "parts/part2.jpg_bright.json",
            ])
    }
}

extension Picture {
    static func plain(_ level: UInt8, width: Int = 40, height: Int = 30) -> Picture {
        Picture(width: width, height: height, colour: .grey, pixels: Array(repeating: level, count: width * height))
    }
}
