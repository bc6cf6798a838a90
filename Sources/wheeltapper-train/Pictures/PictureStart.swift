import NeuralNetworks
import Training
import TrainingTasks

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
    ///   - epochs: of the whole training.
    ///   - batches: some of the training pictures, as service sees them.
    ///   - make: puts head or decoder on the backbone.
    init(
        on backbone: Backbone, _ options: BackboneOptions, epochs: Int, batches: [TrainingBatch],
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
        guard options.firstEpochs > 0 else { return }
        isFrozen = Backbone.isBackbone
        unfreezeAfter = options.firstEpochs
        if options.firstEpochs >= epochs, given != 0 {
            TrainingEvent.note(
                "the backbone is never tuned: it stays as it is for \(options.firstEpochs) epochs, and there are \(epochs); give more --epochs or fewer --frozen-epochs"
            ).send()
        }
    }
}
