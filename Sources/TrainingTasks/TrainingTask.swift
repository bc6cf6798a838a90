public import Datasets
import Evaluation
public import InspectionTypes

/// One training, whatever its kind and medium, and whether a network is trained or only something fitted: the words of its command, and what
/// all of them do alike.
public protocol TrainingTask {
    /// `classifier`, `segmenter`: the run's folder is named for it.
    static var kind: ModelCard.Kind { get }
    /// What one item of the data is called, in the singular.
    var itemNoun: String { get }
    /// What a step learns from, in the plural: `windows`, `pictures`, `crops`.
    var stepNoun: String { get }
    var options: RunOptions { get }
    var processing: ProcessingOptions { get }
    var cardOptions: CardOptions { get }
    var host: TrainingHost { get }
}

/// The data of a training, read and known.
public protocol TrainingMaterial {
    var dataset: Dataset { get }
    /// By what its items are known again.
    associatedtype Identity: ContentIdentity
    /// By path.
    var identities: [String: Identity] { get }
    var splitOptions: SplitOptions { get }
}

extension TrainingTask {
    /// Threads that read, score and compute.
    public var workers: Int { processing.threads ?? WorkerThreads.processorCount }

    /// The model's file name without its extension, or the data's where no file was named.
    public var outputName: String {
        let path = options.output ?? options.data
        let last = path.split(separator: "/").last.map(String.init) ?? "model"
        return last.hasSuffix(".onnx") ? String(last.dropLast(5)) : last
    }

    public func note(_ message: String) { host.tell(.note(message)) }

    public func announce(_ split: Split, _ material: some TrainingMaterial) {
        host.tell(
            .data(
                noun: itemNoun, steps: stepNoun, classes: material.dataset.itemsPerClass, recordings: split.items.count,
                train: split.items(of: .train).count, validation: split.items(of: .validation).count,
                test: split.items(of: .test).count, caveats: split.caveats))
    }
}
