public import Datasets
public import InspectionPipeline
import InspectionTypes
import Media
public import NeuralNetworks

/// Golden inputs of a detector of pictures, scored on the engine that serves.
public struct PictureGoldens {
    private let file: ModelFile

    /// - Parameter file: the model with its card, without golden inputs.
    public init(_ file: ModelFile) { self.file = file }

    /// Half of them those whose scores come nearest to the threshold, the others spread over all scores.
    ///
    /// - Parameter scores: of normal pictures, by path. Pictures that cannot be read any more are left out; where none is left, made-up ones
    ///   stand in.
    public func real(
        _ items: [DataItem], of dataset: Dataset, scores: [(path: String, score: Double)], threshold: Double,
        seed: UInt64
    ) throws -> GoldenSet {
        let frontEnd = try frontEnd
        let known = Dictionary(items.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        let order = scores.sorted { abs($0.score - threshold) < abs($1.score - threshold) }.compactMap {
            known[$0.path]
        }
        let inputs = try GoldenChoice.chosen(order).compactMap { item -> GoldenInput? in
            guard let picture = try? PictureFile.read(dataset.filePath(of: item)) else { return nil }
            return try GoldenInput(picture, frontEnd: frontEnd)
        }
        guard !inputs.isEmpty else { return try synthetic(seed: seed) }
        return GoldenSet(origin: .real, inputs: try GoldenChoice.scored(inputs, by: file), spread: 1)
    }

    /// Stripes in noise, so that the file carries nobody's pictures.
    public func synthetic(seed: UInt64) throws -> GoldenSet {
        let frontEnd = try frontEnd
        let inputs = try MadeUpInputs.pictures(GoldenSet.usualCount, for: frontEnd, seed: seed).map {
            try GoldenInput($0, frontEnd: frontEnd)
        }
        return GoldenSet(origin: .synthetic, inputs: try GoldenChoice.scored(inputs, by: file), spread: 1)
    }

    private var frontEnd: PictureFrontEnd {
        get throws {
            guard let frontEnd = try file.card().pictureFrontEnd else {
                throw PipelineError(.card, "the card has no 'picture_front_end'")
            }
            return frontEnd
        }
    }
}
