import Datasets
import Inference
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks
import Signals
import Training
import TrainingTasks

/// Chooses the pictures by which a model tests itself, and scores them on the engine that trained it; on the one that serves where
/// that is the only one that knows all of the graph.
struct PictureGoldenInputs {
    /// What the network says of a picture.
    enum Reading {
        /// Probability a class.
        case classes
        /// A map, whose pixels pass from this probability on.
        case map(threshold: Double)

        var output: String {
            switch self {
            case .classes: PictureNames.probabilities
            case .map: PictureNames.probability
            }
        }
    }

    let frontEnd: PictureFrontEnd
    let reading: Reading
    /// What the network gives for a picture `[1, channel, row, column]`.
    private let run: (NDArray) throws -> [Float]

    init(frontEnd: PictureFrontEnd, graph: Graph, reading: Reading) throws {
        let executor = try GraphExecutor(graph)
        self.init(frontEnd: frontEnd, reading: reading) { picture in
            try Libtorch.withGradients(false) {
                try executor.run(
                    [PictureNames.picture: Tensor(picture)], training: false, fetch: [reading.output])[reading.output]?
                    .floats() ?? []
            }
        }
    }

    /// - Parameter session: scores them, in f32.
    init(frontEnd: PictureFrontEnd, session: InferenceSession, reading: Reading) {
        self.init(frontEnd: frontEnd, reading: reading) { picture in
            try session.run([PictureNames.picture: picture], fetch: [reading.output])[0].floats ?? []
        }
    }

    private init(frontEnd: PictureFrontEnd, reading: Reading, run: @escaping (NDArray) throws -> [Float]) {
        self.frontEnd = frontEnd
        self.reading = reading
        self.run = run
    }

    /// Pictures of a data set; made-up ones where none of them can be read any more.
    func real(_ items: [DataItem], of dataset: Dataset, seed: UInt64) throws -> GoldenSet {
        let scored = try GoldenSelection.spread(over: items).compactMap { item -> GoldenInput? in
            guard let picture = try? PictureFile.read(dataset.filePath(of: item)) else { return nil }
            return try score(picture)
        }
        let chosen: GoldenSet? =
            switch reading {
            case .classes: GoldenSelection.choose(classified: scored)
            case .map(let threshold):
                GoldenSelection.choose(
                    scored,
                    margins: scored.map { input in
                        input.probabilities.map { abs($0 - threshold) }.min() ?? 0
                    }, verdicts: scored.map { ($0.scores.defectShare ?? 0) > 0 ? 1 : 0 })
            }
        return try chosen ?? synthetic(seed: seed)
    }

    /// Stripes in noise, so that the file carries nobody's pictures.
    func synthetic(seed: UInt64) throws -> GoldenSet {
        let inputs = try MadeUpInputs.pictures(GoldenSet.usualCount, for: frontEnd, seed: seed).map(score)
        return GoldenSet(origin: .synthetic, inputs: inputs, spread: GoldenSelection.spread(of: inputs))
    }

    /// The picture as the file will keep it, with what the network says of it.
    private func score(_ picture: Picture) throws -> GoldenInput {
        var input = try GoldenInput(picture, frontEnd: frontEnd)
        let features = PictureFeatureExtractor(frontEnd).features(of: try input.picture)
        let values = try run(NDArray(features, shape: frontEnd.inputShape))
        switch reading {
        case .classes: input.scores = GoldenScores(probabilities: values.map(Double.init))
        case .map(let threshold):
            input.scores = GoldenScores(
                map: values, width: frontEnd.width, height: frontEnd.height, threshold: threshold)
        }
        return input
    }
}
