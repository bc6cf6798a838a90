import Assessment
import Datasets
import Evaluation
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports

extension ClassifierTask {
    /// Each fold held out in turn, the predictions taken together; then one model of everything.
    func runFolds(_ count: Int, _ material: Material, _ run: RunFolder) throws {
        var splitOptions = material.splitOptions
        splitOptions.validation = 0
        splitOptions.test = 0
        let splits = try refusingLeaks {
            try Split.folds(count, of: material.dataset, identities: material.identities, options: splitOptions)
        }
        var parts: [Scoring] = []
        var epochs: [EpochRecord] = []
        for (index, split) in splits.enumerated() {
            host.tell(
                .unit(name: "fold \(index + 1)", number: index + 1, count: splits.count + (foldsOnly ? 0 : 1)))
            try split.write(to: run.file("fold-\(index + 1).split.json"))
            announce(split, material)
            let stored = run.file("fold-\(index + 1).onnx")
            let file: ModelFile
            if run.isResumed, let kept = try? ModelFile(contentsOf: stored) {
                file = kept
            } else {
                let trained = try train(split, material, unit: "fold-\(index + 1)", run)
                // A fold stopped on the way keeps its checkpoint and no model, so that it is taken up again.
                guard !trained.wasStopped, !StopSignal.isRaised else {
                    throw AssessmentError(.cancelled, "stopped in fold \(index + 1); take it up again with --resume")
                }
                epochs = trained.epochs
                file = try modelFile(trained, split, material)
                try file.write(to: stored)
            }
            let scoring = try score(split.items(of: .test), material, inspector(file))
            let figures = try scoring.evaluation().metrics
            note("fold \(index + 1): \(figures.groupAccuracy.value) of \(itemNoun)s right")
            parts.append(scoring)
        }
        let scoring = Scoring(joining: parts)
        let evaluation = try scoring.evaluation()
        let document = AssessmentReport.document(
            model: cardOptions.name ?? outputName, data: options.data, scoring: scoring, evaluation: evaluation
        )
        let everything = splits[0].allTraining
        var trained = LearntClassifier(graph: Graph(name: ""), epochs: epochs)
        var file = try ModelFile(contentsOf: run.file("fold-1.onnx"))
        if !foldsOnly {
            host.tell(.unit(name: "all \(itemNoun)s", number: splits.count + 1, count: splits.count + 1))
            try everything.write(to: run.file("split.json"))
            trained = try train(everything, material, unit: "model", run)
            file = try modelFile(trained, everything, material)
        }
        try note(document, in: &file)
        var report = AssessmentReport(
            card: try file.card(), scoring: scoring, evaluation: evaluation, dataset: material.dataset
        )
        .report(kind: .training, document: document)
        report.epochs = trained.epochs
        report.facts += trained.facts
        try complete(&report, everything, material)
        report.caveats.append(
            "the figures are of \(count) models, each judged by the part it had not seen"
                + (foldsOnly ? "" : "; the model written was trained on all of it")
        )
        if foldsOnly {
            report.card = try file.card()
            let written = try report.write(to: run.path)
            try run.finish()
            host.tell(
                .result(
                    model: "", run: run.path, report: written.page, headline: report.headline,
                    ending: "all folds done", bestEpoch: 0, document: document))
        } else {
            try finish(file, record: trained.record, report, document, run)
        }
    }
}

extension Split {
    /// The same items, all to train on.
    var allTraining: Split {
        Split(
            seed: seed, method: "all to train on", caveats: caveats, dataDigest: dataDigest,
            items: items.map { item in
                var item = item
                item.part = .train
                return item
            },
            hashes: hashes
        )
    }
}
