import InspectionTypes
import Synchronization

/// Fits a head to embeddings: standardised, full-batch, the regularisation chosen on recordings that were held out.
///
/// ```swift
/// let fitted = try HeadFitter(kind: .linear, threads: 2).fit(training, validation: validation)
/// let graph = try FrozenSoundClassifier.graph(backbone, head: fitted.head)
/// ```
public struct HeadFitter: Sendable {
    public enum Kind: Sendable, Hashable {
        /// Multinomial logistic regression.
        case linear
        /// One hidden layer with ReLU.
        case perceptron(hidden: Int)

        var hidden: [Int] {
            switch self {
            case .linear: []
            case .perceptron(let hidden): [hidden]
            }
        }
    }

    /// A head with how it was found.
    public struct Fitted: Sendable {
        /// Takes embeddings as they come.
        public var head: Head
        public var choice: RegularizationChoice
    }

    public var kind: Kind
    /// `nil` to choose it.
    public var regularization: Double?
    public var seed: UInt64
    public var threads: Int
    public var isCancelled: @Sendable () -> Bool

    /// Folds where the validation part is too small to judge.
    private static let folds = 5
    /// Recordings that each class must have in the validation part for it to judge alone.
    private static let fewest = 8

    public init(
        kind: Kind = .linear, regularization: Double? = nil, seed: UInt64 = 0, threads: Int = 1,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        precondition(regularization ?? 1 > 0, "HeadFitter: a regularisation of \(regularization ?? 1)")
        self.kind = kind
        self.regularization = regularization
        self.seed = seed
        self.threads = threads
        self.isCancelled = isCancelled
    }

