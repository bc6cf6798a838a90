import Datasets
import Evaluation
import InspectionTypes

/// One training, whatever its kind and medium: the words of its command, and what all of them do alike.
protocol TrainingTask {
    /// `classifier`, `segmenter`: the run's folder is named for it.
    static var kind: ModelCard.Kind { get }
    /// Epochs where nobody says how many.
    static var usualEpochs: Int { get }
    /// What one item of the data is called, in the singular.
    var itemNoun: String { get }
    /// What a step learns from, in the plural: `windows`, `pictures`, `crops`.
    var stepNoun: String { get }
    /// Epochs of this training, if nothing ends it before.
    var plannedEpochs: Int { get }
    var options: RunOptions { get }
    var learning: LearningOptions { get }
    var cardOptions: CardOptions { get }
}

/// The data of a training, read and known.
protocol TrainingMaterial {
    var dataset: Dataset { get }
    /// By what its items are known again.
    associatedtype Identity: ContentIdentity
    /// By path.
    var identities: [String: Identity] { get }
    var splitOptions: SplitOptions { get }
}

extension TrainingTask {
    /// Threads that read, score and compute.
    var workers: Int { learning.threads ?? WorkerThreads.processorCount }

    /// Epochs of this training, if nothing ends it before.
    var plannedEpochs: Int { options.epochs ?? Self.usualEpochs }

    /// The model's file name without its extension, or the data's where no file was named.
    var outputName: String {
        let path = options.output ?? options.data
        let last = path.split(separator: "/").last.map(String.init) ?? "model"
        return last.hasSuffix(".onnx") ? String(last.dropLast(5)) : last
    }

    func announce(_ split: Split, _ material: some TrainingMaterial) {
        TrainingEvent.data(
            noun: itemNoun, steps: stepNoun, classes: material.dataset.itemsPerClass, recordings: split.items.count,
            train: split.items(of: .train).count, validation: split.items(of: .validation).count,
            test: split.items(of: .test).count, caveats: split.caveats
        ).send()
    }
}
