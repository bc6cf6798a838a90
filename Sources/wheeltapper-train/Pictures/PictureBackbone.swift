import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Training
import TrainingTasks

/// What `--backbone` gives a training of pictures, and how pictures are standardised for it.
///
/// A model of ours standardises inside its graph; others are taken to expect ImageNet's mean and deviation.
enum PictureBackbone {
    /// Trained on, together with a head or a decoder.
    case tuned(Backbone, PictureNormalization)
    /// Made of what only OpenVINO knows, and the reason why it cannot be tuned.
    case frozen(ModelFile, PictureNormalization, reason: String)

    var input: PictureInput {
        get throws {
            switch self {
            case .tuned(let backbone, _): backbone.input
            case .frozen(let file, _, _): try PictureInput(of: file.graph)
            }
        }
    }

    /// Whether pictures of other sizes than the file's can be taken.
    var isSizeFree: Bool {
        switch self {
        case .tuned(let backbone, _): backbone.isSizeFree
        case .frozen: false
        }
    }
}

extension BackboneOptions {
    /// The file's backbone; `nil` where none is asked for.
    ///
    /// - Throws: `NetworkError` where it cannot be tuned.
    func read() throws -> (backbone: Backbone, normalization: PictureNormalization)? {
        guard let path = backbone else { return nil }
        let (file, normalization) = try open(path)
        return (try named(path) { try Backbone(file) }, normalization)
    }

    /// As ``read()``; a file of colour pictures that cannot be tuned is taken as it is.
    func readOrFreeze() throws -> PictureBackbone? {
        guard let path = backbone else { return nil }
        let (file, normalization) = try open(path)
        return try named(path) {
            do {
                let backbone = try Backbone(file)
                // Operators that are known, in a use that is not.
                _ = try GraphExecutor(backbone.graph)
                return .tuned(backbone, normalization)
            } catch let error as NetworkError where error.code == .unsupported {
                guard try PictureInput(of: file.graph).channels == 3 else { throw error }
                return .frozen(file, normalization, reason: error.message)
            } catch let error as TrainingError where error.code == .unsupportedOperator {
                return .frozen(file, normalization, reason: error.message)
            }
        }
    }

    private func open(_ path: String) throws -> (ModelFile, PictureNormalization) {
        let file = try ModelFile(contentsOf: path)
        return (file, Self.normalization(of: file))
    }

    /// A front end for the backbone: three colours, and the file's own size where it takes no other.
    func fitted(_ frontEnd: PictureFrontEnd, to backbone: Backbone) throws -> PictureFrontEnd {
        fitted(frontEnd, to: backbone.input, isSizeFree: backbone.isSizeFree)
    }

    /// As ``fitted(_:to:)``, whether it is tuned or not.
    func fitted(_ frontEnd: PictureFrontEnd, to backbone: PictureBackbone) throws -> PictureFrontEnd {
        fitted(frontEnd, to: try backbone.input, isSizeFree: backbone.isSizeFree)
    }

    private func fitted(_ frontEnd: PictureFrontEnd, to input: PictureInput, isSizeFree: Bool) -> PictureFrontEnd {
        Self.fitted(frontEnd, to: input, isSizeFree: isSizeFree) { TrainingEvent.note($0).send() }
    }
}
