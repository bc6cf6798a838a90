import Assessment
public import Datasets
public import Evaluation
public import InspectionPipeline
public import InspectionTypes
public import NeuralNetworks
public import Reports

/// The training of a classifier: what is the same for sounds and for pictures, and whether a network is trained or only a head fitted.
public protocol ClassifierTask: TrainingTask {
    associatedtype Material: TrainingMaterial
    var folding: FoldOptions { get }
    /// Reads the data.
    func prepare() throws -> Material
    /// Learns from a split's training part.
    func train(_ split: Split, _ material: Material, unit: String, _ run: RunFolder) throws -> LearntClassifier
    /// A card with the medium's front end; all else is filled in later.
    func card(_ material: Material) -> ModelCard
    func goldens(_ graph: Graph, _ split: Split, _ material: Material, synthetic: Bool) throws -> GoldenSet
    /// Pages of a report that only this medium has.
    func complete(_ report: inout Report, _ split: Split, _ material: Material) throws
}

/// What a classifier's training has learnt.
public struct LearntClassifier: Sendable {
    public var graph: Graph
    /// Of a network that was trained epoch by epoch.
    public var epochs: [EpochRecord]
    public var record: TrainingRecord?
    /// Whether someone stopped it, so that more could be learnt.
    public var wasStopped: Bool
    /// Lines of the report on how it was learnt.
    public var facts: [Report.Fact]

    public init(
        graph: Graph, epochs: [EpochRecord] = [], record: TrainingRecord? = nil, wasStopped: Bool = false,
        facts: [Report.Fact] = []
    ) {
        self.graph = graph
        self.epochs = epochs
        self.record = record
        self.wasStopped = wasStopped
        self.facts = facts
    }
}

extension ClassifierTask {
    public static var kind: ModelCard.Kind { .classifier }
    var foldsOnly: Bool { folding.foldsOnly }

    public func run() throws {
        let material = try prepare()
        let run = try RunFolder(options, kind: Self.kind)
        if let folds = folding.folds {
            try runFolds(folds, material, run)
        } else {
            try runOnce(material, makeSplit(material, run), run)
        }
    }

    private func runOnce(_ material: Material, _ split: Split, _ run: RunFolder) throws {
        try split.write(to: run.file(RunFolder.splitName))
        announce(split, material)
        let trained = try train(split, material, unit: "model", run)
        let hasTest = !split.items(of: .test).isEmpty
        let judged = split.items(of: hasTest ? .test : .validation)
        var file = try modelFile(trained, split, material)
        var document: EvaluationDocument?
        var report: Report?
        if !judged.isEmpty {
            let inspector = try inspector(file)
            let scoring = try score(judged, material, inspector)
            let evaluation = try scoring.evaluation()
            let page = AssessmentReport(
                card: try file.card(), scoring: scoring, evaluation: evaluation, dataset: material.dataset,
                inspector: inspector)
            let figures = AssessmentReport.document(
                model: try file.card().name, data: options.data, scoring: scoring, evaluation: evaluation)
            try note(figures, in: &file)
            var written = page.report(kind: .training, document: figures)
            written.card = try file.card()
            written.epochs = trained.epochs
            written.facts += trained.facts
            if !hasTest {
                written.caveats.append(
                    "there was no test part: the figures are of the validation part, by which \(trained.epochs.isEmpty ? "the head was chosen" : "the best epoch was chosen")"
                )
            }
            try complete(&written, split, material)
            (document, report) = (figures, written)
        }
        try finish(file, record: trained.record, report, document, run)
    }

    func modelFile(_ trained: LearntClassifier, _ split: Split, _ material: Material) throws -> ModelFile {
        var card = card(material)
        card.normalClasses = try normalClasses(material.dataset.classes)
        var file = try modelFile(trained.graph, card: card, split, material)
        try addGoldens(
            to: &file, synthetic: { try goldens(trained.graph, split, material, synthetic: true) },
            real: { try goldens(trained.graph, split, material, synthetic: false) })
        return file
    }

    public func normalClasses(_ classes: [String]) throws -> [String] {
        for name in cardOptions.normal where !classes.contains(name) {
            throw DatasetError(
                .classes, "--normal \(name): there is no such class; there are \(classes.joined(separator: ", "))")
        }
        if !cardOptions.normal.isEmpty { return cardOptions.normal }
        let normal = classes.filter(DefectWords.isNormal)
        return normal.count < classes.count ? normal : []
    }

    func note(_ document: EvaluationDocument, in file: inout ModelFile) throws {
        var card = try file.card()
        card.validation = document.metrics.scalars
        try file.setCard(card)
    }

    /// Scores on the engine that will serve; the self-test runs on the way.
    func score(_ items: [DataItem], _ material: Material, _ inspector: Inspector) throws -> Scoring {
        let reporter = ProgressReporter(stage: "scoring", host.tell)
        return try Scoring(items, of: material.dataset, with: inspector, workers: workers) {
            reporter.report($0, of: $1)
        }
    }
}
