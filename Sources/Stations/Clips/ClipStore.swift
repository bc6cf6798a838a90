import Capture
import FoundationEssentials
public import InspectionTypes
import Media
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Writes clips and pictures on a thread of its own, so that a slow disk never holds up what listens or watches.
///
/// What waits to be written is bounded; beyond it frames of sound are dropped, counted, and told in the clip's record, and pictures are
/// left out. A clip goes to a temporary name and takes its own when it is complete, its record beside it. Thread-safe.
public final class ClipStore: Sendable {
    /// A clip that is being written.
    public struct Handle: Sendable, Hashable {
        let number: Int
        public let path: String
    }

    private enum Job: Sendable {
        case begin(Handle, sampleRate: Double, channelCount: Int)
        case append(Handle, AudioSignal)
        case finish(Handle, ClipRecord)
        case shot(Handle, Shot, ShotRecord, isLast: Bool)
        case stop
    }

    private struct State {
        var jobs: [Job] = []
        var waitingBytes = 0
        var lost: [Handle: Int64] = [:]
        var counters = ClipCounters()
        var nextNumber = 1
        /// Clips that are begun and not yet there.
        var names: Set<String> = []
        var notices: [String] = []
        var isStopped = false
        /// The last trouble that was told, so that it is told once.
        private var trouble: String?

        mutating func tell(_ words: String) {
            if trouble != words { notices.append(words) }
            trouble = words
        }

        mutating func forgetTrouble() { trouble = nil }
    }

    /// Sound that may wait to be written, in bytes.
    private let mostWaiting: Int
    public let rules: ClipRules
    private let state = Mutex(State())
    private let work = Doorbell()
    private let done = Doorbell()

    /// - Throws: ``StationError`` for a folder that cannot be made or written to.
    public init(_ rules: ClipRules, mostWaiting: Int = 64_000_000) throws {
        self.rules = rules
        self.mostWaiting = mostWaiting
        do {
            try FileManager.default.createDirectory(atPath: rules.folder, withIntermediateDirectories: true)
        } catch {
            throw StationError(
                .clipFolder, "\(rules.folder) cannot be made to keep clips in: choose a folder that you may write to")
        }
        guard access(rules.folder, W_OK) == 0 else {
            throw StationError(
                .clipFolder,
                "\(rules.folder) cannot be written to (\(String(cString: strerror(errno)))): choose another folder for clips"
            )
        }
        // Nobody waits for it without end: a disk may hang, and nobody shall hang with it.
        guard DetachedThread.start({ ClipWriter(self).run() }) else {
            throw StationError(.clipFolder, "the system grants no thread to write clips: end other programs")
        }
    }

    public var counters: ClipCounters { state.withLock { $0.counters } }

    /// What a user should be told since the last call.
    public func takeNotices() -> [String] {
        state.withLock { state in
            defer { state.notices = [] }
            return state.notices
        }
    }

    /// Opens a clip; never waits.
    ///
    /// - Parameter stem: its path without an ending; where that was taken before, `-2`, `-3` … is put behind it.
    public func begin(stem: String, sampleRate: Double, channelCount: Int) -> Handle {
        // FLAC has eight channels at most.
        let ending = channelCount <= 8 ? ".flac" : ".wav"
        let handle = reserve(stem: stem, ending: ending)
        state.withLock { state in
            state.lost[handle] = 0
            state.jobs.append(.begin(handle, sampleRate: sampleRate, channelCount: channelCount))
        }
        work.ring()
        return handle
    }

    /// A name that nobody else has; until ``finish(_:_:)``, or the last of its pictures, it is taken.
    func reserve(stem: String, ending: String) -> Handle {
        state.withLock { state in
            defer { state.nextNumber += 1 }
            var (path, number) = (stem + ending, 2)
            while state.names.contains(path) || access(path, F_OK) == 0 {
                path = "\(stem)-\(number)\(ending)"
                number += 1
            }
            state.names.insert(path)
            return Handle(number: state.nextNumber, path: path)
        }
    }

    /// Writes a frame, its overlay and its record, in the place of an earlier one; never waits.
    ///
    /// - Parameter isLast: whether no other will take its place.
    func keep(_ shot: Shot, at handle: Handle, _ record: ShotRecord, isLast: Bool) {
        state.withLock { state in
            guard !state.isStopped else { return }
            // One is taken whatever its size.
            guard state.waitingBytes == 0 || state.waitingBytes + shot.bytes <= mostWaiting else {
                state.counters.failed += 1
                state.tell("a picture is left out: the disk does not keep up")
                if isLast { state.names.remove(handle.path) }
                return
            }
            state.waitingBytes += shot.bytes
            state.jobs.append(.shot(handle, shot, record, isLast: isLast))
        }
        work.ring()
    }

    /// Adds sound to it; never waits.
    public func append(_ sound: AudioSignal, to handle: Handle) {
        let bytes = sound.frameCount * sound.channelCount * 4
        state.withLock { state in
            guard !state.isStopped else { return }
            guard state.waitingBytes + bytes <= mostWaiting else {
                state.lost[handle, default: 0] += Int64(sound.frameCount)
                state.counters.lostFrames += Int64(sound.frameCount)
                return
            }
            state.waitingBytes += bytes
            state.jobs.append(.append(handle, sound))
        }
        work.ring()
    }

