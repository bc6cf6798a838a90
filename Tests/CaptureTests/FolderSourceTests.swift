import Foundation
import InspectionTypes
import Testing

@testable import Capture

@Suite struct FolderSourceTests {
    let doorbell = Doorbell()
    let scratch: Scratch
    /// What is not told by the system is found within moments.
    let quick = SourceOptions(
        backOff: BackOff(shortest: 0.01, longest: 0.02), scanInterval: 0.02, settleTime: 0.05, ffmpeg: nil)

    init() throws { scratch = try Scratch() }

    func listen(existing: Bool = false, _ options: SourceOptions? = nil) throws -> Listener {
        let feed = try SoundSources.open(
            .folder(scratch.path, existing: existing), name: "inbox", wake: doorbell, options: options ?? quick)
        return Listener(feed, doorbell)
    }

    func recordings(_ items: [FeedItem]) -> [String] {
        items.compactMap { if case .recordingEnded(let path) = $0 { path } else { nil } }
    }

    @Test func `each new file is a recording, in the order of their completion; what was there is not heard`() throws {
        try scratch.file("old.wav", wave([ramp(10)], rate: 8000))
        let listener = try listen()
        var expected: [String] = []
        for number in 0..<5 {
            // Nothing tells when the folder is looked through for the first time; this file may fall before it.
            let path = scratch.path("\(number).wav")
            repeat {
                try scratch.file("\(number).wav", wave([ramp(100, from: 1000 * number)], rate: 8000 + number))
            } while number == 0 && !listener.takes(0.2) { !$0.isEmpty }
            expected.append(path)
            #expect(listener.take { recordings($0).contains(path) })
        }
        #expect(recordings(listener.items).filter { $0 == scratch.path("old.wav") } == [])
        #expect(recordings(listener.items).suffix(4) == expected.suffix(4))
        let last = listener.items.suffix(3)
        #expect(Array(last).openings.first?.sampleRate == 8004)
        #expect(isTrue(Array(last).samples() == ramp(100, from: 4000)))
        #expect(listener.items.isCountedRight)
    }

    @Test func `what is there is heard where that is wished, oldest first, and folders within folders`() throws {
        try FileManager.default.createDirectory(
            atPath: scratch.path("2026/11"), withIntermediateDirectories: true)
        let names = ["b.wav", "2026/11/a.wav", "2026/c.wav"]
        for (age, name) in zip([300.0, 200, 100], names) {
            try scratch.file(name, wave([ramp(50)], rate: 8000))
            try FileManager.default.setAttributes(
                [.modificationDate: Date.now.addingTimeInterval(-age)], ofItemAtPath: scratch.path(name))
        }
        try scratch.file("notes.txt", Array("not a sound".utf8))
        try scratch.file(".hidden.wav", wave([ramp(50)], rate: 8000))
        let listener = try listen(existing: true)
        #expect(listener.take { recordings($0).count >= 3 })
        #expect(recordings(listener.items) == names.map(scratch.path))
        // Folders made later are listened to as well.
        try FileManager.default.createDirectory(atPath: scratch.path("2027"), withIntermediateDirectories: true)
        try scratch.file("2027/d.wav", wave([ramp(50)], rate: 8000))
        #expect(listener.take { recordings($0).count >= 4 })
        #expect(recordings(listener.items).last == scratch.path("2027/d.wav"))
        #expect(listener.items.story.contains("unreadable") == false)
    }

    @Test func `a file is not read before its writer has closed it`() throws {
        // Where the system does not tell, only half a minute's rest would make it complete.
        var options = quick
        options.settleTime = 3
        try scratch.file("first.wav", wave([ramp(10)], rate: 8000))
        let listener = try listen(existing: true, options)
        listener.take { recordings($0).count == 1 }
        let whole = wave([ramp(10_000)], rate: 8000)
        let path = scratch.path("slow.wav")
        let descriptor = open(path, O_CREAT | O_WRONLY, 0o644)
        #expect(descriptor >= 0)
        for start in stride(from: 0, to: whole.count, by: 4000) {
            let piece = whole[start..<min(whole.count, start + 4000)]
            #expect(piece.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == piece.count)
            usleep(10_000)
        }
        close(descriptor)
        // And one that is moved to its place.
        try scratch.file("part.tmp", wave([ramp(77)], rate: 8000))
        #expect(listener.take { recordings($0).count >= 2 })
        #expect(rename(scratch.path("part.tmp"), scratch.path("moved.wav")) == 0)
        #expect(listener.take { recordings($0).count >= 3 })
        #expect(recordings(listener.items).suffix(2) == [path, scratch.path("moved.wav")])
        #expect(isTrue(listener.items.samples() == ramp(10) + ramp(10_000) + ramp(77)))
        #expect(!listener.items.story.contains("unreadable") && listener.items.notices.isEmpty)
    }

    @Test func `a file that is no sound is named, and the next is read`() throws {
        try scratch.file("a.wav", Array("this is text, whatever its name says".utf8))
        try scratch.file("b.wav", wave([ramp(20)], rate: 8000))
        let listener = try listen(existing: true)
        #expect(listener.take { recordings($0).count == 1 && $0.story.contains("unreadable") })
        let unreadable = listener.items.compactMap { if case .unreadable(let path, _) = $0 { path } else { nil } }
        #expect(unreadable == [scratch.path("a.wav")])
        #expect(recordings(listener.items) == [scratch.path("b.wav")])
    }

    @Test func `a folder that goes away is sought until it is back`() throws {
        let away = scratch.path + "-away"
        try scratch.file("a.wav", wave([ramp(20)], rate: 8000))
        let listener = try listen(existing: true)
        listener.take { recordings($0).count == 1 }
        #expect(rename(scratch.path, away) == 0)
        #expect(listener.take { $0.disconnections.count >= 3 })
        #expect(listener.items.disconnections.first?.reason.contains(scratch.path) ?? false)
        #expect(rename(away, scratch.path) == 0)
        try scratch.file("b.wav", wave([ramp(30)], rate: 8000))
        #expect(listener.take { recordings($0).last == scratch.path("b.wav") })
    }

    @Test func `no such folder is an error at once`() {
        #expect { try SoundSources.open(.folder(scratch.path("none")), name: "x", wake: doorbell) } throws: {
            ($0 as? CaptureError)?.code == .sourceMissing
        }
    }

    @Test func `stop ends it`() throws {
        let feed = try SoundSources.open(.folder(scratch.path), name: "inbox", wake: doorbell)
        feed.stop()
        #expect(Listener(feed, doorbell).takeAll() == [.ended])
    }
}

extension Listener {
    /// Takes for so many seconds at most; whether it was enough by then.
    func takes(_ seconds: Double, until isEnough: ([FeedItem]) -> Bool) -> Bool {
        let deadline = monotonicSeconds() + seconds
        return take { isEnough($0) || monotonicSeconds() > deadline } && isEnough(items)
    }
}
