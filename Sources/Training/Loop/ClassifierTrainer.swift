public import Evaluation
import InspectionTypes
public import NeuralNetworks

/// Trains a classifying graph: warm-up and cosine, soft targets, early stopping with the best weights restored, a checkpoint an epoch.
///
/// The same options, graph and batches give the same weights, and a training taken up from its checkpoint ends as it would have.
/// One owner.
public final class ClassifierTrainer {
    /// What a caller sees of a training under way.
    public enum Event: Sendable {
        /// After every step. `learningRate` and `loss` are this step's, `windowsPerSecond` is the epoch's so far.
        case step(epoch: Int, step: Int, steps: Int, loss: Double, learningRate: Double, windowsPerSecond: Double)
        case epoch(EpochRecord)
    }

    /// Why a training ended.
    public enum Ending: String, Sendable, Codable {
        case allEpochs = "all epochs done"
        case noImprovement = "no better validation loss"
        case stopped = "stopped"
    }

    public struct Outcome: Sendable {
        /// The graph with the weights that were kept.
        public var graph: Graph
        public var epochs: [EpochRecord]
        /// The epoch whose weights were kept.
        public var bestEpoch: Int
        public var ending: Ending

        public init(graph: Graph, epochs: [EpochRecord], bestEpoch: Int, ending: Ending) {
            self.graph = graph
            self.epochs = epochs
            self.bestEpoch = bestEpoch
            self.ending = ending
        }
    }

    private let input: String
    private let logits: String
    private let options: TrainingOptions
    private let executor: GraphExecutor
    private let optimizer: AdamW
    private let average: MovingAverage?
    private let classWeights: Tensor?
    private var progress = TrainingProgress()
    private var best: [Initializer]

    /// - Parameters:
    ///   - input: name of the graph's input, `[batch, …]`.
    ///   - logits: name of the value `[batch, class]` that the loss is taken of.
    ///   - isFrozen: parameters, by name, that are not to change.
    public init(
        _ graph: Graph, input: String, logits: String, options: TrainingOptions, device: Device = .cpu,
        isFrozen: (String) -> Bool = { _ in false }
    ) throws {
        precondition(options.epochs > 0, "ClassifierTrainer: \(options.epochs) epochs")
        self.input = input
        self.logits = logits
        self.options = options
        let executor = try GraphExecutor(graph, device: device)
        try executor.freeze(where: isFrozen)
        self.executor = executor
        self.optimizer = try AdamW(executor.parameters, weightDecay: options.weightDecay)
        self.average = try options.averageDecay.map { try MovingAverage(of: executor, decay: $0) }
        self.classWeights = try options.classWeights.map { try Tensor($0, shape: [$0.count]).to(device) }
        self.best = graph.initializers
    }

    /// Takes up from a checkpoint that ``run(training:validation:checkpoint:shouldStop:onEvent:)`` wrote.
    ///
    /// - Throws: `NetworkError`, ``TrainingError`` where the checkpoint belongs to another graph or other options.
    public func resume(from path: String) throws {
        let checkpoint = try TrainingCheckpoint(contentsOf: path)
        guard checkpoint.options == options else {
            throw TrainingError(
                .value,
                "\(path) was written by a training with other options; resume with the same, or start anew without it")
        }
        try executor.load(checkpoint.weights)
        try optimizer.load(checkpoint.optimizer)
        if let average { try average.load(updates: checkpoint.averageUpdates, averages: checkpoint.averages) }
        best = checkpoint.best
        progress = checkpoint.progress
    }

    /// Epochs done so far.
    public var epochs: [EpochRecord] { progress.epochs }

    /// Trains to the end, or until told to stop.
    ///
    /// - Parameters:
    ///   - validation: what the best weights are chosen by; without it the last ones are kept.
    ///   - checkpoint: a file to write after every epoch.
    ///   - shouldStop: asked after every step; the best weights so far are kept then.
    public func run(
        training: any BatchSource, validation: (any BatchSource)?, checkpoint: String? = nil,
        shouldStop: () -> Bool = { false }, onEvent: (Event) -> Void = { _ in }
    ) throws -> Outcome {
        let total = training.stepsPerEpoch * options.epochs
        let schedule = LearningRateSchedule(
            peak: options.learningRate, warmUpSteps: Int((Double(total) * options.warmUpShare).rounded()),
            totalSteps: total
        )
        while progress.epochs.count < options.epochs, !progress.isExhausted(patience: options.patience) {
            let number = progress.epochs.count + 1
            guard
                let (loss, windows, seconds) = try trainEpoch(
                    number, training, schedule, shouldStop: shouldStop, onEvent: onEvent
                )
            else { return try outcome(.stopped) }
            try finishEpoch(
                number, loss: loss, windows: windows, seconds: seconds,
                learningRate: schedule.rate(at: number * training.stepsPerEpoch - 1), validation
            )
            // The checkpoint first: an epoch that was told of can be taken up.
            if let checkpoint { try write(checkpoint) }
            if let last = progress.epochs.last { onEvent(.epoch(last)) }
            if shouldStop() { return try outcome(.stopped) }
        }
        return try outcome(progress.epochs.count < options.epochs ? .noImprovement : .allEpochs)
    }

