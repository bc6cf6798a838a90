import Datasets
import DetectorFitting
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import TrainingTasks

/// PatchCore and PaDiM: docs/detectors/patchcore.md, docs/detectors/padim.md.
extension PictureDetectorTraining {
    func fit(_ method: PatchMethod, _ split: Split, _ material: Material) throws -> Made {
        let path = command.backbone.backbone ?? ""
        let training = NormalPictures(split.items(of: .train).filter(\.isNegative), store: material.store)
        let heldOut = NormalPictures(split.items(of: .validation).filter(\.isNegative), store: material.store)
        let fitter = try command.backbone.named(path) {
            let file = try ModelFile(contentsOf: path)
            return try PatchDetectorFitter(
                method, backbone: file, frontEnd: material.frontEnd,
                normalization: BackboneOptions.normalization(of: file),
                options: .init(
                    bytes: Int(command.detector.memory * 1e6), seed: options.seed, threads: workers),
                engine: InferenceEngine())
        }
        TrainingEvent.note(
            "features: \(fitter.features.dimension) channels at \(fitter.features.rows)×\(fitter.features.columns) places, of maps at 1/\(fitter.features.strides.map(String.init).joined(separator: " and 1/"))"
        ).send()
        let progress: PatchDetectorFitter.Progress = { stage, done, total in
            Self.tell(stage, done, total)
            return !StopSignal.isRaised
        }
        let strangers = try fitter.strangers(among: training, heldOut, progress: progress)
        let left = leftOut(strangers)
        let learnt = training.without(left)
        var fitted = try fitter.fit(training: learnt, heldOut: heldOut.without(left), progress: progress)
        fitted.notes += caveats(strangers)
        return Made(fitted: fitted, learntFrom: learnt.count)
    }
}
