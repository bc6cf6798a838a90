import Inference
import InspectionPipeline
import NeuralNetworks

/// What detectors of sounds and of pictures choose their golden inputs by alike.
enum GoldenChoice {
    /// The first half of them the first of `order`, the others spread over the rest.
    static func chosen<Item>(_ order: [Item], count: Int = GoldenSet.usualCount) -> [Item] {
        let near = order.prefix(count / 2)
        let rest = order.dropFirst(near.count)
        let step = max(1, rest.count / (count / 2))
        return Array(near)
            + stride(from: rest.startIndex, to: rest.endIndex, by: step).prefix(count / 2).map { rest[$0] }
    }

    /// The inputs with what the serving engine says of them.
    static func scored(_ inputs: [GoldenInput], by file: ModelFile) throws -> [GoldenInput] {
        let inspection = try Inspector(file, engine: InferenceEngine()).inspection()
        return try inputs.map { input in
            var input = input
            input.scores = try inspection.scores(of: input)
            return input
        }
    }
}
