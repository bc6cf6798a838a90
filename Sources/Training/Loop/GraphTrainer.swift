public import Evaluation
import InspectionTypes
public import NeuralNetworks

/// Trains a graph towards an objective: warm-up and cosine, early stopping with the best weights restored, a checkpoint an epoch.
///
/// Parts may be frozen, for good or for the first epochs (``TrainingOptions/unfreezeAfter``): their weights and the running
/// statistics of their normalizations then stay as they are, and nothing is recorded for their backward pass.
///
/// The same options, graph and batches give the same weights, and a training taken up from its checkpoint ends as it would have.
/// One owner.
public final class GraphTrainer {
    /// What a caller sees of a training under way.
    public enum Event: Sendable {
        /// After every step. `learningRate` and `loss` are this step's, `itemsPerSecond` is the epoch's so far.
        case step(epoch: Int, step: Int, steps: Int, loss: Double, learningRate: Double, itemsPerSecond: Double)
        case epoch(EpochRecord)
    }

    /// Why a training ended.
    public enum Ending: String, Sendable, Codable {
        case allEpochs = "all epochs done"
        case noImprovement = "no better validation"
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
    private let output: String
    private let objective: any TrainingObjective
    private let options: TrainingOptions
    private let settings: TrainingSettings
    private let executor: GraphExecutor
    private let optimizer: AdamW
    private let average: MovingAverage?
    private var progress = TrainingProgress()
    private var best: [Initializer]
    private var isUnfrozen = false

    /// - Parameters:
    ///   - input: name of the graph's input, `[batch, …]`.
    ///   - output: name of the value that the objective is taken of.
    ///   - isFrozen: parameters, by name, that are not to change, or not before ``TrainingOptions/unfreezeAfter``.
    ///   - rateFactor: factor on the learning rate, by parameter's name; one of 0 stays frozen for good.
    public init(
        _ graph: Graph, input: String, output: String, objective: any TrainingObjective, options: TrainingOptions,
        device: Device = .cpu, isFrozen: (String) -> Bool = { _ in false }, rateFactor: (String) -> Double = { _ in 1 }
    ) throws {
        precondition(options.epochs > 0, "GraphTrainer: \(options.epochs) epochs")
        self.input = input
        self.output = output
        self.objective = objective
        self.options = options
        let executor = try GraphExecutor(graph, device: device)
        let names = executor.parameters.map(\.name)
        let factors = Dictionary(uniqueKeysWithValues: names.map { ($0, rateFactor($0)) })
        let frozen = Set(names.filter { isFrozen($0) || factors[$0] == 0 })
        settings = try TrainingSettings(
            options: options, objective: objective, frozen: frozen, rateFactors: factors)
        try executor.freeze(where: frozen.contains)
        self.executor = executor
        self.optimizer = try AdamW([], weightDecay: options.weightDecay)
        self.average = try options.averageDecay.map { try MovingAverage(of: executor, decay: $0) }
        self.best = graph.initializers
        try join(executor.parameters)
    }

    /// Hands parameters to the optimizer, each with its own rate.
    private func join(_ parameters: [(name: String, tensor: Tensor)]) throws {
        try optimizer.add(parameters) { name, shape in
            AdamW.Group(
                rateFactor: settings.rateFactors[name] ?? 1, weightDecay: optimizer.decay(of: shape))
        }
    }

    /// Trains from now on what was frozen at first, if its time has come.
    private func unfreeze(inEpoch number: Int) throws {
        guard let first = options.unfreezeAfter, number > first, !isUnfrozen else { return }
        isUnfrozen = true
        let known = Set(executor.parameters.map(\.name))
        try executor.freeze { settings.rateFactors[$0] == 0 }
        try join(executor.parameters.filter { !known.contains($0.name) })
    }

    /// Takes up from a checkpoint that ``run(training:validation:checkpoint:shouldStop:onEvent:)`` wrote.
    ///
    /// - Throws: `NetworkError`, ``TrainingError`` where the checkpoint belongs to another graph or other options.
    public func resume(from path: String) throws {
        let checkpoint = try TrainingCheckpoint(contentsOf: path)
        guard checkpoint.settings == settings else {
            throw TrainingError(
                .value,
                "\(path) was written by a training with other options; resume with the same, or start anew without it")
        }
        try executor.load(checkpoint.weights)
        // Who has joined the optimizer must be there before its moments are.
        try unfreeze(inEpoch: checkpoint.progress.epochs.count)
        try optimizer.load(checkpoint.optimizer)
        if let average { try average.load(updates: checkpoint.averageUpdates, averages: checkpoint.averages) }
        best = checkpoint.best
        progress = checkpoint.progress
    }

    /// The graph with its weights as they are now, or their average where one is kept.
    public func snapshot() throws -> Graph {
        var graph = executor.graph
        graph.initializers = try average?.initializers() ?? executor.initializers()
        return graph
    }

    /// Epochs done so far.
    public var epochs: [EpochRecord] { progress.epochs }

