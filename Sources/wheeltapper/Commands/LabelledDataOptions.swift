import ArgumentParser
import Datasets
import InspectionTypes
import TrainingTasks

/// How labelled data is read that models are held against.
struct LabelledDataOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A training's split.json: its test part is taken.", valueName: "file"))
    var split: String?

    @Option(
        help: ArgumentHelp(
            "Pictures at part/condition: which of the folders is the label: part, condition or both.",
            valueName: "which"))
    var label: LabelBy?

    @Option(
        help: ArgumentHelp(
            "Segmenters: names of pictures without a defect, such as 'noncrack*'; they need no mask.",
            valueName: "pattern"))
    var negatives: String?

    @Option(
        help: ArgumentHelp(
            "A regular expression on names: what it takes belongs together, and intervals are drawn over it.",
            valueName: "regex"))
    var groupBy: String?

    @Option(
        help: ArgumentHelp(
            "Detectors: folders or labels that are normal; told by their names by default.", valueName: "name"))
    var normal: [String] = []

    @Flag(help: "Judge by what was learnt from all the same.")
    var allowLeakage = false

    /// Finds the data for a kind of model.
    ///
    /// - Throws: `ValidationError` for options that say nothing to it, `DatasetError`.
    func dataset(_ data: String, for card: ModelCard) throws -> Dataset {
        let models = "\(card.kind)s of \(card.medium)s"
        if negatives != nil, card.kind != .segmenter {
            throw ValidationError("--negatives is for segmenters, and says nothing to \(models).")
        }
        if !normal.isEmpty, card.kind != .detector {
            throw ValidationError("--normal is for detectors, and says nothing to \(models).")
        }
        return try DatasetScanner.scan(
            data,
            options: .init(
                groupBy: groupBy, purpose: card.kind.purpose, labelBy: label, negatives: negatives,
                medium: card.medium, normalNames: Set(normal)))
    }

    func selection(_ data: String) -> EvaluationSelection {
        EvaluationSelection(split: split, allowsLeakage: allowLeakage, data: data)
    }
}

extension ModelCard.Kind {
    /// What data to judge such a model by is read for.
    fileprivate var purpose: DatasetScanner.Purpose {
        switch self {
        case .classifier: .evaluation
        case .segmenter: .segmentation
        case .detector: .detectionEvaluation
        }
    }
}
