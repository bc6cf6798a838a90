import FoundationEssentials
import Glibc

/// The time by which simulated sources run: one thread for all of them, or no thread at all and the caller moves time on.
public final class SimulationClock: Sendable {
    private let players = PlayerList()
    private let isManual: Bool

    /// Real time. The thread begins with the first source, and ends with the clock.
    public init() { isManual = false }

    private init(isManual: Bool) { self.isManual = isManual }

    /// A clock that stands still until ``advance(by:)``; for tests.
    public static func manual() -> SimulationClock { SimulationClock(isManual: true) }

    deinit { players.stop.raise() }

    /// Moves the time of a manual clock on; what its sources send in that time is in their feeds on return.
    public func advance(by seconds: Double) {
        precondition(
            isManual && seconds >= 0, "SimulationClock.advance: \(seconds) s, \(isManual ? "manual" : "real time")")
        players.advance(to: players.now + seconds)
    }

    func add(_ player: SimulationPlayer, name: String) throws {
        guard players.add(player), !isManual else { return }
        _ = try SourceThread(name: name) { [players] in
            repeat { players.advance(to: players.elapsed) } while !players.stop.wait(seconds: 0.02)
        }
    }

    func remove(_ player: SimulationPlayer) { players.remove(player) }
}

/// Those who play, and the time up to which they have.
private final class PlayerList: @unchecked Sendable {
    let stop = StickySignal()
    private let lock = MonotonicCondition()
    private var players: [SimulationPlayer] = []
    private var time = 0.0
    private var hasBegun = false
    /// Time 0, set by the first player.
    private var beginning = (instant: ContinuousClock.now, date: Date.now, seconds: monotonicSeconds())

    var now: Double { lock.withLock { time } }

    /// Seconds of real time since the beginning.
    var elapsed: Double { lock.withLock { monotonicSeconds() - beginning.seconds } }

    /// Whether it is the very first.
    func add(_ player: SimulationPlayer) -> Bool {
        lock.withLock {
            if !hasBegun { beginning = (.now, .now, monotonicSeconds()) }
            player.origin = time
            players.append(player)
            defer { hasBegun = true }
            return !hasBegun
        }
    }

    func remove(_ player: SimulationPlayer) {
        lock.withLock { players.removeAll { $0 === player } }
    }

    func advance(to now: Double) {
        lock.withLock {
            time = max(time, now)
            let instant = beginning.instant.advanced(by: .seconds(time))
            let date = beginning.date.addingTimeInterval(time)
            for player in players { player.play(to: time, instant: instant, date: date) }
            players.removeAll(where: \.hasEnded)
        }
    }
}

/// Seconds of the monotonic clock.
func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
