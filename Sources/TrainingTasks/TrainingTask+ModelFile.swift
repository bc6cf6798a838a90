import Assessment
public import Datasets
public import Evaluation
public import FoundationEssentials
import Inference
public import InspectionPipeline
public import InspectionTypes
public import NeuralNetworks
public import Reports

/// From trained weights to a tested file and its report.
extension TrainingTask {
    /// Now, in whole seconds, as a card keeps it.
    public static var now: Date { Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)) }

    /// The graph with its card and the list of what it has learnt from.
    public func modelFile(_ graph: Graph, card: ModelCard, _ split: Split, _ material: some TrainingMaterial) throws
        -> ModelFile
    {
        var card = card
        card.seed = options.seed
        card.command = host.command
        (card.purpose, card.asset, card.sensor, card.contact) =
            (cardOptions.purpose, cardOptions.asset, cardOptions.sensor, cardOptions.contact)
        let known = split.items.filter { $0.part != .test }
        card.trainingData = .init(
            name: options.data, items: known.count, groups: Set(known.map(\.group)).count, digest: split.dataDigest,
            splitDigest: try split.digest, caveats: split.caveats
        )
        var file = ModelFile(graph: graph)
        try file.setCard(card)
        file.metadata[TrainingManifest.metadataKey] = try TrainingManifest(split, identities: material.identities)
            .encoded()
        return file
    }

    /// Puts golden inputs into the file, as `--golden` says.
    public func addGoldens(
        to file: inout ModelFile, synthetic: () throws -> GoldenSet, real: () throws -> GoldenSet
    ) throws {
        switch cardOptions.golden {
        case .none:
            // Tested all the same, and only then left out.
            try file.setGoldenSet(synthetic())
            _ = try inspector(file)
            try file.setGoldenSet(nil)
        case .synthetic: try file.setGoldenSet(synthetic())
        case .real: try file.setGoldenSet(real())
        }
    }

    /// Whether the model can be written where `-o` says.
    public func checkOutput() throws {
        guard let path = options.output else { return }
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

    /// The model on the engine that will serve, self-tested.
    public func inspector(_ file: ModelFile) throws -> Inspector {
        do {
            return try Inspector(file, engine: InferenceEngine(), workers: workers)
        } catch let error as PipelineError where error.code == .parity {
            throw TaskError(.refused, "the model is not written: \(error.message)")
        }
    }

    /// Writes model and report, and tells of both.
    ///
    /// - Parameter trained: `nil` where nothing was trained.
    public func finish(
        _ file: ModelFile, record trained: TrainingRecord?, _ report: Report?, _ document: EvaluationDocument?,
        _ run: RunFolder
    ) throws {
        if report == nil { _ = try inspector(file) }
        // Into the run's folder first: whatever becomes of -o, the training was not for nothing.
        let kept = run.file("model.onnx")
        try file.write(to: kept)
        let path = options.output ?? kept
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
            report.ending = trained?.ending
            let written = try report.write(to: run.path)
            written.notes.forEach(note)
            page = written.page
        }
        try run.finish()
        host.tell(
            .result(
                model: path, run: run.path, report: page, headline: report?.headline ?? "",
                ending: trained?.words ?? "", bestEpoch: trained?.bestEpoch ?? 0, document: document))
    }

    private func facts(_ file: ModelFile) -> [Report.Fact] {
        guard let summary = try? GraphSummary(file.graph) else { return [] }
        return [
            .init(
                "Network",
                "\(file.graph.name): \(DecimalText.grouped(summary.parameters)) parameters, \(DecimalText.grouped(summary.multiplyAdds)) multiply-adds an input"
            )
        ] + host.facts
    }
}
