public import InspectionTypes

/// What a detector's network says of a recording (one channel of it) or a picture, before any rule or threshold is applied.
///
/// Calibration and evaluation read this: scores against every machine's normal examples, not only against the one that was heard. A
/// picture counts as one window.
public struct DetectionScores: Sendable, Equatable {
    /// Seconds to each window's start, from the recording's or, of a stretch of one, from the stretch's.
    public var starts: [Double] = []
    /// `[window][machine]`, machines in the card's order; 0 is the mean of normal examples, 1 their standard deviation.
    public var scores: [[Double]] = []
    /// How probable each machine is, the mean over the windows; `[1]` of a detector of one machine, empty where the graph does not tell.
    public var probabilities: [Double] = []
    /// `[window][machine]`: the nearest row of the graph's memory; empty without one.
    public var nearest: [[Int]] = []
    /// Time spent on each window, in milliseconds.
    public var milliseconds: [Double] = []

    public init() {}

    /// The machine held most probable; where the graph does not tell, the one whose normal examples fit best: the least mean score.
    public var likeliestMachine: Int {
        guard probabilities.isEmpty, let first = scores.first else { return ParityGate.winner(probabilities).index }
        let sums = first.indices.map { machine in scores.reduce(0) { $0 + $1[machine] } }
        return sums.indices.min { sums[$0] < sums[$1] } ?? 0
    }

    /// The recording's score against a machine; `nil` without a window.
    ///
    /// - Parameter machine: its place in the card.
    public func eventScore(machine: Int, rule: EventRule) -> Double? {
        rule.eventScore(scores.map { $0[machine] })
    }

    /// The row of the memory that is nearest to the window that scores highest against a machine.
    public func nearestRow(machine: Int) -> Int? {
        guard !nearest.isEmpty,
            let worst = scores.indices.max(by: { scores[$0][machine] < scores[$1][machine] })
        else { return nil }
        return nearest[worst][machine]
    }

    /// Adds a window; ``probabilities`` are sums until ``finish()``.
    mutating func add(
        start: Double, scores: [Double], probabilities: [Double], nearest: [Int]?, milliseconds: Double
    ) {
        starts.append(start)
        self.scores.append(scores)
        if self.probabilities.isEmpty { self.probabilities = probabilities.map { _ in 0 } }
        for machine in probabilities.indices { self.probabilities[machine] += probabilities[machine] }
        if let nearest { self.nearest.append(nearest) }
        self.milliseconds.append(milliseconds)
    }

    mutating func finish() {
        for machine in probabilities.indices { probabilities[machine] /= Double(scores.count) }
    }
}
