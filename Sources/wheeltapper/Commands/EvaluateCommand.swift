import ArgumentParser
import Assessment
import Datasets
import Evaluation
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Hold a model against labelled data that it has not seen.",
        discussion: """
            Example: wheeltapper evaluate inspector.onnx sounds/test --report evaluation
            Masks: wheeltapper evaluate cracks.onnx walls --negatives 'noncrack*'
            Detectors: wheeltapper evaluate fan.onnx fan/test --report evaluation
            A segmenter's figures count every pixel from the card's threshold on; which pictures were caught or marked goes by the
            regions that predict reports, without pieces below the card's area.
            A detector is told which machine it hears where the data names it (--hear: it has to hear for itself). Data in the names of
            DCASE Task 2 get the files for its evaluators too, in the report's folder dcase/.
            Recordings and pictures that the model learnt from are found by content and refused (status 3); --split takes the test
            part of a training's split instead.
            """
    )

    @Argument(help: "The model file.")
    var model: String

    @Argument(
        help: """
            Class folders, train/ and test/ above them (test/ is taken), or a table; for a segmenter images/ and masks/, or pictures \
            with COCO's or LabelMe's annotations; for a detector folders that say what is normal (normal/, good/), or the names of \
            DCASE Task 2.
            """
    )
    var data: String

    @Option(help: ArgumentHelp("Write report.html, metrics.json, plots and predictions.csv there.", valueName: "dir"))
    var report: String?

    @Option(help: "table or json.")
    var format: ObjectFormat = .table

    @Option(help: ArgumentHelp("Detectors: the machine that all recordings are of.", valueName: "name"))
    var machine: String?

    @Flag(help: "Detectors: do not tell the model which machine it hears.")
    var hear = false

    @OptionGroup var labelled: LabelledDataOptions
    @OptionGroup var inspection: InspectionOptions

    func run() throws {
        let file = try inspection.model(model)
        let inspector = try inspection.inspector(file, model)
        let card = inspector.card
        if machine != nil || hear, card.kind != .detector {
            throw ValidationError(
                "--machine and --hear are for detectors; the model is a \(card.kind) of \(card.medium)s.")
        }
        try inspection.check(machine: machine, of: inspector)
        let dataset = try labelled.dataset(data, for: card)
        let judged = JudgedModel(path: model, file: file, inspector: inspector)
        let hasScoredAll =
            switch (card.kind, card.medium) {
            case (.segmenter, _): try masks(judged, dataset)
            case (.detector, _): try normality(judged, dataset)
            case (_, .picture): try pictures(judged, dataset)
            case (_, .sound): try sounds(judged, dataset)
            }
        if !hasScoredAll { throw ExitStatus.failed }
    }

    // Each answers whether all that was to be scored could be.

    private func sounds(_ model: JudgedModel, _ dataset: Dataset) throws -> Bool {
        let material = try selection.chosen(of: dataset, for: [model]) { try reading.recordings($0).identities }
        return try labels(model, material)
    }

    private func pictures(_ model: JudgedModel, _ dataset: Dataset) throws -> Bool {
        let material = try selection.chosen(of: dataset, for: [model]) { try reading.pictures($0).identities }
        return try labels(model, material)
    }

    private func masks(_ model: JudgedModel, _ dataset: Dataset) throws -> Bool {
        // Only what is chosen is read: the training part beside it may be a hundred times as large.
        var read: PictureStore?
        var material = try selection.chosen(of: dataset, for: [model]) { chosen in
            let store = try reading.pictures(chosen)
            read = store
            return store.identities
        }
        let store = try read ?? reading.pictures(material.dataset)
        store.warnings.forEach { Console.note($0) }
        for failure in store.failures { Console.error("wheeltapper: \(failure.message)") }
        material.dataset.items = material.dataset.items.filter { store.identities[$0.path] != nil }
        let bar = ProgressLine("scoring")
        let scoring = try SegmentationScoring(
            material.dataset.items, of: material.dataset, store: store, with: model.inspector,
            workers: inspection.workers
        ) { bar.update($0, of: $1) }
        bar.end()
        say(warnings: scoring.warnings, failures: scoring.failures)
        let evaluation = try scoring.evaluation()
        let document = scoring.document(model: model.path, data: data, evaluation: evaluation)
        try show(document, document.text(evaluation), material.caveats)
        try write(material.caveats) {
            try SegmentationReport(
                scoring: scoring, evaluation: evaluation, dataset: material.dataset, store: store,
                inspector: model.inspector
            ).report(kind: .evaluation, document: document)
        }
        return scoring.failures.isEmpty && store.failures.isEmpty
    }

    /// A classifier, of sounds or pictures.
    private func labels(_ model: JudgedModel, _ material: EvaluationSelection.Material) throws -> Bool {
        let bar = ProgressLine("scoring")
        let scoring = try Scoring(
            material.dataset.items, of: material.dataset, with: model.inspector, workers: inspection.workers
        ) { bar.update($0, of: $1) }
        bar.end()
        say(warnings: scoring.warnings, failures: scoring.failures)
        let evaluation = try scoring.evaluation()
        let document = AssessmentReport.document(
            model: model.path, data: data, scoring: scoring, evaluation: evaluation)
        try show(
            document, document.text(evaluation, items: scoring.medium == .sound ? .windows : .pictures),
            material.caveats)
        try write(material.caveats) {
            AssessmentReport(
                card: model.inspector.card, scoring: scoring, evaluation: evaluation, dataset: material.dataset,
                inspector: model.inspector
            ).report(kind: .evaluation, document: document)
        }
        return scoring.failures.isEmpty
    }

    var reading: DataReading { DataReading(threads: inspection.workers) }

    var selection: EvaluationSelection { labelled.selection(data) }

    func say(warnings: [String], failures: [(path: String, message: String)]) {
        warnings.forEach { Console.error("wheeltapper: \($0)") }
        failures.forEach { Console.error("wheeltapper: \($0.message)") }
    }

    func show(_ document: EvaluationDocument, _ text: @autoclosure () -> String, _ caveats: [String]) throws {
        switch format {
        case .json: Console.out(try JSONLine.encode(document, pretty: true))
        case .table:
            Console.out(text())
            caveats.forEach { Console.out("! \($0)") }
        }
    }

    func write(_ caveats: [String], _ make: () throws -> Report) throws {
        guard let report else { return }
        var page = try make()
        page.caveats += caveats
        page.commands = [CommandLine.arguments.joined(separator: " ")]
        let written = try page.write(to: report)
        written.notes.forEach { Console.note($0) }
        Console.note("report: \(written.page)")
    }
}
