import InspectionTypes

/// A finding as `predict --format json` writes it; a detector's has `machine`, `deviations` and `nearest` beside what all have, and where
/// drawings were asked for, `overlay` and `mask` name them.
struct FindingRecord: Encodable {
    var file, model, label: String
    var verdict: Verdict
    var score: Double
    var threshold: Double?
    var probabilities: [String: Double]
    var windows: [Window]
    /// Regions of a picture; a sound has none.
    var regions: [Region]
    var milliseconds: Double
    /// Of a detector.
    var detection: Detection?
    /// Where drawings were asked for.
    var drawing: Drawing?

    /// Files that were drawn of a finding.
    struct Drawing: Sendable {
        var overlay: String?
        var mask: String?
    }

    struct Detection {
        var machine: Machine?
        var deviations: [BandDeviation]
        var nearest: NearestNormal?
    }

    struct Machine: Encodable {
        var name: String
        var probability: Double?
        var given: Bool
        var heardAs: String?

        enum CodingKeys: CodingKey { case name, probability, given, heardAs }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(probability, forKey: .probability)
            try container.encode(given, forKey: .given)
            try container.encode(heardAs, forKey: .heardAs)
        }
    }

    struct Window: Encodable {
        var start: Double
        var label: String
        var score: Double
        var milliseconds: Double
    }

    init(_ finding: Finding, of kind: ModelCard.Kind, drawing: Drawing? = nil) {
        (file, model, label) = (finding.file, finding.model, finding.label)
        (verdict, score, threshold) = (finding.verdict, finding.score, finding.threshold)
        probabilities = Dictionary(
            finding.probabilities.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        windows = finding.windows.map {
            Window(start: $0.start, label: $0.label, score: $0.score, milliseconds: $0.milliseconds)
        }
        regions = finding.regions
        milliseconds = finding.milliseconds
        self.drawing = drawing
        guard kind == .detector else { return }
        detection = Detection(
            machine: finding.machine.map {
                Machine(name: $0.name, probability: $0.probability, given: $0.isGiven, heardAs: $0.heardAs)
            }, deviations: finding.deviations, nearest: finding.nearest)
    }

    enum CodingKeys: CodingKey {
        case file, model, verdict, label, score, threshold, probabilities, windows, regions, milliseconds
        case machine, deviations, nearest, overlay, mask
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(file, forKey: .file)
        try container.encode(model, forKey: .model)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(label, forKey: .label)
        try container.encode(score, forKey: .score)
        try container.encode(threshold, forKey: .threshold)
        try container.encode(probabilities, forKey: .probabilities)
        try container.encode(windows, forKey: .windows)
        try container.encode(regions, forKey: .regions)
        try container.encode(milliseconds, forKey: .milliseconds)
        try container.encodeIfPresent(drawing?.overlay, forKey: .overlay)
        try container.encodeIfPresent(drawing?.mask, forKey: .mask)
        guard let detection else { return }
        try container.encode(detection.machine, forKey: .machine)
        try container.encode(detection.deviations, forKey: .deviations)
        try container.encode(detection.nearest, forKey: .nearest)
    }
}
