import Capture
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import Media
import Synchronization
import Testing

@testable import Stations

@Suite struct ListenerTests {
    /// Listens to files as fast as they are read; every event in words.
    private static func listen(
        to paths: [String], rules: StationRules = StationRules(holdSeconds: 1), clips: ClipStore? = nil
    ) throws -> (words: [String], reports: [SourceReport]) {
        let doorbell = Doorbell()
        let sources = try paths.map { path in
            try Listener.Source(
                SoundSources.open(.file(path), name: String(path.split(separator: "/").last ?? ""), wake: doorbell))
        }
        let listener = try Listener(
            LoudnessDetector.inspector(isBatched: paths.count > 1), rules: rules, clips: clips, sources: sources,
            wake: doorbell)
        var words: [String] = []
        try listener.run(isStopping: { false }, report: { words += Self.words($0) })
        return (words, listener.reports)
    }

    static func words(_ event: StationEvent) -> [String] {
        switch event.kind {
        case .change(.defectBegan(let defect), _): ["\(event.source): defect from \(defect.start)"]
        case .change(.defectEnded(let defect), _): ["\(event.source): over at \(defect.end), \(defect.windows) windows"]
        case .change(.problemBegan(let problem, let place), _): ["\(event.source): \(problem) from \(place)"]
        case .change(.problemEnded(let problem, _, let place), _): ["\(event.source): \(problem) until \(place)"]
        case .gap(let seconds, _, let reason): ["\(event.source): \(reason) \(seconds)"]
        case .disconnected: ["\(event.source): away"]
        case .recordingEnded: ["\(event.source): ended"]
        default: []
        }
    }

    @Test func aDefectInARecordingIsReportedFromItsFirstWindowToItsLast() throws {
        let folder = try ScratchFolder()
        try AudioFileWriter.write(LoudnessDetector.sound(8, loud: [3..<5]), to: folder.path + "/a.wav", format: .wav24)
        let (words, reports) = try Self.listen(to: [folder.path + "/a.wav"])
        // Of windows of 0.5 s every 0.25 s, those with enough of the loud stretch in them.
        #expect(words == ["a.wav: defect from 2.75", "a.wav: over at 5.25, 9 windows", "a.wav: ended"])
        #expect(reports[0].windows == 31)
        #expect(reports[0].defects == 1)
        #expect(reports[0].counters.delivered == 128_000)
    }

    @Test func sourcesSideBySideGiveWhatEachGivesAlone() throws {
        let folder = try ScratchFolder()
        let paths = try (0..<11).map { number in
            let path = folder.path + "/\(number).wav"
            let sound = LoudnessDetector.sound(
                3 + Double(number) / 2, loud: [1..<(1.5 + Double(number) / 8)], seed: UInt64(number))
            try AudioFileWriter.write(sound, to: path, format: .wav24)
            return path
        }
        let together = try Self.listen(to: paths).words
        for path in paths {
            let name = String(path.split(separator: "/").last ?? "")
            #expect(together.filter { $0.hasPrefix(name + ":") } == (try Self.listen(to: [path]).words))
        }
        #expect(together.count { $0.contains("defect") } == 11)
    }

