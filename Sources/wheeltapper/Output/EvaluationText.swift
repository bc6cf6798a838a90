import Evaluation
import InspectionTypes

extension EvaluationDocument {
    /// What one item of an evaluation is called.
    enum Items: String {
        case windows, pictures
    }

    /// A classifier's evaluation for people; its first line is a sentence.
    func text(_ evaluation: ClassifierEvaluation, items noun: Items = .windows) -> String {
        let metrics = evaluation.metrics
        var lines = [Console.colored(evaluation.headline, .bold), ""]
        var table = TextTable(header: ["", "value", "95 % interval"], numbers: [1])
        // A picture is its own group: both accuracies are one.
        table.rows =
            (noun == .windows ? [Self.row("accuracy of recordings", metrics.groupAccuracy)] : [])
            + [
                Self.row("accuracy of \(noun.rawValue)", metrics.accuracy),
                Self.row("balanced accuracy", metrics.balancedAccuracy),
                Self.row("F1, mean over classes", metrics.f1Macro),
            ]
        lines.append(table.text)
        var classes = TextTable(header: ["class", "precision", "recall", "F1", noun.rawValue], numbers: [1, 2, 3, 4])
        for name in evaluation.classes {
            guard let figures = metrics.perClass[name] else { continue }
            classes.rows.append([
                name, Numbers.fixed(figures.precision.value, 4), Numbers.fixed(figures.recall.value, 4),
                Numbers.fixed(figures.f1.value, 4), String(figures.support),
            ])
        }
        lines += ["", classes.text, ""]
        let one = noun == .windows ? "network" : "file to verdict"
        lines.append(
            pace(
                noun == .windows ? "\(items) windows of \(groups) recordings" : "\(items) pictures", one, noun.rawValue)
        )
        return lines.joined(separator: "\n")
    }

    /// A segmenter's evaluation for people; its first line is a sentence.
    func text(_ evaluation: SegmentationEvaluation) -> String {
        let metrics = evaluation.metrics
        var table = TextTable(header: ["", "value", "95 % interval"], numbers: [1])
        table.rows = [
            Self.row("F1 of pixels", metrics.f1), Self.row("F1 within 2 pixels", metrics.f1Tolerant),
            Self.row("precision", metrics.precision), Self.row("recall", metrics.recall),
            Self.row("IoU", metrics.iou), Self.row("mean IoU", metrics.meanIoU),
        ]
        if let clean = metrics.cleanNegatives { table.rows.append(Self.row("sound pictures without a mark", clean)) }
        let threshold =
            "a pixel counts from a probability of \(Numbers.fixed(evaluation.threshold, 3)) on, also in pieces too small to be reported"
        return [
            Console.colored(evaluation.headline, .bold), "", table.text, "",
            pace("\(items) pictures in \(groups) groups; \(threshold)", "file to verdict", "pictures"),
        ].joined(separator: "\n")
    }

    func pace(_ opening: String, _ part: String, _ noun: String) -> String {
        var text = opening
        if let latency {
            text +=
                "; \(part) \(Numbers.fixed(latency.p50, 2)) ms a \(noun.dropLast()) (p99 \(Numbers.fixed(latency.p99, 2)))"
        }
        if let itemsPerSecond { text += ", \(Numbers.fixed(itemsPerSecond, 0)) \(noun) a second end to end" }
        return text
    }

    static func row(_ name: String, _ metric: MetricValue) -> [String] {
        let interval = metric.low.flatMap { low in
            metric.high.map { "\(Numbers.fixed(low, 4))–\(Numbers.fixed($0, 4))" }
        }
        return [name, Numbers.fixed(metric.value, 4), interval ?? ""]
    }
}
