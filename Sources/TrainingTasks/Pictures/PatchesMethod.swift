import ArgumentParser
public import Datasets
public import DetectorFitting
import Inference
public import InspectionTypes
public import NeuralNetworks

/// PatchCore and PaDiM on a network that someone trained before: docs/detectors/patchcore.md, docs/detectors/padim.md. Nothing is trained, so that
/// this needs no libtorch.
public struct PatchesMethod: PictureDetectorMethod {
    public var name: String { method.rawValue }
    public var usualSize: Int { 224 }
    public var trains: Bool { false }

    private let method: PatchMethod
    private let backbone: BackboneOptions
    private let file: ModelFile

    /// - Parameter file: what `backbone` names.
    public init(_ method: PatchMethod, on file: ModelFile, _ backbone: BackboneOptions) {
        self.method = method
        self.backbone = backbone
        self.file = file
    }

    /// - Throws: `ValidationError` for a method that is none of these or has no backbone, `NetworkError` for a file that is none.
    public init(_ words: DetectorWords) throws {
        let chosen = try words.pictureMethod()
        guard let method = PatchMethod(rawValue: chosen.rawValue), let path = words.backbone.backbone else {
            throw ValidationError("--method \(chosen.rawValue) is not fitted on a backbone")
        }
        self.init(method, on: try ModelFile(contentsOf: path), words.backbone)
    }

    private func named<Value>(_ body: () throws -> Value) throws -> Value {
        try backbone.named(backbone.backbone ?? "", body)
    }

    public func frontEnd(_ asked: PictureFrontEnd, _ training: PictureDetectorTraining) throws -> PictureFrontEnd {
        try named {
            do {
                let known = try Backbone(file)
                return BackboneOptions.fitted(
                    asked, to: known.input, isSizeFree: known.isSizeFree, tell: training.note)
            } catch let error as NetworkError where error.code == .unsupported {
                let input = try PictureInput(of: file.graph)
                // One that only the serving engine knows is taken as it is, and it is told what colours are.
                guard input.channels == 3 else { throw error }
                return BackboneOptions.fitted(asked, to: input, isSizeFree: false, tell: training.note)
            }
        }
    }

    public func learn(
        _ split: Split, _ training: PictureDetectorTraining, _ material: PictureDetectorTraining.Material,
        _ run: RunFolder
    ) throws -> LearntPictures {
        let known = NormalPictures(split.items(of: .train).filter(\.isNegative), store: material.store)
        let heldOut = NormalPictures(split.items(of: .validation).filter(\.isNegative), store: material.store)
        let fitter = try named {
            try PatchDetectorFitter(
                method, backbone: file, frontEnd: material.frontEnd,
                normalization: BackboneOptions.normalization(of: file),
                options: .init(
                    bytes: Int(training.words.detector.memory * 1e6), seed: training.options.seed,
                    threads: training.workers),
                engine: InferenceEngine())
        }
        training.note(
            "features: \(fitter.features.dimension) channels at \(fitter.features.rows)×\(fitter.features.columns) places, of maps at 1/\(fitter.features.strides.map(String.init).joined(separator: " and 1/"))"
        )
        let progress = training.progress()
        let strangers = try fitter.strangers(among: known, heldOut, progress: progress)
        let left = training.leftOut(strangers)
        let learnt = known.without(left)
        var fitted = try fitter.fit(training: learnt, heldOut: heldOut.without(left), progress: progress)
        fitted.notes += training.caveats(strangers)
        return LearntPictures(fitted: fitted, count: learnt.count)
    }
}
