import Datasets
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Training

/// Where a training of pictures begins: a graph, and how fast its parts may change.
struct PictureStart {
    var graph: Graph
    var isFrozen: (String) -> Bool = { _ in false }
    var rateFactor: (String) -> Double = { _ in 1 }
    var unfreezeAfter: Int?

    /// A network of ours, with random weights.
    init(_ graph: Graph) { self.graph = graph }

    /// A network on a backbone; normalisation that was folded into convolutions is put back on pictures of the training part.
    ///
    /// - Parameters:
    ///   - batches: some of the training pictures, as service sees them.
    ///   - make: puts head or decoder on the backbone.
    init(
        on backbone: Backbone, _ options: BackboneOptions, batches: [TrainingBatch],
        make: (Backbone) throws -> Graph
    ) throws {
        var backbone = backbone
        var graph = try make(backbone)
        let folded = backbone.foldedConvolutions
        if !folded.isEmpty, options.backboneRate != 0 {
            let moments = try GraphExecutor(graph).channelMoments(
                of: folded, input: PictureNames.picture, batches: batches)
            backbone = try backbone.restoringNormalization(moments)
            graph = try make(backbone)
            TrainingEvent.note(
                "the backbone's normalisation is folded into its convolutions (\(folded.count)): it was put back, measured on \(batches.reduce(0) { $0 + $1.count }) pictures"
            ).send()
        }
        self.graph = graph
        let (tuned, given) = (backbone, options.backboneRate)
        rateFactor = { name in
            guard Backbone.isBackbone(name) else { return 1 }
            return given ?? tuned.rateFactor(name)
        }
        if options.frozenEpochs > 0 {
            isFrozen = Backbone.isBackbone
            unfreezeAfter = options.frozenEpochs
        }
    }
}

extension BackboneOptions {
    /// The file's backbone and how pictures are standardised for it; `nil` where none is asked for.
    ///
    /// A model of ours standardises inside its graph; others are taken to expect ImageNet's mean and deviation.
    func read() throws -> (backbone: Backbone, normalization: PictureNormalization)? {
        guard let path = backbone else { return nil }
        let file = try ModelFile(contentsOf: path)
        let isOwn = file.metadata[ModelCard.metadataKey] != nil
        do {
            let plain = PictureNormalization(mean: [0, 0, 0], deviation: [1, 1, 1])
            return (try Backbone(file), isOwn ? plain : .imageNet)
        } catch let error as NetworkError {
            throw NetworkError(error.code, "--backbone \(path): \(error.message)")
        }
    }

    /// A front end for the backbone: three colours, and the file's own size where it takes no other.
    func fitted(_ frontEnd: PictureFrontEnd, to backbone: Backbone) throws -> PictureFrontEnd {
        var frontEnd = frontEnd
        if frontEnd.colour == .grey {
            TrainingEvent.note("the backbone takes colours: pictures are read as rgb").send()
        }
        frontEnd.colour = .rgb
        guard !backbone.isSizeFree, let height = backbone.input.height, let width = backbone.input.width,
            (height, width) != (frontEnd.height, frontEnd.width)
        else { return frontEnd }
        TrainingEvent.note("the backbone takes pictures of \(width)×\(height) only: that size is used").send()
        (frontEnd.height, frontEnd.width) = (height, width)
        frontEnd.overlap = min(frontEnd.overlap, min(height, width) / 4)
        return frontEnd
    }
}
