import Foundation
import Testing

@testable import Capture

@Suite struct FolderEventsTests {
    let scratch: Scratch
    let events = FolderEvents()

    init() throws { scratch = try Scratch() }

    /// What is told until it is enough.
    func told(until isEnough: ([FolderEvents.Event]) -> Bool) -> [FolderEvents.Event] {
        let deadline = monotonicSeconds() + 60
        var told: [FolderEvents.Event] = []
        while !isEnough(told), monotonicSeconds() < deadline { told += events.next(milliseconds: 100) }
        return told
    }

    @Test func `a file is told when it is created, and again when its writer has closed it`() throws {
        events.watch(scratch.path)
        let path = scratch.path("a.wav")
        let descriptor = open(path, O_CREAT | O_WRONLY, 0o644)
        #expect(told { !$0.isEmpty } == [.created(path)])
        #expect(write(descriptor, "x", 1) == 1)
        #expect(events.next(milliseconds: 50).isEmpty, "it is still being written")
        close(descriptor)
        #expect(told { !$0.isEmpty } == [.completed(path)])
    }

    @Test func `a file moved to its place is complete`() throws {
        let part = try scratch.file("a.part", [1])
        events.watch(scratch.path)
        #expect(rename(part, scratch.path("a.wav")) == 0)
        #expect(told { $0.contains(.completed(scratch.path("a.wav"))) }.contains(.completed(scratch.path("a.wav"))))
    }

    @Test func `a folder that is gone is watched no more`() throws {
        let inner = scratch.path("inner")
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        events.watch(inner)
        #expect(events.isWatched(inner))
        try FileManager.default.removeItem(atPath: inner)
        _ = told { _ in !events.isWatched(inner) }
        #expect(!events.isWatched(inner))
    }
}