    /// Trains to the end, or until told to stop.
    ///
    /// - Parameters:
    ///   - validation: what the best weights are chosen by; without it the last ones are kept.
    ///   - checkpoint: a file to write after every epoch.
    ///   - afterEpoch: called with an epoch's weights in place, before its checkpoint is written.
    ///   - shouldStop: asked after every step; the best weights so far are kept then.
    public func run(
        training: any BatchSource, validation: (any BatchSource)?, checkpoint: String? = nil,
        afterEpoch: () throws -> Void = {}, shouldStop: () -> Bool = { false }, onEvent: (Event) -> Void = { _ in }
    ) throws -> Outcome {
        let total = training.stepsPerEpoch * options.epochs
        let schedule = LearningRateSchedule(
            peak: options.learningRate, warmUpSteps: Int((Double(total) * options.warmUpShare).rounded()),
            totalSteps: total, floor: options.floorShare
        )
        while progress.epochs.count < options.epochs, !progress.isExhausted(patience: options.patience) {
            let number = progress.epochs.count + 1
            try unfreeze(inEpoch: number)
            guard
                let (loss, windows, seconds) = try trainEpoch(
                    number, training, schedule, shouldStop: shouldStop, onEvent: onEvent
                )
            else { return try outcome(.stopped) }
            try finishEpoch(
                number, loss: loss, windows: windows, seconds: seconds,
                learningRate: schedule.rate(at: number * training.stepsPerEpoch - 1), validation
            )
            try afterEpoch()
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
                    itemsPerSecond: Double(windows) / begun.duration(to: clock.now).seconds
                )
            )
            if shouldStop() { return nil }
        }
        return (sum / Double(max(1, windows)), windows, begun.duration(to: clock.now).seconds)
    }

    private func trainStep(_ batch: TrainingBatch, rate: Double) throws -> Double {
        let inputs = try inputs(of: batch)
        let targets = try Tensor(batch.targets, shape: batch.targetShape).to(executor.device)
        let loss = try Libtorch.withAutocast(options.mixedPrecision, device: executor.device) {
            let made = try outputOf(executor.run(inputs, training: true, fetch: [output]))
            return try objective.loss(made, targets: targets)
        }
        try optimizer.zeroGradients()
        try loss.backward()
        if let limit = options.gradientNorm { try optimizer.clipGradients(toNorm: limit) }
        try optimizer.step(learningRate: rate)
        try average?.update()
        return Double(try loss.item())
    }

    /// What the graph makes of a batch with the weights as they are now, row by row; nothing is learnt from it.
    public func output(of batch: TrainingBatch) throws -> [Float] {
        try Libtorch.withGradients(false) {
            let inputs = try inputs(of: batch)
            return try Libtorch.withAutocast(options.mixedPrecision, device: executor.device) {
                try outputOf(executor.run(inputs, training: false, fetch: [output])).to(.float).floats()
            }
        }
    }

    private func inputs(of batch: TrainingBatch) throws -> [String: Tensor] {
        [input: try Tensor(batch.inputs, shape: batch.inputShape).to(executor.device)]
    }

    private func outputOf(_ values: [String: Tensor]) throws -> Tensor {
        guard let value = values[output] else { throw TrainingError(.graph, "the graph makes no value '\(output)'") }
        return value
    }

    private func finishEpoch(
        _ number: Int, loss: Double, windows: Int, seconds: Double, learningRate: Double,
        _ validation: (any BatchSource)?
    ) throws {
        let clock = ContinuousClock()
        let begun = clock.now
        let figures = try validation.map { try validate($0, epoch: number) }
        let isBest = figures.map { $0.value > (progress.bestValue ?? -.infinity) } ?? true
        if isBest {
            best = try average?.initializers() ?? executor.initializers()
            progress.bestValue = figures?.value
            progress.bestEpoch = number
        }
        progress.epochs.append(
            EpochRecord(
                epoch: number, trainLoss: loss, validationLoss: figures?.loss, validationAccuracy: figures?.accuracy,
                validationF1: figures?.f1, learningRate: learningRate,
                seconds: seconds + begun.duration(to: clock.now).seconds,
                itemsPerSecond: Double(windows) / max(seconds, 1e-9), isBest: isBest
            )
        )
    }

    /// The loss that is trained and the objective's figures, by the weights that would be kept.
    ///
    /// - Throws: ``TrainingError`` where they are no numbers: compared with others, none of them would ever be the best.
    private func validate(_ source: any BatchSource, epoch number: Int) throws -> ValidationFigures {
        let noNumber = TrainingError(
            .value,
            "the validation's loss is no longer a number in epoch \(number): take a lower learning rate, or f32 instead of bf16; where it happens in the first epoch, look for damaged items in the validation part"
        )
        let current = try average.map { average in
            let current = try executor.initializers()
            try executor.load(average.initializers())
            return current
        }
        defer { if let current { try? executor.load(current) } }
        return try Libtorch.withGradients(false) {
            var stream = try source.epoch(1)
            var tally = objective.makeTally()
            var (loss, count) = (0.0, 0)
            while let batch = try stream.next() {
                let inputs = try inputs(of: batch)
                let targets = try Tensor(batch.targets, shape: batch.targetShape).to(executor.device)
                let made = try outputOf(executor.run(inputs, training: false, fetch: [output]))
                let part = Double(try objective.loss(made, targets: targets).item())
                guard part.isFinite else { throw noNumber }
                loss += part * Double(batch.count)
                try tally.add(made, targets: targets)
                count += batch.count
            }
            let figures = tally.figures(loss: loss / Double(max(1, count)))
            guard figures.value.isFinite else { throw noNumber }
            return figures
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
            graph: executor.graph, settings: settings, progress: progress, weights: executor.initializers(),
            optimizer: optimizer.state(), averageUpdates: updates, averages: averages, best: best
        ).write(to: path)
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
