import InspectionTypes
import NeuralNetworks
import Signals

/// Whether a sound model's card makes sense and belongs to its graph.
enum SoundCardCheck {
    /// The longest window, and the longest way from one to the next, in seconds.
    private static let longestWindow = 3600.0

    /// A card's numbers come from outside: none may stand in a product or a quotient before it is known to be sane.
    ///
    /// - Returns: the tables of its log-mel, which all inspections share.
    static func extractor(_ frontEnd: SoundFrontEnd) throws -> LogMelExtractor {
        guard frontEnd.windowSeconds > 0, frontEnd.windowSeconds <= longestWindow,
            (0...longestWindow).contains(frontEnd.hopSeconds)
        else {
            throw PipelineError(
                .card,
                "the card's windows of \(frontEnd.windowSeconds) s, one every \(frontEnd.hopSeconds) s, are not within "
                    + "0...\(longestWindow) s: the card is damaged; copy the model again from where it was made"
            )
        }
        do {
            return try LogMelExtractor(frontEnd.logMel)
        } catch let error as SignalError {
            throw PipelineError(.card, "the card's \(error.message): copy the model again from where it was made")
        }
    }

    static func check(_ card: ModelCard, _ frontEnd: SoundFrontEnd, _ graph: Graph) throws {
        let shapes = try ShapeInference(graph).shapes
        let wanted = [1, 1, frontEnd.windowFrames, frontEnd.logMel.bandCount]
        try GraphCheck.input(ResidualNetwork.Names.features, is: wanted, in: graph, shapes)
        if card.kind == .detector {
            try DetectorCardCheck.checkInputs(graph, known: [ResidualNetwork.Names.features])
            return try DetectorCardCheck.check(DetectorCardCheck.check(card), graph, shapes)
        }
        try GraphCheck.output(ResidualNetwork.Names.probabilities, in: graph)
        try GraphCheck.classes(card, shapes)
    }
}
