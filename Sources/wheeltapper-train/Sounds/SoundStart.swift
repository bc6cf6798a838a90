import ClassifierFitting
import NeuralNetworks
import Reports
import TrainingTasks

/// Where a training of sounds begins: a graph, and how fast its parts may change.
struct SoundStart {
    var graph: Graph
    var learningRate = 2e-3
    var isFrozen: (String) -> Bool = { _ in false }
    var rateFactor: (String) -> Double = { _ in 1 }
    var unfreezeAfter: Int?
    var facts: [Report.Fact] = []

    /// A network of ours, with random weights.
    init(_ graph: Graph) { self.graph = graph }

    /// A backbone with a head that is fitted already: both may change from the first step on, the backbone more slowly.
    init(
        _ fitted: HeadFitter.Fitted, on backbone: Graph, _ options: BackboneOptions, dropout: Float,
        facts: [Report.Fact]
    ) {
        graph = fitted.head.classifierGraph(on: backbone, dropout: dropout)
        learningRate = 5e-4
        self.facts = facts
        // Where normalisation was folded into the convolutions nothing holds the activations' scale, so steps are smaller.
        let factors = Backbone.RateFactors()
        let isNormalized = backbone.nodes.contains { $0.operatorType == "BatchNormalization" }
        let rate = options.backboneRate ?? (isNormalized ? factors.normalized : factors.folded)
        rateFactor = { Head.isHead($0) ? 1 : rate }
        guard let epochs = options.frozenEpochs, epochs > 0 else { return }
        isFrozen = { !Head.isHead($0) }
        unfreezeAfter = epochs
    }
}