    @Test func aClipHoldsTheVerySoundAroundTheDefect() throws {
        let folder = try ScratchFolder()
        let sound = LoudnessDetector.sound(12, loud: [6..<7])
        try AudioFileWriter.write(sound, to: folder.path + "/a.wav", format: .wav16)
        let store = try ClipStore(ClipRules(folder: folder.path + "/clips", before: 2, after: 1.5, leastFree: 0))
        _ = try Self.listen(to: [folder.path + "/a.wav"], clips: store)
        #expect(store.close(within: 20))
        #expect(
            folder.files == ["a.wav", "clips/a.wav/a.wav_3.8s_anomaly.flac", "clips/a.wav/a.wav_3.8s_anomaly.json"])
        let clip = try AudioFile.read(folder.path + "/clips/a.wav/a.wav_3.8s_anomaly.flac")
        let whole = try AudioFile.read(folder.path + "/a.wav")
        // From 2 s before the first window, at 5.75 s, to 1.5 s after the last one's end, at 7.25 s.
        let range = Int(3.75 * 16_000)..<Int(8.75 * 16_000)
        // It may be longer by what had been handed over when the defect was known to be over.
        #expect(clip.frameCount >= range.count && clip.frameCount < range.count + 16_384)
        let firstOther = zip(clip.channels[0], whole.channels[0][range.lowerBound...]).enumerated().first {
            $1.0 != $1.1
        }
        #expect(firstOther == nil)
        let record = folder.text("clips/a.wav/a.wav_3.8s_anomaly.json")
        for part in ["\"lost_frames\" : 0", "\"position\" : 3.75", "\"start\" : 2"] {
            #expect(record.contains(part), "\(record)")
        }
        #expect(store.counters.kept == 1)
        #expect(store.counters.incomplete == 0)
    }

    @Test func whatIsLostIsSaidAndNoWindowBridgesIt() throws {
        let clock = SimulationClock.manual()
        let doorbell = Doorbell()
        let sound = SimulatedSound(
            tones: [], noise: 0.2, duration: 10, outages: [.init(start: 4, length: 2)])
        let feed = try SoundSources.open(.simulated(sound, on: clock), name: "hall", queueSeconds: 30, wake: doorbell)
        let listener = try Listener(
            LoudnessDetector.inspector(), rules: StationRules(), sources: [.init(feed)], wake: doorbell)
        clock.advance(by: 11)
        var words: [String] = []
        var windows: [Station.Window] = []
        try listener.run(isStopping: { false }) { event in
            words += Self.words(event)
            if case .window(let window, _, _) = event.kind { windows.append(window) }
        }
        #expect(words.contains("hall: away"))
        #expect(words.contains("hall: disconnected 2.0"))
        #expect(windows.allSatisfy { $0.end <= 4.001 || $0.start >= 5.999 })
        #expect(windows.contains { $0.start >= 5.999 })
        let counters = listener.reports[0].counters
        #expect(counters.lost == 0)
        #expect(counters.missed == 32_000)
        #expect(counters.reconnections == 1)
    }

    @Test func deadSoundGivesNoVerdictButAFault() throws {
        let folder = try ScratchFolder()
        var sound = LoudnessDetector.sound(6)
        for index in 32_000..<64_000 { sound.channels[0][index] = 0 }
        try AudioFileWriter.write(sound, to: folder.path + "/a.wav", format: .wav24)
        let (words, reports) = try Self.listen(to: [folder.path + "/a.wav"])
        #expect(words == ["a.wav: disconnected from 2.0", "a.wav: disconnected until 4.0", "a.wav: ended"])
        #expect(reports[0].unusable == 7)
    }

    @Test func aStopJudgesWhatWasHandedOverAndCompletesTheClip() throws {
        let folder = try ScratchFolder()
        let clock = SimulationClock.manual()
        let doorbell = Doorbell()
        let feed = try SoundSources.open(
            .simulated(SimulatedSound(tones: [], noise: 0.2), on: clock), name: "hall", queueSeconds: 30,
            wake: doorbell)
        let store = try ClipStore(ClipRules(folder: folder.path, before: 1, after: 60, leastFree: 0))
        let listener = try Listener(
            LoudnessDetector.inspector(), rules: StationRules(), clips: store, sources: [.init(feed)], wake: doorbell)
        clock.advance(by: 5)
        let heard = Mutex(0)
        try listener.run(isStopping: { heard.withLock { $0 } > 0 }) { event in
            if case .window = event.kind { heard.withLock { $0 += 1 } }
        }
        #expect(store.close(within: 20))
        #expect(listener.reports[0].counters.delivered == 80_000)
        let clip = try #require(folder.files.first { $0.hasSuffix(".flac") })
        #expect(try AudioFile.read(folder.path + "/" + clip).frameCount == 80_000)
        #expect(!folder.files.contains { $0.hasSuffix(".part") })
    }
}
