import Evaluation
import InspectionTypes

extension EvaluationDocument {
    /// A detector's evaluation for people; its first line is a sentence.
    func text(_ evaluation: DetectorEvaluation) -> String {
        let metrics = evaluation.metrics
        let several = evaluation.machineNames.count > 1
        var table = TextTable(header: ["", "value", "95 % interval"], numbers: [1])
        let rows: [(String, MetricValue?)] =
            (several
                ? [
                    ("AUC, mean over machines", metrics.meanAUC), ("pAUC, mean over machines", metrics.meanPAUC),
                    ("AUC, harmonic mean", metrics.harmonicMeanAUC), ("pAUC, harmonic mean", metrics.harmonicMeanPAUC),
                    ("AUC, worst machine", metrics.worstAUC), ("AUC of all together", metrics.auc),
                ] : [("AUC", metrics.auc), ("pAUC (p = 0.1)", metrics.pauc)])
            + (metrics.perDomain ?? [:]).sorted { $0.key < $1.key }.map {
                ("AUC, harmonic mean, \($0.key)", $0.value.harmonicMeanAUC)
            }
            + [
                ("DCASE score", metrics.dcaseScore), ("precision", metrics.precision), ("recall", metrics.recall),
                ("F1", metrics.f1), ("false alarms", metrics.falseAlarmRate),
                ("machines heard rightly", metrics.idAccuracy), ("AUC of pixels", metrics.pixelAUROC),
                ("AUPRO", metrics.aupro),
            ]
        table.rows = rows.compactMap { name, metric in metric.map { Self.row(name, $0) } }
        var lines = [Console.colored(evaluation.headline, .bold)]
        if let promise = evaluation.promise, evaluation.defectCounts.normals > 0 {
            lines.append(
                "false alarms promised: \(promise.words)\(evaluation.strangersAside ?? "")\(Self.judgement(evaluation.promiseOutcome))"
            )
            if let pace = evaluation.paceSentence { lines.append("false alarms \(pace)") }
        }
        lines += ["", table.text]
        if several { lines += ["", machines(evaluation)] }
        lines += [
            "",
            pace("\(items) \(evaluation.itemNoun)s in \(groups) groups", "file to verdict", evaluation.itemNoun + "s"),
        ]
        return lines.joined(separator: "\n")
    }

    private static func judgement(_ outcome: FalseAlarmPromise.Outcome?) -> String {
        switch outcome {
        case .kept: "; kept, as far as so many can tell"
        case .fewer: "; there were fewer"
        case .broken: "; there were more than chance explains: set the thresholds anew with normal ones like these"
        case nil: ""
        }
    }

    private func machines(_ evaluation: DetectorEvaluation) -> String {
        var table = TextTable(
            header: ["machine", "AUC", "95 % interval", "pAUC", "caught", "false alarms", "promised", "threshold"],
            numbers: [1, 3, 4, 5, 6, 7])
        for name in evaluation.machineNames {
            guard let figures = evaluation.metrics.perID[name] else { continue }
            let counts = evaluation.defectCounts(of: name)
            let interval = figures.auc.flatMap { auc in
                auc.low.flatMap { low in auc.high.map { "\(Numbers.fixed(low, 3))–\(Numbers.fixed($0, 3))" } }
            }
            table.rows.append([
                name, figures.auc.map { Numbers.fixed($0.value, 4) } ?? "–", interval ?? "",
                figures.pauc.map { Numbers.fixed($0.value, 4) } ?? "–",
                counts.defects == 0 ? "–" : "\(counts.caught) of \(counts.defects)",
                counts.normals == 0 ? "–" : "\(counts.falseAlarms) of \(counts.normals)",
                figures.falseAlarmsPromised.map { FalseAlarmPromise.oneIn($0.value) } ?? "–",
                figures.threshold.map { Numbers.fixed($0, 3) } ?? "–",
            ])
        }
        return table.text
    }
}
