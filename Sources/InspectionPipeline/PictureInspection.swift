public import InspectionTypes
import NeuralNetworks
import Signals

/// One thread's way from a picture to its class; takes pictures one after the other. One owner.
public final class PictureInspection: Inspection {
    private let card: ModelCard
    private let network: PictureNetwork
    private let extractor: PictureFeatureExtractor
    private let hasActivationMap: Bool

    init(card: ModelCard, network: PictureNetwork, hasActivationMap: Bool) {
        self.card = card
        self.network = network
        self.extractor = PictureFeatureExtractor(network.frontEnd)
        self.hasActivationMap = hasActivationMap
    }

    /// Looks at a picture file. The evidence's activation is the graph's `activation_map` of the class that won.
    public func inspect(_ order: InspectionOrder, wantsEvidence: Bool) throws -> InspectionOutcome {
        let begun = Stopwatch()
        let file = try PictureReading.read(order)
        let seen = try look(at: file.picture, wantsMap: wantsEvidence)
        let finding = Finding(
            file: order.path, card: card, probabilities: seen.probabilities, milliseconds: begun.milliseconds)
        return InspectionOutcome(
            findings: [finding], warnings: file.warnings,
            evidence: wantsEvidence ? InspectionEvidence(picture: file.picture, activation: seen.map) : nil)
    }

    /// Judges a picture in memory.
    ///
    /// - Parameter name: what the finding calls it.
    public func inspect(_ picture: Picture, name: String, wantsEvidence: Bool = false) throws -> InspectionOutcome {
        let begun = Stopwatch()
        let seen = try look(at: picture, wantsMap: wantsEvidence)
        let finding = Finding(
            file: name, card: card, probabilities: seen.probabilities, milliseconds: begun.milliseconds)
        return InspectionOutcome(
            findings: [finding],
            evidence: wantsEvidence ? InspectionEvidence(picture: picture, activation: seen.map) : nil)
    }

    public func scores(of golden: GoldenInput) throws -> GoldenScores {
        GoldenScores(probabilities: try look(at: golden.picture, wantsMap: false).probabilities)
    }

    public func embedding(of order: InspectionOrder) throws -> [Float] {
        extractor.write(try PictureReading.read(order).picture, into: network.features)
        var mean = MeanEmbedding()
        try network.run(fetch: [PictureNames.embedding]) { outputs, _ in try mean.add(outputs[0]) }
        return mean.values ?? []
    }

    private func look(at picture: Picture, wantsMap: Bool) throws -> (probabilities: [Double], map: ActivationMap?) {
        extractor.write(picture, into: network.features)
        let draws = wantsMap && hasActivationMap
        var probabilities: [Double] = []
        var map: ActivationMap?
        try network.run(
            fetch: draws ? [PictureNames.probabilities, PictureNames.activationMap] : [PictureNames.probabilities]
        ) { outputs, shapes in
            probabilities = outputs[0].map(Double.init)
            try card.check(probabilities: probabilities)
            guard draws, shapes[1].count == 4, shapes[1][1] == card.classes.count else { return }
            let (height, width) = (shapes[1][2], shapes[1][3])
            guard height > 0, width > 0 else { return }
            let plane = ParityGate.winner(probabilities).index * height * width
            map = ActivationMap(
                width: width, height: height, values: Array(outputs[1][plane..<plane + height * width]),
                area: network.area(ofWidth: picture.width, height: picture.height))
        }
        return (probabilities, map)
    }
}
