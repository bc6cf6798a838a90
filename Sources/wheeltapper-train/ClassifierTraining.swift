import Assessment
import Datasets
import Evaluation
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports
import Training
import TrainingTasks

/// The training of a classifier: what is the same for sounds and for pictures.
protocol ClassifierTraining: LearningTask {
    associatedtype Material: TrainingMaterial
    var command: ClassifierCommand { get }
    /// Reads the data.
    func prepare() throws -> Material
    /// Trains one network on a split's training part.
    func train(_ split: Split, _ material: Material, unit: String, _ run: RunFolder) throws -> GraphTrainer.Outcome
    /// A card with the medium's front end; all else is filled in later.
    func card(_ material: Material) -> ModelCard
    func goldens(_ graph: Graph, _ split: Split, _ material: Material, synthetic: Bool) throws -> GoldenSet
    /// Pages of a report that only this medium has.
    func complete(_ report: inout Report, _ split: Split, _ material: Material) throws
}

extension ClassifierTraining {
    static var kind: ModelCard.Kind { .classifier }
    static var usualEpochs: Int { 40 }
    var options: RunOptions { command.options }
    var learning: LearningOptions { command.learning }
    var processing: ProcessingOptions { command.processing }
    var cardOptions: CardOptions { command.card }

    func run() throws {
        try Libtorch.setThreadCount(workers)
        let material = try prepare()
        let run = try RunFolder(options, kind: Self.kind)
        if let folds = command.folds {
            try runFolds(folds, material, run)
        } else {
            try runOnce(material, makeSplit(material, run), run)
        }
    }

    private func runOnce(_ material: Material, _ split: Split, _ run: RunFolder) throws {
        try split.write(to: run.file("split.json"))
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
            if !hasTest {
                written.caveats.append(
                    "there was no test part: the figures are of the validation part, by which the best epoch was chosen"
                )
            }
            try complete(&written, split, material)
            (document, report) = (figures, written)
        }
        try finish(file, trained, report, document, run)
    }

    func modelFile(_ trained: GraphTrainer.Outcome, _ split: Split, _ material: Material) throws -> ModelFile {
        var card = card(material)
        card.normalClasses = try normalClasses(material.dataset.classes)
        var file = try modelFile(trained.graph, card: card, split, material)
        try addGoldens(
            to: &file, synthetic: { try goldens(trained.graph, split, material, synthetic: true) },
            real: { try goldens(trained.graph, split, material, synthetic: false) })
        return file
    }

    func normalClasses(_ classes: [String]) throws -> [String] {
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
        let reporter = ProgressReporter(stage: "scoring")
        return try Scoring(items, of: material.dataset, with: inspector, workers: workers) {
            reporter.report($0, of: $1)
        }
    }

    /// The numbers of the training, but for what only the medium knows.
    func trainingOptions(averageDecay: Double?) -> TrainingOptions {
        TrainingOptions(
            epochs: plannedEpochs, learningRate: learning.learningRate ?? 2e-3,
            weightDecay: learning.weightDecay, averageDecay: averageDecay, patience: learning.stopsAfter(default: 15),
            mixedPrecision: learning.precision == .bf16, seed: options.seed
        )
    }
}
