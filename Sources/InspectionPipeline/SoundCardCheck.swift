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
        try GraphCheck.output(ResidualNetwork.Names.probabilities, in: graph)
        try GraphCheck.classes(card, shapes)
    }
}

/// What every kind of model asks of its graph.
enum GraphCheck {
    static func input(_ name: String, is wanted: [Int], in graph: Graph, _ shapes: [String: [Int]]) throws {
        guard let input = graph.inputs.first(where: { $0.name == name }) else {
            throw PipelineError(.mismatch, "the graph has no input '\(name)'; it has \(graph.inputs.map(\.name))")
        }
        guard shapes[name] == wanted else {
            throw PipelineError(
                .mismatch,
                "the card's front end gives \(wanted), the graph takes \(input.shape): the card belongs to another graph"
            )
        }
    }

    static func output(_ name: String, in graph: Graph) throws {
        guard graph.outputs.contains(where: { $0.name == name }) else {
            throw PipelineError(.mismatch, "the graph has no output '\(name)'; it has \(graph.outputs.map(\.name))")
        }
    }

    /// A classifier tells as many classes apart as its card names.
    static func classes(_ card: ModelCard, _ shapes: [String: [Int]]) throws {
        if let shape = shapes[PictureNames.probabilities], shape.last != card.classes.count {
            throw PipelineError(
                .mismatch, "the card names \(card.classes.count) classes, the graph tells \(shape.last ?? 0) apart"
            )
        }
    }
}
