import Datasets
import DetectorFitting
import InspectionTypes
import NeuralNetworks
import Reports
import Training
import TrainingTasks

/// The baseline of DCASE 2020 Task 2: one autoencoder a machine type, the error of its reconstruction is the score.
struct AutoencoderMethod: SoundDetectorMethod {
    static let name = "autoencoder"
    static let trains = true
    static let usualEpochs = 100
    static let stepNoun = "vectors"
    /// To the letter of the published recipe.
    static let usesStatistics = false

    let training: DetectorLearning

    func frontEnd(_ options: SoundFrontEndOptions, lowestRate: Double, length: Double) throws -> SoundFrontEnd {
        let rate = options.sampleRate ?? min(lowestRate, 32_000)
        var logMel = AutoencoderNetwork.frontEnd(sampleRate: rate)
        if let bands = options.bands { logMel.bandCount = bands }
        if let fft = options.fft { (logMel.fftLength, logMel.windowLength) = (fft, fft) }
        if let hop = options.frameHop { logMel.hopLength = max(1, Int((hop / 1000 * rate).rounded())) }
        let window = options.window ?? length
        return SoundFrontEnd(
            channels: options.channels, logMel: logMel, windowSeconds: window, hopSeconds: options.hop ?? window)
    }

    func network(_ items: [DataItem], _ material: SoundDetectorTraining.Material, unit: String, _ run: RunFolder) throws
        -> LearntNetwork
    {
        let architecture = AutoencoderNetwork(bandCount: material.frontEnd.logMel.bandCount)
        var trained: [Graph] = []
        var record: TrainingRecord?
        var diaries: [TrainingDiary] = []
        for type in material.types {
            let own = items.filter { material.type(of: $0) == type.name }
            let vectors = FrameVectors(
                own, store: material.store, frames: architecture.frameCount,
                batchSize: training.learning.batch ?? 512, seed: training.options.seed)
            guard vectors.count > 0 else {
                throw DatasetError(.classes, "there is no normal recording of '\(type.name)' to learn from")
            }
            let outcome = try training.fit(
                architecture.graph(seed: training.options.seed), input: AutoencoderNetwork.Names.vectors,
                output: AutoencoderNetwork.Names.reconstruction, objective: ReconstructionObjective(),
                options: .plainAdam(
                    epochs: training.plannedEpochs, learningRate: training.learning.learningRate ?? 1e-3,
                    seed: training.options.seed),
                training: vectors, itemsPerEpoch: vectors.count, validation: nil,
                unit: material.types.count == 1 ? unit : "\(unit)-\(type.name)", run)
            trained.append(outcome.graph)
            record = TrainingRecord(outcome, planned: training.plannedEpochs)
            diaries.append(
                TrainingDiary(name: material.types.count == 1 ? "" : type.name, epochs: outcome.epochs))
            guard outcome.ending != .stopped else { throw TaskError.detectorStopped }
        }
        let columns = material.machines.map { machine in
            material.types.firstIndex { $0.machines.contains(machine) } ?? 0
        }
        let graph = try architecture.detectorGraph(
            trained, columns: columns, frames: .fixed(material.frontEnd.windowFrames))
        record?.trainings = diaries
        return LearntNetwork(
            network: DetectorNetwork(graph: graph, ownScores: [AutoencoderNetwork.Names.errors]), record: record)
    }
}