    /// - Parameters:
    ///   - training: what it is fitted to.
    ///   - validation: what chooses the regularisation where it is large enough; else folds of both parts do.
    ///   - widths: how many of a row's first features may be taken, from the fewest on: what all were chosen by chooses among them as well.
    ///     Empty for all features.
    ///   - learnsFromAll: whether the last fit is on both parts, once the regularisation is chosen.
    ///   - progress: told how many of how many fits are done, by one thread at a time.
    /// - Throws: ``ClassifierFittingError`` where there is nothing to fit to, or when cancelled.
    public func fit(
        _ training: LabelledRows, validation: LabelledRows? = nil, widths: [Int] = [], learnsFromAll: Bool = true,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws -> Fitted {
        let all = validation.map { training.joined(with: $0) } ?? training
        let learnt = learnsFromAll ? all : training
        guard Set(learnt.labels).count >= 2 else {
            throw ClassifierFittingError(
                .data,
                "a head tells classes apart, and what is left to learn from holds \(Set(learnt.labels).count): give more recordings a class, or another split"
            )
        }
        precondition(
            widths.allSatisfy { (1...training.featureCount).contains($0) },
            "HeadFitter: widths \(widths) of \(training.featureCount) features")
        let widths = widths.isEmpty ? [training.featureCount] : widths
        var best: Judged?
        for (place, width) in widths.enumerated() {
            var judged = try choose(
                training.narrowed(to: width), validation?.narrowed(to: width), all.narrowed(to: width),
                isFirst: place == 0, mayBeGiven: widths.count == 1
            ) { progress(place * $1 + $0, widths.count * $1) }
            judged.choice.width = width
            if let before = best, !RecordingLoss.gains(judged.losses, over: before.losses) { continue }
            best = judged
        }
        let choice =
            best?.choice ?? RegularizationChoice(regularization: RegularizationChoice.usual, judge: .none, trials: [])
        let rows = learnt.narrowed(to: choice.width ?? learnt.featureCount)
        return Fitted(head: try head(of: rows, choice.regularization), choice: choice)
    }

    private func head(of rows: LabelledRows, _ regularization: Double) throws -> Head {
        let scale = rows.moments()
        var path = Path(rows.standardized(scale), kind, seed: seed, isCancelled: isCancelled, isLast: true)
        var head = try path.head(regularization)
        head.layers[0] = scale.folded(into: head.layers[0])
        return head
    }

    // MARK: - The choice

    /// A choice with what its head said of the recordings that were held out.
    private struct Judged {
        var choice: RegularizationChoice
        var losses: [RecordingLoss] = []
    }

    private func choose(
        _ training: LabelledRows, _ validation: LabelledRows?, _ all: LabelledRows, isFirst: Bool, mayBeGiven: Bool,
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> Judged {
        if mayBeGiven, let regularization {
            return Judged(choice: RegularizationChoice(regularization: regularization, judge: .none, trials: []))
        }
        let parts: [(fitted: LabelledRows, held: LabelledRows)]
        let judge: RegularizationChoice.Judge
        if let validation, Self.suffices(validation, for: training) {
            (parts, judge) = ([(training, validation)], .validation)
        } else {
            let folds = GroupedFolds.make(all, count: isLinear ? Self.folds : 3, seed: seed)
            parts = folds.map { held in
                let kept = Set(held)
                return (all.chosen((0..<all.count).filter { !kept.contains($0) }), all.chosen(held))
            }.filter { Set($0.0.labels).count >= 2 }
            judge = .folds(parts.count)
        }
        guard !parts.isEmpty else {
            return Judged(
                choice: RegularizationChoice(
                    regularization: regularization ?? RegularizationChoice.usual, judge: .none, trials: []))
        }
        let grid =
            regularization.map { [$0] }
            ?? (!isLinear ? [1e-2, 1e-1, 1, 10] : isFirst ? RegularizationChoice.grid : RegularizationChoice.wideGrid)
        let losses = try trialLosses(parts, grid, progress)
        let trials = grid.indices.map { RegularizationChoice.Trial(grid[$0], losses[$0]) }
        let chosen = RegularizationChoice.strongest(of: trials) ?? RegularizationChoice.usual
        return Judged(
            choice: RegularizationChoice(regularization: chosen, judge: judge, trials: trials),
            losses: grid.firstIndex(of: chosen).map { losses[$0] } ?? [])
    }

    private var isLinear: Bool { kind == .linear }

    /// Whether each class that is learnt has enough recordings in the validation part.
    private static func suffices(_ validation: LabelledRows, for training: LabelledRows) -> Bool {
        var recordings: [Int: Set<Int>] = [:]
        for (label, recording) in zip(validation.labels, validation.recordings) {
            recordings[label, default: []].insert(recording)
        }
        return Set(training.labels).allSatisfy { recordings[$0, default: []].count >= fewest }
    }

    /// What was said of recordings, `[strength][recording]`; parts are fitted side by side, each from the strongest to the freest.
    private func trialLosses(
        _ parts: [(fitted: LabelledRows, held: LabelledRows)], _ grid: [Double],
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> [[RecordingLoss]] {
        struct State {
            var next = 0
            var done = 0
            var losses: [[RecordingLoss]]
            var failure: (any Error)?
        }
        let total = parts.count * grid.count
        let state = Mutex(State(losses: Array(repeating: [], count: grid.count)))
        WorkerThreads.run(min(threads, parts.count)) { _ in
            while true {
                let taken = state.withLock { state -> Int? in
                    guard state.failure == nil, state.next < parts.count else { return nil }
                    defer { state.next += 1 }
                    return state.next
                }
                guard let taken else { return }
                do {
                    let scale = parts[taken].fitted.moments()
                    let held = parts[taken].held.standardized(scale)
                    var path = Path(
                        parts[taken].fitted.standardized(scale), kind, seed: seed, isCancelled: isCancelled,
                        isLast: false)
                    for (place, strength) in grid.enumerated() {
                        try path.go(to: strength)
                        let found = RecordingLoss.all(held, path.probabilities(of: held))
                        state.withLock { state in
                            state.losses[place] += found
                            state.done += 1
                            progress(state.done, total)
                        }
                    }
                } catch {
                    state.withLock { $0.failure = $0.failure ?? error }
                }
            }
        }
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            // Whichever thread was first.
            return state.losses.map { $0.sorted { $0.recording < $1.recording } }
        }
    }
}

/// Fits of one part at several strengths. A linear head's begin where the last one ended; a hidden layer's at the same random place: held small
/// for long, its weights would all be zero, and there its derivatives are.
private struct Path {
    private let rows: LabelledRows
    private let kind: HeadFitter.Kind
    private let descent: LimitedMemoryDescent
    private let begin: [Double]
    private var place: [Double]

    init(
        _ rows: LabelledRows, _ kind: HeadFitter.Kind, seed: UInt64, isCancelled: @escaping @Sendable () -> Bool,
        isLast: Bool
    ) {
        self.rows = rows
        self.kind = kind
        let iterations = kind == .linear ? (isLast ? 400 : 100) : 60
        descent = LimitedMemoryDescent(
            iterations: iterations, tolerance: isLast ? 1e-6 : 1e-4, isCancelled: isCancelled)
        begin = Self.start(rows, kind, seed: seed)
        place = begin
    }

    /// Zero for a linear head, whose best place is one; He-normal for a hidden layer (He et al. 2015).
    private static func start(_ rows: LabelledRows, _ kind: HeadFitter.Kind, seed: UInt64) -> [Double] {
        let objective = HeadObjective(rows, hidden: kind.hidden, regularization: 1)
        var place = [Double](repeating: 0, count: objective.parameterCount)
        guard kind != .linear else { return place }
        var generator = SeededGenerator(seed: seed, stream: "head")
        var start = 0
        for (inputs, outputs) in zip(objective.lengths, objective.lengths.dropFirst()) {
            let bound = (6 / Double(inputs)).squareRoot() * (outputs == rows.classCount ? 0.1 : 1)
            for index in start..<start + inputs * outputs { place[index] = (generator.nextUniform() * 2 - 1) * bound }
            start += (inputs + 1) * outputs
        }
        return place
    }

    mutating func go(to regularization: Double) throws {
        let objective = HeadObjective(rows, hidden: kind.hidden, regularization: regularization)
        let start = kind == .linear ? place : begin
        guard let found = descent.minimum(from: start, objective.evaluate) else { throw ClassifierFittingError.stopped }
        place = found
    }

    mutating func head(_ regularization: Double) throws -> Head {
        try go(to: regularization)
        return HeadObjective(rows, hidden: kind.hidden, regularization: regularization).head(place)
    }

    func probabilities(of other: LabelledRows) -> [[Float]] {
        HeadObjective(other, hidden: kind.hidden, regularization: 1).probabilities(place)
    }
}

/// What a head says of one recording that it was not fitted to.
struct RecordingLoss: Sendable {
    var recording: Int
    /// −ln p(truth).
    var loss: Double
    var isRight: Bool

    /// Whether further features earn their place: the log-loss is lower by more than two standard errors of the difference, taken recording
    /// by recording.
    ///
    /// - Parameters:
    ///   - wide: what was said with them.
    ///   - narrow: what was said of the same recordings without.
    static func gains(_ wide: [RecordingLoss], over narrow: [RecordingLoss]) -> Bool {
        guard wide.map(\.recording) == narrow.map(\.recording), wide.count > 1 else { return false }
        let differences = zip(narrow, wide).map { $0.loss - $1.loss }
        let count = Double(differences.count)
        let mean = differences.reduce(0, +) / count
        let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        return mean > 2 * (variance / count).squareRoot()
    }

    static func all(_ rows: LabelledRows, _ probabilities: [[Float]]) -> [RecordingLoss] {
        var sums: [Int: (truth: Int, values: [Double], count: Double)] = [:]
        for place in 0..<rows.count {
            var sum =
                sums[rows.recordings[place]]
                ?? (rows.labels[place], [Double](repeating: 0, count: rows.classCount), 0)
            for index in 0..<rows.classCount { sum.values[index] += Double(probabilities[place][index]) }
            sum.count += 1
            sums[rows.recordings[place]] = sum
        }
        return sums.keys.sorted().compactMap { key in
            guard let sum = sums[key] else { return nil }
            let best = sum.values.indices.max { sum.values[$0] < sum.values[$1] }
            return RecordingLoss(
                recording: key, loss: -Exponential.logarithm(max(1e-12, sum.values[sum.truth] / sum.count)),
                isRight: best == sum.truth)
        }
    }
}

extension RegularizationChoice.Trial {
    init(_ regularization: Double, _ losses: [RecordingLoss]) {
        let count = Double(max(1, losses.count))
        let mean = losses.reduce(0) { $0 + $1.loss } / count
        let variance = losses.reduce(0) { $0 + ($1.loss - mean) * ($1.loss - mean) } / max(1, count - 1)
        self.init(
            regularization: regularization, loss: mean, error: (variance / count).squareRoot(),
            accuracy: Double(losses.count(where: \.isRight)) / count)
    }
}
