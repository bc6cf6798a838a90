import Augmentation
import Datasets
import DetectorFitting
import InspectionTypes
import NeuralNetworks
import Training
import TrainingTasks

/// The default: a network taught to tell machines and invented faults apart by an angular margin, beside plain statistics and their
/// contrast, which need no training.
struct EmbeddingMethod: SoundDetectorMethod {
    static let name = "embedding"
    static let trains = true
    static let usualEpochs = 30
    static let stepNoun = "windows"
    static let usesStatistics = true

    /// Longest window that is trained on, in seconds: the network takes any number of frames, and shorter ones differ more.
    private static let longestTrained = 4.0
    /// Windows in an epoch, at least: a few recordings are gone through several times.
    private static let leastWindows = 256

    let training: DetectorLearning
    let options: EmbeddingOptions

    func frontEnd(_ options: SoundFrontEndOptions, lowestRate: Double, length: Double) throws -> SoundFrontEnd {
        var frontEnd = options.settings(lowestRate: lowestRate, usual: .detector(length: length))
        frontEnd.logMel.lowestFrequency = 0
        frontEnd.logMel.compression = .naturalLogarithm(offset: 1e-8)
        return frontEnd
    }

    func network(_ items: [DataItem], _ material: SoundDetectorTraining.Material, unit: String, _ run: RunFolder) throws
        -> LearntNetwork
    {
        let inventions = options.inventedClasses
        guard material.machines.count > 1 || !inventions.kinds.isEmpty else {
            throw DatasetError(
                .classes,
                "--inventions none leaves nothing to be told apart: \(material.machines[0]) is the only machine. Say --inventions stretch, or add machines"
            )
        }
        let classes = EmbeddingClasses(
            machines: material.machines.count, inventions: inventions.kinds.count, keepsMachineOfInvention: true)
        let recordings = LabelledRecordings(items, store: material.store) { item in
            let machine = material.column(of: item)
            func oneHot(_ index: Int) -> [Float] { (0..<classes.count).map { $0 == index ? 1 : 0 } }
            return (
                oneHot(classes.index(machine: machine)),
                inventions.kinds.indices.map { oneHot(classes.index(machine: machine, invention: $0)) }
            )
        }
        var trained = material.frontEnd
        trained.windowSeconds = min(trained.windowSeconds, Self.longestTrained)
        let windows = recordings.features.reduce(0) { $0 + max(1, $1.frameCount / trained.windowFrames) }
        let batches = TrainingBatches(
            recordings: recordings,
            assembler: BatchAssembler(
                frontEnd: trained, classCount: classes.count, augmentation: try augmentation(), inventions: inventions,
                seed: training.options.seed),
            batchSize: training.learning.batch ?? 32, frontEnd: trained,
            passes: max(1, (Self.leastWindows + windows - 1) / max(1, windows)))
        let objective = options.objective(classes: classes.count)
        let statistics = recordings.statistics(bandCount: trained.logMel.bandCount)
        let graph = options.network(width: training.learning.width ?? 16).graph(
            frames: "frame", features: .init(mean: statistics.mean, deviation: statistics.deviation),
            unit: FeatureScale(trained.logMel).toLogPower,
            classes: classes, scale: objective.scale, seed: training.options.seed)
        let outcome = try training.fit(
            graph, input: EmbeddingNetwork.Names.features, output: EmbeddingNetwork.Names.cosines,
            objective: objective,
            options: TrainingOptions(
                epochs: training.plannedEpochs, learningRate: training.learning.learningRate ?? 2e-3,
                weightDecay: training.learning.weightDecay, mixedPrecision: training.learning.precision == .bf16,
                seed: training.options.seed),
            training: batches, itemsPerEpoch: batches.windowCount, validation: nil, unit: unit, run)
        guard outcome.ending != .stopped else { throw TaskError.detectorStopped }
        let service = try EmbeddingNetwork.detectorGraph(outcome.graph, frames: material.frontEnd.windowFrames)
        let tellsMachines = material.machines.count > 1
        return LearntNetwork(
            network: DetectorNetwork(
                graph: service, embedding: DetectorNames.embedding,
                ownScores: inventions.kinds.isEmpty ? [] : [EmbeddingNetwork.Names.odds],
                probabilities: tellsMachines ? DetectorNames.probabilities : nil),
            record: TrainingRecord(outcome, planned: training.plannedEpochs))
    }

    /// Nothing that moves lines: that is what the network is to notice.
    private func augmentation() throws -> SoundAugmentation {
        var settings = try training.learning.soundAugmentation()
        settings.bandShift = 0
        settings.timeStretch = 0
        return settings
    }
}
