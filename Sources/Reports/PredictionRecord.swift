/// One item and what was said of it: a line of `predictions.csv`.
public struct PredictionRecord: Sendable, Hashable, Codable {
    public var file: String
    /// Seconds from the recording's start.
    public var start: Double?
    public var group: String
    /// `nil` where it is not known.
    public var truth: String?
    /// Most probable class.
    public var label: String
    /// Probability of ``label``.
    public var score: Double
    /// By class, in the model's order.
    public var probabilities: [Double]

    public init(
        file: String, start: Double? = nil, group: String, truth: String?, label: String, score: Double,
        probabilities: [Double]
    ) {
        self.file = file
        self.start = start
        self.group = group
        self.truth = truth
        self.label = label
        self.score = score
        self.probabilities = probabilities
    }

    /// `file,start,group,truth,label,score` and `p(CLASS)` a class.
    public static func csv(_ records: [PredictionRecord], classes: [String]) -> String {
        var table = CSV(header: ["file", "start", "group", "truth", "label", "score"] + classes.map { "p(\($0))" })
        for record in records {
            table.append(
                [
                    record.file, record.start.map { "\($0)" } ?? "", record.group, record.truth ?? "", record.label,
                    "\(record.score)",
                ] + record.probabilities.map { "\($0)" }
            )
        }
        return table.text
    }
}
