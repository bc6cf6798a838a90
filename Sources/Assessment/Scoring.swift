public import Datasets
public import Evaluation
public import InspectionPipeline
public import InspectionTypes

/// A data set scored by a classifier, on the engine that serves: recordings window by window, pictures one by one.
public struct Scoring: Sendable {
    /// One recording, or stretch or channel of one, or one picture, with its truth and what the model said.
    public struct Recording: Sendable {
        public var item: DataItem
        /// Class index.
        public var truth: Int
        public var finding: Finding

        /// What was said of each window; a picture is one.
        public var windows: [WindowFinding] {
            guard finding.windows.isEmpty else { return finding.windows }
            return [
                WindowFinding(
                    start: 0, label: finding.label, score: finding.score, milliseconds: finding.milliseconds,
                    probabilities: finding.probabilities.map(\.value))
            ]
        }
    }

    public let medium: ModelCard.Medium
    public let classes: [String]
    public let normalClasses: [String]
    /// In the data set's order.
    public let recordings: [Recording]
    /// Files that could not be scored, each with why.
    public let failures: [(path: String, message: String)]
    public let warnings: [String]
    /// From the first order to the last finding, in seconds.
    public let seconds: Double

    /// Scores items of a data set.
    ///
    /// - Parameters:
    ///   - progress: told how many items of how many are done.
    /// - Throws: ``AssessmentError`` for labels that the model does not know, or when no file could be scored.
    public init(
        _ items: [DataItem], of dataset: Dataset, with inspector: Inspector, workers: Int,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        let classes = inspector.card.classes
        guard inspector.card.kind == .classifier else {
            throw AssessmentError(.labels, "the model is a \(inspector.card.kind): labels judge a classifier")
        }
        let truths = try items.map { try Self.truth(of: $0, in: dataset, classes: classes) }
        let run = try ItemRun(
            items, of: dataset, with: inspector, workers: workers, noun: "file", progress: progress
        ) { result, _ in try result.findings.get() }
        self.medium = inspector.card.medium
        self.classes = classes
        self.normalClasses = inspector.card.normalClasses
        self.recordings = run.values.flatMap { index, findings in
            findings.map { Recording(item: items[index], truth: truths[index], finding: $0) }
        }
        self.failures = run.failures
        self.warnings = run.warnings
        self.seconds = run.seconds
    }

    /// Scorings of several models on parts of one data set, taken together.
    public init(joining parts: [Scoring]) {
        precondition(!parts.isEmpty, "Scoring.init(joining:): no parts")
        self.medium = parts[0].medium
        self.classes = parts[0].classes
        self.normalClasses = parts[0].normalClasses
        self.recordings = parts.flatMap(\.recordings)
        self.failures = parts.flatMap(\.failures)
        self.warnings = parts.flatMap(\.warnings)
        self.seconds = parts.reduce(0) { $0 + $1.seconds }
    }

    private static func truth(of item: DataItem, in dataset: Dataset, classes: [String]) throws -> Int {
        guard let name = item.label.single else {
            throw AssessmentError(
                .labels,
                "\(item.path) bears \(item.label.names.isEmpty ? "no label" : "the labels \(item.label)"); a classifier is judged by items with one label each"
            )
        }
        guard let index = classes.firstIndex(of: name) else {
            throw AssessmentError(
                .labels,
                "\(item.path) is labelled '\(name)', which the model does not know; it tells apart: \(classes.joined(separator: ", "))"
                    + hint(item, in: dataset, classes: classes)
            )
        }
        return index
    }

    /// Where folders of the classes' names lie deeper than was looked, their folder was meant.
    private static func hint(_ item: DataItem, in dataset: Dataset, classes: [String]) -> String {
        let folders = item.path.split(separator: "/").dropLast()
        guard let place = folders.dropFirst().firstIndex(where: { classes.contains(String($0)) }) else { return "" }
        let meant = ([dataset.root] + folders[..<place].map(String.init)).joined(separator: "/")
        return ". Folders of these names lie one level deeper: did you mean \(meant)?"
    }

    /// Windows or pictures held against the truth: recordings and pictures are the groups, intervals are drawn over what the data set
    /// says belongs together.
    public func evaluation() throws -> ClassifierEvaluation {
        let windows = recordings.map { recording in (recording, recording.windows) }
        func each<Value>(_ value: (Recording) -> Value) -> [Value] {
            windows.flatMap { recording, windows in Array(repeating: value(recording), count: windows.count) }
        }
        return try ClassifierEvaluation(
            probabilities: windows.flatMap { $0.1.map(\.probabilities) },
            truth: each(\.truth),
            groups: each { $0.finding.file + Self.stretch($0.item) },
            clusters: each(\.item.group),
            classes: classes, normalClasses: normalClasses,
            groupNoun: medium == .sound ? "recording" : "picture"
        )
    }

    /// Tells stretches of one file apart.
    static func stretch(_ item: DataItem) -> String {
        item.range.map { "@\($0.start)" } ?? ""
    }

    /// Windows or pictures scored a second, end to end.
    public var itemsPerSecond: Double {
        seconds > 0 ? Double(recordings.reduce(0) { $0 + max(1, $1.finding.windows.count) }) / seconds : 0
    }
}

extension Scoring {
    /// What a comparison is made of: recordings and pictures, not windows.
    public var classifiedItems: [ClassifiedItem] {
        recordings.map { one in
            let channel = one.finding.file.split(separator: "#").dropFirst().last.map { "#\($0)" } ?? ""
            return ClassifiedItem(
                file: one.item.path + Self.stretch(one.item) + channel, group: one.item.group,
                truth: classes[one.truth], verdict: one.finding.label)
        }
    }
}
