import Evaluation
import InspectionTypes

extension EvaluationDocument {
    /// The evaluation for people; its first line is a sentence.
    func text(_ evaluation: ClassifierEvaluation) -> String {
        let metrics = evaluation.metrics
        var lines = [Console.colored(evaluation.headline, .bold), ""]
        func row(_ name: String, _ metric: MetricValue) -> [String] {
            let interval = metric.low.flatMap { low in
                metric.high.map { "\(Numbers.fixed(low, 4))–\(Numbers.fixed($0, 4))" }
            }
            return [name, Numbers.fixed(metric.value, 4), interval ?? ""]
        }
        var table = TextTable(header: ["", "value", "95 % interval"], numbers: [1])
        table.rows = [
            row("accuracy of recordings", metrics.groupAccuracy), row("accuracy of windows", metrics.accuracy),
            row("balanced accuracy", metrics.balancedAccuracy), row("F1, mean over classes", metrics.f1Macro),
        ]
        lines.append(table.text)
        var classes = TextTable(header: ["class", "precision", "recall", "F1", "windows"], numbers: [1, 2, 3, 4])
        for name in evaluation.classes {
            guard let figures = metrics.perClass[name] else { continue }
            classes.rows.append([
                name, Numbers.fixed(figures.precision.value, 4), Numbers.fixed(figures.recall.value, 4),
                Numbers.fixed(figures.f1.value, 4), String(figures.support),
            ])
        }
        lines += ["", classes.text, ""]
        var pace = "\(items) windows of \(groups) recordings"
        if let latency {
            pace += "; network \(Numbers.fixed(latency.p50, 2)) ms a window (p99 \(Numbers.fixed(latency.p99, 2)))"
        }
        if let itemsPerSecond { pace += ", \(Numbers.fixed(itemsPerSecond, 0)) windows a second end to end" }
        lines.append(pace)
        return lines.joined(separator: "\n")
    }
}
