import ArgumentParser
import Assessment
import Datasets
import Evaluation
import InspectionTypes
import Reports

extension EvaluateCommand {
    /// A detector, of sounds or pictures; answers whether all that was to be scored could be.
    func normality(_ model: JudgedModel, _ dataset: Dataset) throws -> Bool {
        if machine != nil, hear {
            throw ValidationError("--machine says which machine it is, --hear that nobody shall: give one of them.")
        }
        var store: PictureStore?
        let material =
            dataset.medium == .sound
            ? try selection.chosen(of: dataset, for: [model]) { try reading.recordings($0).identities }
            : try selection.chosen(of: dataset, for: [model]) { chosen in
                let read = try reading.pictures(chosen)
                store = read
                return read.identities
            }
        if dataset.medium == .picture, store == nil, material.dataset.items.contains(where: { $0.mask != nil }) {
            store = try reading.pictures(material.dataset)
        }
        let bar = ProgressLine("scoring")
        let scoring = try DetectorScoring(
            material.dataset.items, unlabelled: material.dataset.unlabelled, of: material.dataset, store: store,
            with: model.inspector, machines: machine.map { .given($0) } ?? (hear ? .heard : .fromData),
            workers: inspection.workers
        ) { bar.update($0, of: $1) }
        bar.end()
        say(warnings: scoring.warnings, failures: scoring.failures)
        try report.map { try ChallengeFiles(scoring)?.write(to: $0) }
        if scoring.recordings.isEmpty {
            try keep(UnlabelledScores(scoring, model: model.path, data: data), scoring, material.caveats)
            return scoring.failures.isEmpty
        }
        let evaluation = try scoring.evaluation()
        let document = scoring.document(model: model.path, data: data, evaluation: evaluation)
        try show(document, document.text(evaluation), material.caveats)
        try write(material.caveats) {
            try DetectorReport(
                scoring: scoring, evaluation: evaluation, dataset: material.dataset, store: store,
                inspector: model.inspector, manifest: model.file.trainingManifest
            ).report(kind: .evaluation, document: document)
        }
        return scoring.failures.isEmpty
    }

    /// Of data in which nothing says what is normal.
    private func keep(_ scores: UnlabelledScores, _ scoring: DetectorScoring, _ caveats: [String]) throws {
        let (count, reported) = (scores.document.items, scores.document.reported)
        Console.note(
            "nothing in \(data) says what is normal: there are no figures"
                + (report == nil ? "; --report DIR keeps the scores" : ""))
        switch format {
        case .json: Console.out(try JSONLine.encode(scores.document, pretty: true))
        case .table:
            Console.out(
                "\(count) \(scoring.medium == .sound ? "recording" : "picture")\(count == 1 ? "" : "s") scored, \(reported) reported"
            )
            caveats.forEach { Console.out("! \($0)") }
        }
        if let report {
            try scores.write(to: report)
            Console.note("scores: \(report)/predictions.csv")
        }
    }
}
