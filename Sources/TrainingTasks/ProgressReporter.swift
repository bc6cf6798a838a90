import Synchronization

/// Tells of a counted step's progress, ten times a second at most.
public final class ProgressReporter: Sendable {
    private let stage: String
    private let tell: TrainingHost.Tell
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    public init(stage: String, _ tell: @escaping TrainingHost.Tell) {
        self.stage = stage
        self.tell = tell
    }

    public func report(_ done: Int, of total: Int) {
        let now = ContinuousClock.now
        let due = last.withLock { last in
            if let then = last, then.duration(to: now) < .milliseconds(100), done < total { return false }
            last = now
            return true
        }
        if due { tell(.progress(stage, done: done, total: total)) }
    }
}

/// Progress of several stages, one after the other.
final class StageReporter: Sendable {
    private let tell: TrainingHost.Tell
    private let current = Mutex<(stage: String, reporter: ProgressReporter)?>(nil)

    init(_ tell: @escaping TrainingHost.Tell) { self.tell = tell }

    func report(_ stage: String, _ done: Int, _ total: Int) {
        let reporter = current.withLock { current in
            if let current, current.stage == stage { return current.reporter }
            let reporter = ProgressReporter(stage: stage, tell)
            current = (stage, reporter)
            return reporter
        }
        reporter.report(done, of: total)
    }
}