    /// One pass; `nil` when told to stop on the way.
    private func trainEpoch(
        _ number: Int, _ source: any BatchSource, _ schedule: LearningRateSchedule, shouldStop: () -> Bool,
        onEvent: (Event) -> Void
    ) throws -> (loss: Double, windows: Int, seconds: Double)? {
        // Dropout draws from libtorch's generator: seeded an epoch, so that a resumed training draws the same.
        try Libtorch.seed(options.seed &* 1_000_003 &+ UInt64(number))
        let clock = ContinuousClock()
        let begun = clock.now
        var stream = try source.epoch(number)
        var sum = 0.0
        var windows = 0
        var step = 0
        while let batch = try stream.next() {
            let rate = schedule.rate(at: (number - 1) * source.stepsPerEpoch + step)
            let loss = try trainStep(batch, rate: rate)
            guard loss.isFinite else {
                throw TrainingError(
                    .value,
                    "the loss is no longer a number in epoch \(number), step \(step + 1): take a lower learning rate, or f32 instead of bf16"
                )
            }
            sum += loss * Double(batch.count)
            windows += batch.count
            step += 1
            onEvent(
                .step(
                    epoch: number, step: step, steps: source.stepsPerEpoch, loss: loss, learningRate: rate,
                    windowsPerSecond: Double(windows) / begun.duration(to: clock.now).seconds
                )
            )
            if shouldStop() { return nil }
        }
        return (sum / Double(max(1, windows)), windows, begun.duration(to: clock.now).seconds)
    }

    private func trainStep(_ batch: TrainingBatch, rate: Double) throws -> Double {
        let inputs = try Tensor(batch.inputs, shape: batch.inputShape).to(executor.device)
        let targets = try Tensor(batch.targets, shape: batch.targetShape).to(executor.device)
        let loss = try Libtorch.withAutocast(options.mixedPrecision, device: executor.device) {
            try Loss.crossEntropy(
                logitsOf(executor.run([input: inputs], training: true, fetch: [logits])), targets: targets,
                labelSmoothing: options.labelSmoothing, classWeights: classWeights
            )
        }
        try optimizer.zeroGradients()
        try loss.backward()
        if let limit = options.gradientNorm { try optimizer.clipGradients(toNorm: limit) }
        try optimizer.step(learningRate: rate)
        try average?.update()
        return Double(try loss.item())
    }

    private func logitsOf(_ values: [String: Tensor]) throws -> Tensor {
        guard let value = values[logits] else { throw TrainingError(.graph, "the graph makes no value '\(logits)'") }
        return value
    }

    private func finishEpoch(
        _ number: Int, loss: Double, windows: Int, seconds: Double, learningRate: Double,
        _ validation: (any BatchSource)?
    ) throws {
        let clock = ContinuousClock()
        let begun = clock.now
        var figures: (loss: Double, accuracy: Double)?
        if let validation { figures = try validate(validation) }
        let isBest = figures.map { $0.loss < (progress.bestLoss ?? .infinity) } ?? true
        if isBest {
            best = try average?.initializers() ?? executor.initializers()
            progress.bestLoss = figures?.loss
            progress.bestEpoch = number
        }
        progress.epochs.append(
            EpochRecord(
                epoch: number, trainLoss: loss, validationLoss: figures?.loss, validationAccuracy: figures?.accuracy,
                learningRate: learningRate, seconds: seconds + begun.duration(to: clock.now).seconds,
                windowsPerSecond: Double(windows) / max(seconds, 1e-9), isBest: isBest
            )
        )
    }

    /// The loss that is trained, on unchanged windows, and the share of right verdicts, by the weights that would be kept.
    ///
    /// Labels are smoothed here too: against hard ones a network that was taught not to be too sure looks worse the longer it learns,
    /// and the epoch that is kept would be an early one.
    private func validate(_ source: any BatchSource) throws -> (loss: Double, accuracy: Double) {
        let current = try average.map { average in
            let current = try executor.initializers()
            try executor.load(average.initializers())
            return current
        }
        defer { if let current { try? executor.load(current) } }
        return try Libtorch.withGradients(false) {
            var stream = try source.epoch(1)
            var (loss, right, count) = (0.0, 0, 0)
            while let batch = try stream.next() {
                let inputs = try Tensor(batch.inputs, shape: batch.inputShape).to(executor.device)
                let targets = try Tensor(batch.targets, shape: batch.targetShape).to(executor.device)
                let scores = try logitsOf(executor.run([input: inputs], training: false, fetch: [logits]))
                let batchLoss = try Loss.crossEntropy(
                    scores, targets: targets, labelSmoothing: options.labelSmoothing, classWeights: classWeights
                )
                loss += Double(try batchLoss.item()) * Double(batch.count)
                right += Self.agreements(try scores.floats(), batch.targets, classes: batch.targetShape[1])
                count += batch.count
            }
            return (loss / Double(max(1, count)), Double(right) / Double(max(1, count)))
        }
    }

    private static func agreements(_ scores: [Float], _ targets: [Float], classes: Int) -> Int {
        stride(from: 0, to: scores.count, by: classes).count { start in
            func winner(_ values: [Float]) -> Int {
                (start..<start + classes).max { values[$0] < values[$1] } ?? start
            }
            return winner(scores) == winner(targets)
        }
    }

    private func outcome(_ ending: Ending) throws -> Outcome {
        // Stopped within the first epoch: what there is, is kept.
        if progress.epochs.isEmpty { best = try average?.initializers() ?? executor.initializers() }
        var graph = executor.graph
        graph.initializers = best
        return Outcome(graph: graph, epochs: progress.epochs, bestEpoch: progress.bestEpoch, ending: ending)
    }

    private func write(_ path: String) throws {
        let (updates, averages) = try average?.state() ?? (0, [])
        try TrainingCheckpoint(
            graph: executor.graph, options: options, progress: progress, weights: executor.initializers(),
            optimizer: optimizer.state(), averageUpdates: updates, averages: averages, best: best
        ).write(to: path)
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
