import Evaluation
import Training
import TrainingTasks

/// Sends a training's steps with the time left, and its epochs.
final class StepReporter {
    private let epochs: Int
    /// Windows in an epoch.
    private let windows: Int
    private let begun = ContinuousClock.now
    private var last: ContinuousClock.Instant?
    private var stepsDone = 0

    init(epochs: Int, windows: Int) {
        self.epochs = epochs
        self.windows = windows
    }

    func report(_ event: GraphTrainer.Event) {
        switch event {
        case .epoch(let record): TrainingEvent.epoch(record, windows: windows).send()
        case .step(let epoch, let step, let steps, let loss, let rate, let pace):
            stepsDone += 1
            let now = ContinuousClock.now
            if let last, last.duration(to: now) < .milliseconds(200), step < steps { return }
            last = now
            let elapsed = begun.duration(to: now)
            let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
            let left = seconds / Double(stepsDone) * Double((epochs - epoch) * steps + steps - step)
            TrainingEvent.step(
                epoch: epoch, epochs: epochs, step: step, steps: steps, loss: loss, learningRate: rate,
                itemsPerSecond: pace,
                secondsLeft: left
            ).send()
        }
    }
}
