import InspectionTypes
import NeuralNetworks

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
