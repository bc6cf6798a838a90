public import Evaluation
import FoundationEssentials
import Reports

/// What a training tells its starter: one JSON object a line on standard output, the kind under `event`.
public enum TrainingEvent: Encodable, Sendable {
    /// A step that can be counted: `reading`, `scoring`.
    case progress(String, done: Int, total: Int)
    case note(String)
    case data(
        noun: String, steps: String, classes: [String: Int], recordings: Int, train: Int, validation: Int, test: Int,
        caveats: [String])
    case network(name: String, parameters: Int, multiplyAdds: Int)
    /// One training of several begins, such as a fold.
    case unit(name: String, number: Int, count: Int)
    case step(
        epoch: Int, epochs: Int, step: Int, steps: Int, loss: Double, learningRate: Double, itemsPerSecond: Double,
        secondsLeft: Double)
    case epoch(EpochRecord, windows: Int)
    case result(
        model: String, run: String, report: String, headline: String, ending: String, bestEpoch: Int,
        document: EvaluationDocument?)

    private enum CodingKeys: String, CodingKey {
        case event, noun, stage, done, total, message, classes, recordings, train, validation, test, caveats, name,
            parameters, number, count
        case epoch, epochs, step, steps, windows, loss, model, run, report, headline, ending, evaluation
        case stepNoun = "step_noun"
        case multiplyAdds = "multiply_adds"
        case learningRate = "learning_rate"
        case itemsPerSecond = "items_per_second"
        case secondsLeft = "seconds_left"
        case bestEpoch = "best_epoch"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .progress(let stage, let done, let total):
            try container.encode("progress", forKey: .event)
            try container.encode(stage, forKey: .stage)
            try container.encode(done, forKey: .done)
            try container.encode(total, forKey: .total)
        case .note(let message):
            try container.encode("note", forKey: .event)
            try container.encode(message, forKey: .message)
        case .data(let noun, let steps, let classes, let recordings, let train, let validation, let test, let caveats):
            try container.encode("data", forKey: .event)
            try container.encode(noun, forKey: .noun)
            try container.encode(steps, forKey: .stepNoun)
            try container.encode(classes, forKey: .classes)
            try container.encode(recordings, forKey: .recordings)
            try container.encode(train, forKey: .train)
            try container.encode(validation, forKey: .validation)
            try container.encode(test, forKey: .test)
            try container.encode(caveats, forKey: .caveats)
        case .network(let name, let parameters, let multiplyAdds):
            try container.encode("network", forKey: .event)
            try container.encode(name, forKey: .name)
            try container.encode(parameters, forKey: .parameters)
            try container.encode(multiplyAdds, forKey: .multiplyAdds)
        case .unit(let name, let number, let count):
            try container.encode("unit", forKey: .event)
            try container.encode(name, forKey: .name)
            try container.encode(number, forKey: .number)
            try container.encode(count, forKey: .count)
        case .step(let epoch, let epochs, let step, let steps, let loss, let rate, let pace, let left):
            try container.encode("step", forKey: .event)
            try container.encode(epoch, forKey: .epoch)
            try container.encode(epochs, forKey: .epochs)
            try container.encode(step, forKey: .step)
            try container.encode(steps, forKey: .steps)
            try container.encode(loss, forKey: .loss)
            try container.encode(rate, forKey: .learningRate)
            try container.encode(pace, forKey: .itemsPerSecond)
            try container.encode(left, forKey: .secondsLeft)
        case .epoch(let record, let windows):
            try container.encode("epoch", forKey: .event)
            try container.encode(windows, forKey: .windows)
            try record.encode(to: encoder)
        case .result(let model, let run, let report, let headline, let ending, let bestEpoch, let document):
            try container.encode("result", forKey: .event)
            try container.encode(model, forKey: .model)
            try container.encode(run, forKey: .run)
            try container.encode(report, forKey: .report)
            try container.encode(headline, forKey: .headline)
            try container.encode(ending, forKey: .ending)
            try container.encode(bestEpoch, forKey: .bestEpoch)
            try container.encode(document, forKey: .evaluation)
        }
    }

    /// The event as one line of JSON.
    public var line: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(self) else { return "" }
        return String(decoding: line, as: UTF8.self)
    }
}
