import Evaluation
import FoundationEssentials
import InspectionTypes

/// Shows a trainer's events to a person: what was found, a bar with losses, rate and time left, a line an epoch, the result.
struct TrainingDisplay {
    private var unit = ""
    private var lastEpoch: Event?
    /// What the data's items are called, and what a step learns from.
    private var (noun, stepNoun) = ("recording", "windows")

    /// One JSON line of the trainer; the keys that it may have.
    private struct Event: Decodable {
        var event: String
        var stage: String?
        var done, total: Int?
        var message, noun, step_noun: String?
        var classes: [String: Int]?
        var recordings, train, validation, test: Int?
        var caveats: [String]?
        var name: String?
        var parameters, multiply_adds: Int?
        var number, count: Int?
        var epoch, epochs, step, steps: Int?
        var loss, learning_rate, items_per_second, seconds_left: Double?
        var train_loss, validation_loss, validation_accuracy, validation_f1, seconds: Double?
        var is_best: Bool?
        var model, run, report, headline, ending: String?
        var best_epoch: Int?
        var evaluation: EvaluationDocument?
    }

    mutating func show(_ line: String) {
        guard let event = try? JSONDecoder().decode(Event.self, from: Data(line.utf8)) else {
            Console.error(line)
            return
        }
        switch event.event {
        case "progress":
            if let done = event.done, let total = event.total, total > 0 {
                bar(Double(done) / Double(total), "\(event.stage ?? "") \(done) of \(total)")
            }
        case "note": remark(event.message ?? "")
        case "data": data(event)
        case "network":
            clear()
            Console.error(
                "network   \(event.name ?? ""), \((event.parameters ?? 0) / 1000)k parameters, \((event.multiply_adds ?? 0) / 1_000_000) million multiply-adds an input"
            )
        case "unit":
            clear()
            unit = "\(event.name ?? "") (\(event.number ?? 0) of \(event.count ?? 0))"
            Console.error("\n\(unit)")
        case "step": step(event)
        case "epoch": epoch(event)
        case "result": result(event)
        default: break
        }
    }

    func end() { clear() }

    private func clear() {
        if Console.errorIsTerminal { Console.overwrite("") }
    }

    private func bar(_ fraction: Double, _ text: String) {
        guard Console.errorIsTerminal else { return }
        let line = ProgressLine.bar(fraction, width: 20) + " " + text
        Console.overwrite(String(line.prefix(max(20, Console.width - 1))))
    }

    private func remark(_ text: String) {
        clear()
        Console.error("! \(text)")
    }

    private mutating func data(_ event: Event) {
        clear()
        noun = event.noun ?? noun
        stepNoun = event.step_noun ?? stepNoun
        let classes = (event.classes ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(
            separator: ", ")
        Console.error("data      \(event.recordings ?? 0) \(noun)s: \(classes)")
        Console.error(
            "split     \(event.train ?? 0) to train, \(event.validation ?? 0) to validate, \(event.test ?? 0) to test")
        (event.caveats ?? []).forEach { remark($0) }
    }

    private func step(_ event: Event) {
        guard let epoch = event.epoch, let epochs = event.epochs, let step = event.step, let steps = event.steps else {
            return
        }
        let done = (Double(epoch - 1) + Double(step) / Double(max(1, steps))) / Double(max(1, epochs))
        var text = "epoch \(epoch)/\(epochs)  loss \(Numbers.fixed(event.loss ?? 0, 3))"
        if let loss = lastEpoch?.validation_loss { text += "  validation \(Numbers.fixed(loss, 3))" }
        text += "  rate \(Numbers.fixed((event.learning_rate ?? 0) * 1e3, 2))e-3"
        text +=
            "  \(Numbers.fixed(event.items_per_second ?? 0, 0)) \(stepNoun)/s  \(Numbers.time(event.seconds_left ?? 0)) left"
        bar(done, text)
    }

    private mutating func epoch(_ event: Event) {
        lastEpoch = event
        clear()
        var line = "epoch \(event.epoch ?? 0)".padded(11) + "loss \(Numbers.fixed(event.train_loss ?? 0, 4))"
        if let loss = event.validation_loss {
            line += "   validation \(Numbers.fixed(loss, 4))"
            if let accuracy = event.validation_accuracy { line += ", \(Numbers.percent(accuracy)) right" }
            if let f1 = event.validation_f1 { line += ", F1 \(Numbers.fixed(f1, 3))" }
        }
        line +=
            "   \(Numbers.fixed(event.items_per_second ?? 0, 0)) \(stepNoun)/s"
            + (event.is_best == true ? "   best" : "")
        Console.error(line)
    }

    /// A figure with its interval.
    private static func figure(_ metric: MetricValue) -> String {
        let value = Numbers.fixed(metric.value, 4)
        guard let low = metric.low, let high = metric.high else { return value }
        return "\(value) (\(Numbers.fixed(low, 3))–\(Numbers.fixed(high, 3)))"
    }

    private func result(_ event: Event) {
        clear()
        if let headline = event.headline, !headline.isEmpty { Console.out(Console.colored(headline, .bold)) }
        if let figures = event.evaluation?.metrics.classifier {
            let windows = stepNoun == "windows" ? ", \(Self.figure(figures.accuracy)) of windows" : ""
            Console.out(
                "accuracy  \(Self.figure(figures.groupAccuracy)) of \(noun)s\(windows), on \(noun)s not trained on")
        }
        if let figures = event.evaluation?.metrics.segmenter {
            Console.out(
                "pixels    F1 \(Self.figure(figures.f1)), IoU \(Self.figure(figures.iou)), F1 within 2 px \(Self.figure(figures.f1Tolerant)), on pictures not trained on"
            )
        }
        if let figures = event.evaluation?.metrics.detector {
            let parts = [
                ("AUC", figures.meanAUC), ("pAUC", figures.meanPAUC), ("caught", figures.recall),
                ("false alarms", figures.falseAlarmRate),
            ].compactMap { name, figure in figure.map { "\(name) \(Self.figure($0))" } }
            if !parts.isEmpty {
                Console.out("\(noun)s".padded(11) + parts.joined(separator: ", ") + ", on \(noun)s not trained on")
            }
        }
        if let ending = event.ending, let best = event.best_epoch, best > 0 {
            Console.out("ended     \(ending); kept the weights of epoch \(best)")
        }
        if let model = event.model, !model.isEmpty { Console.out("model     \(model)") }
        if let report = event.report, !report.isEmpty { Console.out("report    \(report)") }
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
