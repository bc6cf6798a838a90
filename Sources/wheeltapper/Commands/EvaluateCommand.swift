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
            Recordings that the model learnt from are found by content and refused (status 3); --split takes the test part of a
            training's split instead.
            """
    )

    @Argument(help: "The model file.")
    var model: String

    @Argument(help: "Class folders, train/ and test/ above them (test/ is taken), or a table.")
    var data: String

    @Option(help: ArgumentHelp("The training's split.json: its test part is taken.", valueName: "file"))
    var split: String?

    @Option(help: ArgumentHelp("Write report.html, metrics.json, plots and predictions.csv there.", valueName: "dir"))
    var report: String?

    @Option(help: "table or json.")
    var format: ObjectFormat = .table

    @Flag(help: "Judge by recordings that the model learnt from all the same.")
    var allowLeakage = false

    @OptionGroup var inspection: InspectionOptions

    func run() throws {
        let file = try inspection.model(model)
        let inspector = try inspection.inspector(file, model)
        var dataset = try DatasetScanner.scan(data, options: .init(purpose: .evaluation))
        // Read once, where the split or the leakage check first asks.
        var identities: [String: RecordingIdentity]?
        var caveats: [String] = []
        var blocks: Set<String> = []
        if let split {
            let known = try Split.read(from: split)
            if try known.digest == inspector.card.trainingData?.splitDigest {
                let learnt = Set(known.items.filter { $0.part != .test && $0.range != nil }.map(\.path))
                blocks = learnt.intersection(known.items(of: .test).filter { $0.range != nil }.map(\.path))
            }
            let paths = Set(known.items(of: .test).map(\.path))
            dataset.items = dataset.items.filter { paths.contains($0.path) }
            let found = try prepare(dataset).identities
            identities = found
            dataset.items = known.items(of: .test).filter { found[$0.path]?.hash == known.hashes[$0.path] }
            guard !dataset.items.isEmpty else {
                throw AssessmentError(.empty, "no recording of the test part of \(split) was found in \(data)")
            }
            if dataset.items.count < known.items(of: .test).count {
                caveats.append(
                    "\(known.items(of: .test).count - dataset.items.count) recordings of the split's test part are missing or changed"
                )
            }
            caveats += known.caveats
        } else if dataset.items.contains(where: { $0.part == .test }) {
            dataset.items = dataset.items.filter { $0.part == .test }
        }
        dataset.warnings.forEach { Console.note($0) }
        if allowLeakage {
            caveats.append("recordings that the model learnt from were allowed: the figures may promise too much")
        } else if file.metadata[TrainingManifest.metadataKey] == nil {
            caveats.append(
                "the model does not say what it learnt from: whether these recordings are new to it is not known")
        } else {
            // Stretches of one recording on both sides are what such a split says of itself; anything else is a leak.
            let pairs = try LeakageCheck.overlap(
                of: file, with: dataset, identities: identities ?? prepare(dataset).identities
            )
            .filter { !blocks.contains($0.first) }
            guard pairs.isEmpty else {
                Console.error("wheeltapper: \(LeakageCheck.refusal(pairs))")
                throw ExitStatus.refused
            }
        }
        let bar = ProgressLine("scoring")
        let scoring = try Scoring(dataset.items, of: dataset, with: inspector, workers: inspection.workers) {
            bar.update($0, of: $1)
        }
        bar.end()
        scoring.warnings.forEach { Console.error("wheeltapper: \($0)") }
        scoring.failures.forEach { Console.error("wheeltapper: \($0.message)") }
        let evaluation = try scoring.evaluation()
        let document = AssessmentReport.document(model: model, data: data, scoring: scoring, evaluation: evaluation)
        switch format {
        case .json: Console.out(try JSONLine.encode(document, pretty: true))
        case .table:
            Console.out(document.text(evaluation))
            caveats.forEach { Console.out("! \($0)") }
        }
        if let report {
            var page = AssessmentReport(
                card: inspector.card, scoring: scoring, evaluation: evaluation, dataset: dataset
            )
            .report(kind: .evaluation, document: document)
            page.caveats += caveats
            page.commands = [CommandLine.arguments.joined(separator: " ")]
            let written = try page.write(to: report)
            written.notes.forEach { Console.note($0) }
            Console.note("report: \(written.page)")
        }
        if !scoring.failures.isEmpty { throw ExitStatus.failed }
    }

    private func prepare(_ dataset: Dataset) throws -> FeatureStore {
        let bar = ProgressLine("reading")
        defer { bar.end() }
        return try FeatureStore.prepare(dataset, frontEnd: nil, options: .init(threads: inspection.workers)) {
            bar.update($0, of: $1)
        }
    }
}
