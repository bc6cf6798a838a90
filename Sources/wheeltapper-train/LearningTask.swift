import Evaluation
import FoundationEssentials
import InspectionTypes
import NeuralNetworks
import Reports
import Training
import TrainingTasks

/// Something that trains networks on libtorch.
protocol NetworkLearner {
    var learning: LearningOptions { get }
}

/// A training whose network learns by gradients: how often, and on what.
protocol LearningTask: TrainingTask, NetworkLearner {
    /// Epochs where nobody says how many.
    static var usualEpochs: Int { get }
    /// Epochs of this training, if nothing ends it before.
    var plannedEpochs: Int { get }
}

extension LearningTask {
    var plannedEpochs: Int { options.epochs ?? Self.usualEpochs }
    var host: TrainingHost { .trainer(learning) }

    /// Writes model and report, and tells of both.
    ///
    /// - Parameter trained: `nil` where nothing was trained.
    func finish(
        _ file: ModelFile, _ trained: GraphTrainer.Outcome?, _ report: Report?, _ document: EvaluationDocument?,
        _ run: RunFolder
    ) throws {
        try finish(
            file, record: trained.map { TrainingRecord($0, planned: plannedEpochs) }, report, document, run)
    }
}

extension TrainingRecord {
    /// - Parameter planned: epochs, if nothing had ended it before.
    init(_ outcome: GraphTrainer.Outcome, planned: Int) {
        let ending: Report.Ending =
            switch outcome.ending {
            case .allEpochs: .allEpochs
            case .noImprovement: .noImprovement(planned: planned)
            case .stopped: .stopped(planned: planned)
            }
        self.init(
            epochs: outcome.epochs, bestEpoch: outcome.bestEpoch, ending: ending, words: outcome.ending.rawValue)
    }
}

extension TrainingHost {
    /// The trainer: events are lines on standard output.
    ///
    /// - Parameter learning: `nil` where nothing is trained.
    static func trainer(_ learning: LearningOptions?) -> TrainingHost {
        TrainingHost(
            tell: { $0.send() },
            command: ProcessInfo.processInfo.environment["WHEELTAPPER_COMMAND"]
                ?? CommandLine.arguments.joined(separator: " "),
            facts: learning.map { [.init("Trained with", "libtorch \(Libtorch.version), \($0.precision.rawValue)")] }
                ?? [])
    }
}
