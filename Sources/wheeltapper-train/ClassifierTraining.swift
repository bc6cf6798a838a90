import NeuralNetworks
import Training
import TrainingTasks

/// The training of a classifier's network, from the words of its command.
protocol ClassifierTraining: ClassifierTask, LearningTask {
    var command: ClassifierCommand { get }
}

extension ClassifierTraining {
    static var usualEpochs: Int { 40 }
    var options: RunOptions { command.options }
    var folding: FoldOptions { command.folding }
    var learning: LearningOptions { command.learning }
    var processing: ProcessingOptions { command.processing }
    var cardOptions: CardOptions { command.card }

    /// The numbers of the training, but for what only the medium knows.
    func trainingOptions(averageDecay: Double?, learningRate: Double = 2e-3) -> TrainingOptions {
        TrainingOptions(
            epochs: plannedEpochs, learningRate: learning.learningRate ?? learningRate,
            weightDecay: learning.weightDecay, averageDecay: averageDecay, patience: learning.stopsAfter(default: 15),
            mixedPrecision: learning.precision == .bf16, seed: options.seed
        )
    }

    func learnt(_ outcome: GraphTrainer.Outcome) -> LearntClassifier {
        LearntClassifier(
            graph: outcome.graph, epochs: outcome.epochs, record: TrainingRecord(outcome, planned: plannedEpochs),
            wasStopped: outcome.ending == .stopped)
    }
}
