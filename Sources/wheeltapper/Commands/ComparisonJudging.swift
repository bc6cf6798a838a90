import Assessment
import Datasets
import Evaluation
import InspectionPipeline
import InspectionTypes

/// Puts two models of one kind to the same data.
struct ComparisonJudging {
    struct Judged {
        var comparison: PairedComparison
        var caveats: [String]
        /// Whether something could not be scored.
        var hasFailures: Bool
    }

    let models: [JudgedModel]
    let workers: Int

    private var reading: DataReading { DataReading(threads: workers) }
    private var card: ModelCard { models[0].inspector.card }

    func judge(_ dataset: Dataset, _ selection: EvaluationSelection) throws -> Judged {
        switch (card.kind, card.medium) {
        case (.segmenter, _): try masks(dataset, selection)
        case (_, .sound):
            try judge(selection.chosen(of: dataset, for: models) { try reading.recordings($0).identities })
        case (_, .picture):
            try judge(selection.chosen(of: dataset, for: models) { try reading.pictures($0).identities })
        }
    }

    /// Classifiers and detectors.
    private func judge(_ material: EvaluationSelection.Material) throws -> Judged {
        var failures = 0
        let items = material.dataset.items
        func each<Item>(
            _ score: (JudgedModel, @escaping @Sendable (Int, Int) -> Void) throws -> (
                items: [Item], warnings: [String], failures: [(path: String, message: String)]
            )
        ) throws -> [[Item]] {
            try models.map { model in
                let bar = ProgressLine("scoring \(model.path)")
                let scored = try score(model) { bar.update($0, of: $1) }
                bar.end()
                failures += say(scored.warnings, scored.failures, of: model)
                return scored.items
            }
        }
        let comparison: PairedComparison
        if card.kind == .detector {
            let judged = try each { model, progress in
                let scoring = try DetectorScoring(
                    items, of: material.dataset, with: model.inspector, workers: workers, progress: progress)
                return (scoring.detectorItems, scoring.warnings, scoring.failures)
            }
            comparison = try PairedComparison(first: judged[0], second: judged[1])
        } else {
            let judged = try each { model, progress in
                let scoring = try Scoring(
                    items, of: material.dataset, with: model.inspector, workers: workers, progress: progress)
                return (scoring.classifiedItems, scoring.warnings, scoring.failures)
            }
            comparison = try PairedComparison(first: judged[0], second: judged[1])
        }
        return Judged(comparison: comparison, caveats: material.caveats, hasFailures: failures > 0)
    }

    private func masks(_ dataset: Dataset, _ selection: EvaluationSelection) throws -> Judged {
        var read: PictureStore?
        var material = try selection.chosen(of: dataset, for: models) { chosen in
            let store = try reading.pictures(chosen)
            read = store
            return store.identities
        }
        let store = try read ?? reading.pictures(material.dataset)
        store.warnings.forEach { Console.note($0) }
        for failure in store.failures { Console.error("wheeltapper: \(failure.message)") }
        material.dataset.items = material.dataset.items.filter { store.identities[$0.path] != nil }
        var failures = store.failures.count
        let judged = try models.map { model in
            let bar = ProgressLine("scoring \(model.path)")
            let scoring = try SegmentationScoring(
                material.dataset.items, of: material.dataset, store: store, with: model.inspector, workers: workers
            ) { bar.update($0, of: $1) }
            bar.end()
            failures += say(scoring.warnings, scoring.failures, of: model)
            return try scoring.evaluation().pictures
        }
        return Judged(
            comparison: try PairedComparison(first: judged[0], second: judged[1]), caveats: material.caveats,
            hasFailures: failures > 0)
    }

    /// - Returns: how many could not be scored.
    private func say(_ warnings: [String], _ failures: [(path: String, message: String)], of model: JudgedModel) -> Int
    {
        warnings.forEach { Console.error("wheeltapper: \(model.path): \($0)") }
        failures.forEach { Console.error("wheeltapper: \(model.path): \($0.message)") }
        return failures.count
    }
}
