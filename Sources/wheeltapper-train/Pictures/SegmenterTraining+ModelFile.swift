import Assessment
import Augmentation
import Datasets
import Evaluation
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports
import Training
import TrainingTasks

/// From trained weights to thresholds, a tested file and its report.
extension SegmenterTraining {
    func deliver(_ trained: GraphTrainer.Outcome, _ split: Split, _ material: Material, _ run: RunFolder) throws {
        var card = ModelCard(
            kind: .segmenter, name: cardOptions.name ?? outputName, version: "1", created: Self.now,
            pictureFrontEnd: material.frontEnd, classes: [command.segmenter.defect])
        let known = split.items(of: .validation)
        // Without a validation part the training part has to do, and the card says so.
        let (chosenOn, name) =
            known.isEmpty ? (split.items(of: .train), "training part") : (known, "validation part")
        card.thresholds = try SegmenterThresholds(
            minimumArea: command.segmenter.minimumArea, partName: name
        ) { card in
            let file = try modelFile(trained.graph, card: card, split, material)
            return try score(chosenOn, material, inspector(file), stage: "choosing thresholds")
        }.chosen(for: card)
        var file = try modelFile(trained.graph, card: card, split, material)
        let threshold = card.thresholds["pixel"]?.value ?? PictureSegmentation.defaultThreshold
        try addGoldens(
            to: &file, synthetic: { try goldens(trained.graph, material, threshold).synthetic(seed: options.seed) },
            real: {
                try goldens(trained.graph, material, threshold).real(
                    chosenOn, of: material.dataset, seed: options.seed)
            })
        try judge(&file, trained, split, material, run)
    }

    private func goldens(_ graph: Graph, _ material: Material, _ threshold: Double) throws -> PictureGoldenInputs {
        try PictureGoldenInputs(frontEnd: material.frontEnd, graph: graph, reading: .map(threshold: threshold))
    }

    private func score(
        _ items: [DataItem], _ material: Material, _ inspector: Inspector, stage: String
    ) throws -> SegmentationScoring {
        let reporter = ProgressReporter(stage: stage)
        return try SegmentationScoring(
            items, of: material.dataset, store: material.store, with: inspector, workers: workers
        ) { reporter.report($0, of: $1) }
    }

    /// Figures and report of the test part, or of the validation part where there is none.
    private func judge(
        _ file: inout ModelFile, _ trained: GraphTrainer.Outcome, _ split: Split, _ material: Material,
        _ run: RunFolder
    ) throws {
        let hasTest = !split.items(of: .test).isEmpty
        let judged = split.items(of: hasTest ? .test : .validation)
        guard !judged.isEmpty else { return try finish(file, trained, nil, nil, run) }
        let inspector = try inspector(file)
        let scoring = try score(judged, material, inspector, stage: "scoring")
        let evaluation = try scoring.evaluation()
        let document = scoring.document(
            model: try file.card().name, data: options.data, evaluation: evaluation)
        var card = try file.card()
        card.validation = document.metrics.scalars
        try file.setCard(card)
        var report = try SegmentationReport(
            scoring: scoring, evaluation: evaluation, dataset: material.dataset, store: material.store,
            inspector: inspector
        ).report(kind: .training, document: document)
        report.epochs = trained.epochs
        if !hasTest {
            report.caveats.append(
                "there was no test part: the figures are of the validation part, by which epoch and thresholds were chosen"
            )
        }
        report.augmentationSheet = try augmentationSheet(split, material)
        try finish(file, trained, report, document, run)
    }

    private func augmentationSheet(_ split: Split, _ material: Material) throws -> EmbeddedPicture? {
        let items = split.items(of: .train).filter { (material.store.maskAreas[$0.path] ?? 0) > 0 }
        let examples = try GoldenSelection.spread(over: items).prefix(4).map { item in
            let mask = try material.store.mask(of: item)
            let crop = CropPlanner(
                [PixelSample(mask)], width: material.frontEnd.width, height: material.frontEnd.height,
                seed: options.seed
            ).crops(epoch: 1, count: 1).first
            return AugmentationSheet.Example(picture: try material.store.picture(of: item), mask: mask, crop: crop)
        }
        return try AugmentationSheets.embedded(
            examples, frontEnd: material.frontEnd, learning.pictureAugmentation(), seed: options.seed)
    }
}
