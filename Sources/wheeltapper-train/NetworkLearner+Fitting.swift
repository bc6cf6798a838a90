import Evaluation
import FoundationEssentials
import NeuralNetworks
import Training
import TrainingTasks

extension NetworkLearner {
    /// Runs a trainer from its beginning or its checkpoint, telling of every step.
    ///
    /// - Parameters:
    ///   - itemsPerEpoch: windows, pictures or crops in an epoch.
    ///   - afterEpoch: called when an epoch's weights are in place and before the next one's batches are drawn.
    func fit(
        _ graph: Graph, input: String, output: String, objective: any TrainingObjective, options: TrainingOptions,
        training: any BatchSource, itemsPerEpoch: Int, validation: (any BatchSource)?, unit: String, _ run: RunFolder,
        isFrozen: @escaping (String) -> Bool = { _ in false }, rateFactor: @escaping (String) -> Double = { _ in 1 },
        afterEpoch: (GraphTrainer) throws -> Void = { _ in }
    ) throws -> GraphTrainer.Outcome {
        let summary = try GraphSummary(graph)
        TrainingEvent.network(name: graph.name, parameters: summary.parameters, multiplyAdds: summary.multiplyAdds)
            .send()
        let trainer = try GraphTrainer(
            graph, input: input, output: output, objective: objective, options: options, device: learning.device(),
            isFrozen: isFrozen, rateFactor: rateFactor
        )
        let checkpoint = run.checkpoint(unit)
        if run.isResumed, FileManager.default.fileExists(atPath: checkpoint) {
            try trainer.resume(from: checkpoint)
            TrainingEvent.note("resumed after epoch \(trainer.epochs.count)").send()
        }
        let reporter = StepReporter(epochs: options.epochs, windows: itemsPerEpoch)
        return try trainer.run(
            training: training, validation: validation, checkpoint: checkpoint, afterEpoch: { try afterEpoch(trainer) },
            shouldStop: { StopSignal.isRaised }
        ) { reporter.report($0) }
    }
}
