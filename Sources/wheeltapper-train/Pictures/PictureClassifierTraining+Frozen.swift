import Augmentation
import Datasets
import InspectionTypes
import NeuralNetworks
import Training
import TrainingTasks

/// A head alone, trained on features that do not change.
extension PictureClassifierTraining {
    /// The features of a backbone that cannot be tuned, compiled; `nil` for one that can.
    func features(of backbone: PictureBackbone, _ frontEnd: PictureFrontEnd) throws -> FrozenFeatures? {
        guard case .frozen(let file, let normalization, let reason) = backbone else { return nil }
        let path = command.backbone.backbone ?? ""
        let features = try command.backbone.named(path) {
            do {
                let frozen = try FrozenBackbone(
                    file, height: frontEnd.height, width: frontEnd.width, normalization: normalization)
                return try FrozenFeatures(frozen, threads: workers)
            } catch {
                throw NetworkError(.unsupported, "\(reason). It cannot serve as it is either: \(error)")
            }
        }
        TrainingEvent.note(
            "the backbone cannot be tuned, so its features are computed once a picture, without augmentation, and only a head is trained on them; --frozen-epochs and --backbone-rate change nothing. Why: \(reason)"
        ).send()
        return features
    }

    func trainHead(
        on frozen: FrozenFeatures, _ training: LabelledPictures, _ validation: LabelledPictures,
        _ material: Material, _ batchSize: Int, unit: String, _ run: RunFolder
    ) throws -> GraphTrainer.Outcome {
        let plain = PictureBatchAssembler(
            frontEnd: material.frontEnd, classCount: material.dataset.classes.count, augmentation: .off, seed: 0)
        func batches(_ pictures: LabelledPictures, seed: UInt64?) throws -> EmbeddingBatches {
            let embeddings = try frozen.embeddings(of: pictures) {
                PictureValidationBatches(pictures: $0, assembler: plain, batchSize: 1)
            }
            return EmbeddingBatches(
                embeddings: embeddings, labels: pictures.labels, batchSize: batchSize, seed: seed)
        }
        let learnt = try batches(training, seed: options.seed)
        var outcome = try fit(
            FrozenBackbone.headGraph(
                features: learnt.embeddings[0].count, classes: material.dataset.classes.count,
                dropout: Float(command.classifier.dropout), seed: options.seed),
            input: PictureNames.embedding, output: PictureNames.logits, objective: objective(training),
            options: trainingOptions(averageDecay: learning.averageDecay(default: 0.995)), training: learnt,
            itemsPerEpoch: training.count,
            validation: validation.count == 0 ? nil : try batches(validation, seed: nil), unit: unit, run)
        outcome.graph = frozen.backbone.classifierGraph(head: outcome.graph)
        return outcome
    }
}
