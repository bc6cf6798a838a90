import Capture
import InspectionTypes
import Synchronization

/// What is on its way to the terminal or to another program: whoever puts it there does not wait for whoever reads it.
///
/// A reader that stands still (a pager, a pipe to a slow program, a terminal after Ctrl-S) would hold up listening, and sound would be lost
/// for the sake of a line about it. What waits is bounded: beyond half of it expendable lines are left out, beyond all of it every line, and
/// they are counted. Where nothing is live, as with files, whoever puts waits for room instead, and nothing is left out.
final class OutputQueue: Sendable {
    enum Piece: Sendable, Equatable {
        case result(String)
        case note(String)
        /// Drawn over what was drawn before.
        case view(String)
    }

    enum Importance: Sendable {
        case kept
        /// The first to be left out.
        case expendable
        /// Worth something only if nothing else waits; not counted where it is left out.
        case whenIdle
    }

    private struct State {
        var pieces: [Piece] = []
        var bytes = 0
        var leftOut = 0
        var isWriting = false
    }

    private let mostBytes: Int
    private let waits: @Sendable () -> Bool
    private let state = Mutex(State())
    private let done = Doorbell()
    private let write: @Sendable (Piece) -> Void

    /// - Parameters:
    ///   - mostBytes: what may wait.
    ///   - waits: whether putting waits for room instead of leaving out; asked again and again.
    ///   - write: called on a thread of its own, one piece after the other.
    init(
        mostBytes: Int = 16_000_000, waits: @escaping @Sendable () -> Bool,
        write: @escaping @Sendable (Piece) -> Void = { Console.write($0) }
    ) {
        self.mostBytes = mostBytes
        self.waits = waits
        self.write = write
    }

    /// Lines that were left out because nobody read what was there.
    var leftOut: Int { state.withLock { $0.leftOut } }

    /// Whether everything that was put is written.
    private var isIdle: Bool { state.withLock { $0.pieces.isEmpty && !$0.isWriting } }

    /// - Returns: whether it will be written.
    @discardableResult
    func put(_ piece: Piece, _ importance: Importance = .kept) -> Bool {
        let bytes = piece.text.utf8.count + 1
        while true {
            let isTaken = state.withLock { state in
                let hasRoom =
                    switch importance {
                    case .kept: state.bytes == 0 || state.bytes + bytes <= mostBytes
                    case .expendable: state.bytes == 0 || state.bytes + bytes <= mostBytes / 2
                    case .whenIdle: state.bytes == 0
                    }
                guard hasRoom else { return false }
                state.bytes += bytes
                state.pieces.append(piece)
                return true
            }
            if isTaken {
                startIfIdle()
                return true
            }
            if importance == .whenIdle { return false }
            guard waits() else {
                state.withLock { $0.leftOut += 1 }
                return false
            }
            done.wait(seconds: 0.1)
        }
    }

    /// Waits until all is written; whether it was within `seconds`.
    func finish(within seconds: Double) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while !isIdle {
            let left = (end - .now).inSeconds
            guard left > 0 else { return false }
            done.wait(seconds: min(left, 0.1))
        }
        return true
    }

    /// The thread lives as long as there is something to write.
    private func startIfIdle() {
        let isFirst = state.withLock { state in
            defer { state.isWriting = true }
            return !state.isWriting
        }
        guard isFirst else { return }
        if !DetachedThread.start({ self.drain() }) { drain() }
    }

    private func drain() {
        while true {
            let pieces = state.withLock { state in
                defer { state.pieces = [] }
                if state.pieces.isEmpty { state.isWriting = false }
                return state.pieces
            }
            if pieces.isEmpty { return done.ring() }
            for piece in pieces {
                write(piece)
                state.withLock { $0.bytes -= piece.text.utf8.count + 1 }
                done.ring()
            }
        }
    }
}

extension OutputQueue.Piece {
    var text: String {
        switch self {
        case .result(let text), .note(let text), .view(let text): text
        }
    }
}