    /// Completes it; never waits.
    public func finish(_ handle: Handle, _ record: ClipRecord) {
        state.withLock { $0.jobs.append(.finish(handle, record)) }
        work.ring()
    }

    /// Writes what waits and ends the thread; whether all was done within `seconds`.
    @discardableResult
    public func close(within seconds: Double) -> Bool {
        state.withLock { $0.jobs.append(.stop) }
        work.ring()
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !state.withLock({ $0.isStopped }) {
            let left = deadline - .now
            guard left > .zero else { return false }
            done.wait(seconds: min(0.1, Double(left.components.attoseconds) / 1e18 + Double(left.components.seconds)))
        }
        return true
    }

    // MARK: The writer's thread

    /// Does the jobs. Holds the files that are open.
    private final class ClipWriter {
        private let store: ClipStore
        private var open: [Handle: AudioFileWriter] = [:]
        private var shelf: ClipShelf
        /// Pictures that stand there, and may yet be replaced.
        private var written: Set<Handle> = []

        init(_ store: ClipStore) {
            self.store = store
            shelf = ClipShelf(store.rules)
        }

        func run() {
            while true {
                let jobs = store.state.withLock { state in
                    defer { state.jobs = [] }
                    return state.jobs
                }
                for job in jobs where !perform(job) {
                    store.state.withLock { $0.isStopped = true }
                    store.done.ring()
                    return
                }
                if jobs.isEmpty { store.work.wait(seconds: 1) }
            }
        }

        /// `false` when it is to end.
        private func perform(_ job: Job) -> Bool {
            switch job {
            case .begin(let handle, let rate, let channels):
                attempt(handle) {
                    try makeRoom(for: handle)
                    open[handle] = try AudioFileWriter(
                        path: handle.path, format: handle.path.hasSuffix(".flac") ? .flac16 : .wav16, sampleRate: rate,
                        channelCount: channels)
                }
            case .append(let handle, let sound):
                attempt(handle) { try open[handle]?.write(sound) }
                store.state.withLock { $0.waitingBytes -= sound.frameCount * sound.channelCount * 4 }
            case .finish(let handle, var record):
                record.lostFrames += store.state.withLock { $0.lost.removeValue(forKey: handle) ?? 0 }
                defer { _ = store.state.withLock { $0.names.remove(handle.path) } }
                guard let writer = open.removeValue(forKey: handle) else { return true }
                let isWhole = record.lostFrames == 0 && record.brokenOff == nil
                attempt(handle) {
                    // The record first: a clip without one would never be counted, nor ever make room.
                    let recordPath = ClipShelf.record(of: handle.path)
                    try Self.write(record, to: recordPath)
                    do {
                        try writer.close()
                    } catch {
                        unlink(recordPath)
                        throw error
                    }
                    shelf.add(handle.path)
                    store.state.withLock { state in
                        state.counters.kept += 1
                        if !isWhole { state.counters.incomplete += 1 }
                        state.forgetTrouble()
                    }
                }
            case .shot(let handle, let shot, let record, let isLast):
                attempt(handle) { try write(shot, record, at: handle) }
                store.state.withLock { state in
                    state.waitingBytes -= shot.bytes
                    if isLast { state.names.remove(handle.path) }
                }
                if isLast { written.remove(handle) }
            case .stop: return false
            }
            return true
        }

        private func makeRoom(for handle: Handle) throws {
            try shelf.makeRoom { removed in self.store.state.withLock { $0.counters.removed += removed } }
            try FileManager.default.createDirectory(
                atPath: String(handle.path.prefix(upTo: handle.path.lastIndex(of: "/") ?? handle.path.startIndex)),
                withIntermediateDirectories: true)
        }

        private static func write(_ record: some Encodable, to path: String) throws {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            try AtomicFile.write(Array(try encoder.encode(record)) + [10], to: path)
        }

        /// The frame last: whoever sees it finds the others beside it.
        private func write(_ shot: Shot, _ record: ShotRecord, at handle: Handle) throws {
            let isNew = !written.contains(handle)
            if isNew { try makeRoom(for: handle) }
            var record = record
            let drawn = ClipShelf.overlay(of: handle.path)
            if let picture = shot.overlay {
                record.overlay = drawn.split(separator: "/").last.map(String.init)
                try PictureFile.write(picture, to: drawn)
            }
            do {
                try Self.write(record, to: ClipShelf.record(of: handle.path))
                try AtomicFile.write(shot.frame.bytes, to: handle.path)
            } catch {
                if isNew {
                    unlink(drawn)
                    unlink(ClipShelf.record(of: handle.path))
                }
                throw error
            }
            shelf.add(handle.path)
            written.insert(handle)
            store.state.withLock { state in
                if isNew { state.counters.kept += 1 }
                state.forgetTrouble()
            }
        }

        /// A clip that cannot be written is given up, counted, and told of; once for each kind of trouble.
        private func attempt(_ handle: Handle, _ body: () throws -> Void) {
            do {
                try body()
            } catch {
                open[handle] = nil
                store.state.withLock { state in
                    state.counters.failed += 1
                    state.tell("nothing is kept: \(error)")
                }
            }
        }
    }
}
