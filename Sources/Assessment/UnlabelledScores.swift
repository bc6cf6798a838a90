public import Evaluation
import FoundationEssentials
import InspectionTypes
import Reports

/// What there is to say of data in which nothing says what is normal: scores, and no figures.
public struct UnlabelledScores: Sendable {
    /// One object with the keys of ``EvaluationDocument``; `metrics` is `null`.
    public struct Document: Sendable, Encodable {
        public var model: String
        public var data: String
        public var items: Int
        public var groups: Int
        /// How many of them the model reports.
        public var reported: Int
        public var latency: EvaluationDocument.Latency?
        public var itemsPerSecond: Double?

        enum CodingKeys: String, CodingKey {
            case model, data, items, groups, reported, metrics
            case latency = "latency_ms"
            case itemsPerSecond = "items_per_second"
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(model, forKey: .model)
            try container.encode(data, forKey: .data)
            try container.encode(items, forKey: .items)
            try container.encode(groups, forKey: .groups)
            try container.encode(reported, forKey: .reported)
            try container.encodeNil(forKey: .metrics)
            try container.encodeIfPresent(latency, forKey: .latency)
            try container.encodeIfPresent(itemsPerSecond, forKey: .itemsPerSecond)
        }
    }

    public let document: Document
    private let items: [DetectorItem]

    public init(_ scoring: DetectorScoring, model: String, data: String) {
        items = scoring.unlabelledItems
        document = Document(
            model: model, data: data, items: items.count, groups: Set(items.map(\.group)).count,
            reported: items.count(where: \.isReported),
            latency: .init(milliseconds: scoring.unlabelled.map(\.finding.milliseconds)),
            itemsPerSecond: scoring.seconds > 0 ? Double(items.count) / scoring.seconds : nil)
    }

    /// Writes `predictions.csv` and `metrics.json` into a folder, and makes it.
    ///
    /// - Throws: ``AssessmentError`` where they cannot be written.
    public func write(to directory: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let metrics = try encoder.encode(document) + Data("\n".utf8)
            for (name, data) in [("predictions.csv", Data(DetectorItem.csv(items).utf8)), ("metrics.json", metrics)] {
                try data.write(to: URL(filePath: directory + "/" + name), options: .atomic)
            }
        } catch {
            throw AssessmentError(
                .unwritable, "\(directory): the scores could not be written (\(error)); name another folder")
        }
    }
}
