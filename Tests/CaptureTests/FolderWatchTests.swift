import Testing

@testable import Capture

@Suite struct FolderWatchTests {
    /// A folder and its clock, told step by step.
    struct Story {
        var watch = FolderWatch(settleTime: 2)
        var files: [String: FileStamp] = [:]
        var now = 0.0

        mutating func write(_ path: String, size: Int64) {
            files[path] = FileStamp(size: size, modified: Int64(now * 1e9), inode: 1)
        }

        mutating func look(after seconds: Double) -> [String] {
            now += seconds
            return watch.ready(files, now: now)
        }
    }

    @Test func `a file is complete when it has not changed for a while, and is given once`() {
        var story = Story()
        #expect(story.look(after: 1) == [])
        story.write("a", size: 10)
        #expect(story.look(after: 1) == [])
        story.write("a", size: 20)
        #expect(story.look(after: 1.5) == [])
        story.write("a", size: 30)
        #expect(story.look(after: 1.5) == [], "it was seen to change a moment ago")
        #expect(story.look(after: 1.9) == [])
        #expect(story.look(after: 0.2) == ["a"])
        #expect(story.look(after: 10) == [])
    }

    @Test func `closed by its writer it is complete at once`() {
        var story = Story()
        story.watch.wasCreated("a")
        story.write("a", size: 10)
        #expect(story.look(after: 0.1) == [])
        story.watch.wasCompleted("a")
        #expect(story.look(after: 0.1) == ["a"])
    }

    @Test func `while its writer is known to be at work it is waited for much longer`() {
        var story = Story()
        story.watch.wasCreated("a")
        story.write("a", size: 10)
        #expect(story.look(after: 0) == [])
        #expect(story.look(after: 29) == [])
        #expect(story.look(after: 2) == ["a"], "nobody closed it: the close was not told")
    }

    @Test func `what was there before is left alone until it changes`() {
        var story = Story()
        story.write("a", size: 10)
        story.watch.skip(story.files)
        #expect(story.look(after: 100) == [])
        story.write("a", size: 20)
        #expect(story.look(after: 0.1) == [])
        #expect(story.look(after: 3) == ["a"])
    }

    @Test func `what was there before and is wanted comes oldest first, but for what is being written`() {
        var story = Story()
        for (path, age) in [("c", 50.0), ("a", 10.0), ("b", 30.0), ("new", 1.0)] {
            story.files[path] = FileStamp(size: 1, modified: Int64((100 - age) * 1e9), inode: 1)
        }
        story.watch.take(story.files, wallClock: 100_000_000_000, now: 0)
        #expect(story.look(after: 0) == ["c", "b", "a"])
        #expect(story.look(after: 1.5) == ["new"])
    }

    @Test func `a file read is read again when it is another`() {
        var story = Story()
        story.write("a", size: 10)
        _ = story.look(after: 0)
        #expect(story.look(after: 3) == ["a"])
        story.files["a"]?.inode = 2
        _ = story.look(after: 1)
        #expect(story.look(after: 3) == ["a"])
        story.files["a"] = nil
        #expect(story.look(after: 3) == [])
        story.write("a", size: 10)
        _ = story.look(after: 1)
        #expect(story.look(after: 3) == ["a"])
    }

    @Test func `an empty file is waited for`() {
        var story = Story()
        story.write("a", size: 0)
        story.watch.wasCompleted("a")
        #expect(story.look(after: 100) == [])
        story.write("a", size: 5)
        #expect(story.look(after: 0) == ["a"])
    }
}
