import Assessment
import Augmentation
import Datasets
import Evaluation
import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports
import Training

/// From trained weights to a tested file and its report.
extension SoundClassifierTraining {
    func modelFile(_ trained: GraphTrainer.Outcome, _ split: Split, _ material: Material) throws
        -> ModelFile
    {
        var card = ModelCard(
            kind: .classifier, medium: .sound, name: command.card.name ?? outputName, version: "1",
            created: Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)),
            soundFrontEnd: material.frontEnd,
            classes: material.classes
        )
        card.normalClasses = try normalClasses(material.classes)
        card.seed = command.seed
        card.command =
            ProcessInfo.processInfo.environment["WHEELTAPPER_COMMAND"] ?? CommandLine.arguments.joined(separator: " ")
        (card.purpose, card.asset, card.sensor, card.contact) =
            (command.card.purpose, command.card.asset, command.card.sensor, command.card.contact)
        let known = split.items.filter { $0.part != .test }
        card.trainingData = .init(
            name: command.data, items: known.count, groups: Set(known.map(\.group)).count, digest: split.dataDigest,
            splitDigest: try split.digest, caveats: split.caveats
        )
        var file = ModelFile(graph: trained.graph)
        try file.setCard(card)
        file.metadata[TrainingManifest.metadataKey] = try TrainingManifest(split, identities: material.store.identities)
            .encoded()
        let golden = GoldenInputs(frontEnd: material.frontEnd, graph: trained.graph)
        switch command.card.golden {
        case .none:
            // Tested all the same, and only then left out.
            try file.setGoldenSet(golden.synthetic(seed: command.seed))
            _ = try inspector(file)
            try file.setGoldenSet(nil)
        case .synthetic: try file.setGoldenSet(golden.synthetic(seed: command.seed))
        case .real:
            let validation = split.items(of: .validation)
            try file.setGoldenSet(
                golden.real(
                    validation.isEmpty ? split.items(of: .train) : validation, of: material.dataset, seed: command.seed)
            )
        }
        return file
    }

    /// Whether the model can be written where `-o` says.
    func checkOutput() throws {
        guard let path = command.output else { return }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        var isFolder = false
        guard !(FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder) else {
            throw DatasetError(.file, "-o \(path) is a folder: name a file in it, such as \(path)/model.onnx")
        }
        guard FileManager.default.isWritableFile(atPath: folder.isEmpty ? "/" : folder) else {
            throw DatasetError(
                .file, "-o \(path): the folder \(folder) does not exist or may not be written to; make it first")
        }
    }

    var outputName: String {
        let path = command.output ?? command.data
        let last = path.split(separator: "/").last.map(String.init) ?? "model"
        return last.hasSuffix(".onnx") ? String(last.dropLast(5)) : last
    }

    func normalClasses(_ classes: [String]) throws -> [String] {
        for name in command.card.normal where !classes.contains(name) {
            throw DatasetError(
                .classes, "--normal \(name): there is no such class; there are \(classes.joined(separator: ", "))")
        }
        if !command.card.normal.isEmpty { return command.card.normal }
        let normal = classes.filter(DefectWords.isNormal)
        return normal.count < classes.count ? normal : []
    }

    func note(_ metrics: EvaluationDocument.Metrics, in file: inout ModelFile) throws {
        var card = try file.card()
        card.validation = metrics.scalars
        try file.setCard(card)
    }

    /// Scores on the engine that will serve; the self-test runs on the way.
    func score(_ items: [DataItem], _ material: Material, _ file: ModelFile) throws -> Scoring {
        let inspector = try inspector(file)
        let reporter = ProgressReporter(stage: "scoring")
        return try Scoring(items, of: material.dataset, with: inspector, workers: workers) {
            reporter.report($0, of: $1)
        }
    }

    func inspector(_ file: ModelFile) throws -> Inspector {
        do {
            return try Inspector(file, engine: InferenceEngine(), workers: workers)
        } catch let error as PipelineError where error.code == .parity {
            FileHandleText.error("wheeltapper: the model is not written: \(error.message)")
            throw TrainerStatus.refused
        }
    }

    func finish(
        _ file: ModelFile, _ trained: GraphTrainer.Outcome, _ report: Report?, _ document: EvaluationDocument?,
        _ material: Material, _ run: RunFolder
    ) throws {
        if report == nil { _ = try inspector(file) }
        // Into the run's folder first: whatever becomes of -o, the training was not for nothing.
        let kept = run.file("model.onnx")
        try file.write(to: kept)
        let path = command.output ?? kept
        if path != kept {
            do {
                try file.write(to: path)
            } catch {
                throw AssessmentError(.empty, "\(error). The model itself is safe: \(kept)")
            }
        }
        var page = ""
        if var report {
            report.card = try file.card()
            report.facts += facts(file)
            let written = try report.write(to: run.path)
            written.notes.forEach { TrainingEvent.note($0).send() }
            page = written.page
        }
        try run.finish()
        TrainingEvent.result(
            model: path, run: run.path, report: page, headline: report?.headline ?? "", ending: trained.ending.rawValue,
            bestEpoch: trained.bestEpoch, document: document
        ).send()
    }

    func facts(_ file: ModelFile) -> [Report.Fact] {
        guard let summary = try? GraphSummary(file.graph) else { return [] }
        return [
            .init(
                "Network",
                "\(file.graph.name): \(GraphSummary.grouped(summary.parameters)) parameters, \(GraphSummary.grouped(summary.multiplyAdds)) multiply-adds a window"
            ),
            .init("Trained with", "libtorch \(Libtorch.version), \(command.training.precision.rawValue)"),
        ]
    }

    func announce(_ split: Split, _ material: Material) {
        TrainingEvent.data(
            classes: material.dataset.itemsPerClass, recordings: split.items.count,
            train: split.items(of: .train).count,
            validation: split.items(of: .validation).count, test: split.items(of: .test).count, caveats: split.caveats
        ).send()
    }
}
