import FoundationEssentials

/// A folder that grows: each file in it and below is a recording, or a picture, read when it is complete. Without end.
struct FolderSource<Item: FeedNews, Queue: FeedBox<Item>>: CaptureSource {
    let isLive = false
    let path: String
    let name: String
    /// Whether files that are there already are read as well.
    let existing: Bool
    let options: SourceOptions
    /// Which files matter, by their path.
    let wants: @Sendable (String) -> Bool
    /// Said once, before anything is read.
    let greet: @Sendable (Queue) -> Void
    /// Sends one; `false` once no more is wanted. What it throws says why a file cannot be read.
    let read: @Sendable (String, Queue) throws -> Bool

    /// - Throws: ``CaptureError`` where there is no such folder.
    init(
        path: String, name: String, existing: Bool, options: SourceOptions,
        wants: @escaping @Sendable (String) -> Bool, greet: @escaping @Sendable (Queue) -> Void = { _ in },
        read: @escaping @Sendable (String, Queue) throws -> Bool
    ) throws {
        (self.path, self.name, self.existing, self.options) = (path, name, existing, options)
        (self.wants, self.greet, self.read) = (wants, greet, read)
        _ = try scan()
    }

    private func scan() throws -> FolderScan { try FolderScan(path, wants: wants) }

    func run(_ queue: Queue) {
        greet(queue)
        var watch = FolderWatch(settleTime: options.settleTime)
        let events = FolderEvents()
        var backOff = options.backOff
        var isFirst = true
        while !queue.isStopping {
            do {
                let start = monotonicSeconds()
                let ready = try look(&watch, events, isFirst)
                let effort = monotonicSeconds() - start
                isFirst = false
                for file in ready { guard send(file, queue) else { return } }
                wait(events, &watch, queue, effort)
                // It was there: the next loss is a first one.
                backOff = options.backOff
            } catch {
                events.forgetAll()
                let pause = backOff.wait(afterHearing: 0)
                queue.disconnected("\(name): \(error)", retryIn: pause)
                guard queue.pause(seconds: pause) else { return }
            }
        }
    }

    /// New folders are watched before they are looked into: nothing falls between.
    private func look(_ watch: inout FolderWatch, _ events: FolderEvents, _ isFirst: Bool) throws -> [String] {
        events.watch(path)
        var found = try scan()
        while found.folders.contains(where: { !events.isWatched($0) }) {
            let before = found.folders.filter { !events.isWatched($0) }
            before.forEach(events.watch)
            if !before.contains(where: events.isWatched) { break }
            found = try scan()
        }
        if isFirst, !existing { watch.skip(found.files) }
        if isFirst, existing {
            watch.take(
                found.files, wallClock: Int64(Date.now.timeIntervalSince1970 * 1e9), now: monotonicSeconds())
        }
        return watch.ready(found.files, now: monotonicSeconds())
    }

    private func send(_ file: String, _ queue: Queue) -> Bool {
        do {
            return try read(file, queue)
        } catch {
            queue.unreadable(file, reason: "\(error)")
            return !queue.isStopping
        }
    }

    /// Until it is worth while to look again. Looking took `effort` seconds, which grows with the folder: it is to take a tenth of the
    /// time where nothing is told, and half of it where news follow news.
    private func wait(_ events: FolderEvents, _ watch: inout FolderWatch, _ queue: Queue, _ effort: Double) {
        let start = monotonicSeconds()
        var mustLook = false
        while !queue.isStopping {
            let passed = monotonicSeconds() - start
            let left = (mustLook ? effort : max(options.scanInterval, 9 * effort)) - passed
            guard left > 0 else { return }
            for event in events.next(milliseconds: Int32(min(100, (left * 1000).rounded(.up)))) {
                switch event {
                case .created(let path): watch.wasCreated(path)
                case .completed(let path):
                    watch.wasCompleted(path)
                    mustLook = true
                case .changed: mustLook = true
                }
            }
        }
    }
}
