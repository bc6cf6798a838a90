import AnomalyDetection
import Datasets
public import Inference
public import InspectionTypes
public import NeuralNetworks

/// What came of fitting a detector of pictures.
public struct FittedPictureDetector: Sendable {
    /// `picture` → `scores`, `anomaly_map` and, of some, `embedding` and `nearest`.
    public var graph: Graph
    /// Of the normal pictures that thresholds come from, by path, on the scale of ``graph``'s.
    public var heldOutScores: [(path: String, score: Double)]
    /// Which picture each row of the memory is from, in the order of `nearest`; empty without one.
    public var memory: [NearestNormal]
    /// What it rests on, in words, for the card.
    public var scoring: String
    /// What has to be said of the scores.
    public var notes: [String]
}

/// Puts a detector's scores on the scale of normal pictures: the last step of every method.
///
/// Of a network that was trained:
///
/// ```swift
/// let detector = DefectMapDetector(trained.graph, views: .eight)
/// let fitted = try PictureScaling(engine: engine, threads: 2).fitted(
///     detector.graph, training: NormalPictures(train, store: store), heldOut: NormalPictures(validation, store: store),
///     scoring: "…")
/// ```
public struct PictureScaling {
    /// Called with a stage in words, pictures done and all of them; `false` stops the fitting.
    public typealias Progress = @Sendable (_ stage: String, _ done: Int, _ total: Int) -> Bool

    private let engine: InferenceEngine
    private let threads: Int
    private let progress: Progress

    public init(engine: InferenceEngine, threads: Int, progress: @escaping Progress = { _, _, _ in true }) {
        self.engine = engine
        self.threads = threads
        self.progress = progress
    }

    /// - Parameters:
    ///   - graph: the detector's, on a scale.
    ///   - heldOut: where there are none, those learnt from have to do, and a note says so.
    /// - Throws: ``AnomalyError`` of a picture without a score, ``FittingError`` where it was stopped.
    public func fitted(
        _ graph: (ScoreScale) throws -> Graph, training: NormalPictures, heldOut: NormalPictures,
        memory: [NearestNormal] = [], scoring: String
    ) throws -> FittedPictureDetector {
        let judged = heldOut.count > 0 ? heldOut : training
        let raw = try scores(of: judged, graph(.raw))
        let scale = ScoreScale(of: raw)
        return FittedPictureDetector(
            graph: try graph(scale),
            heldOutScores: zip(judged.items, raw).map { ($0.path, scale.apply($1)) }, memory: memory, scoring: scoring,
            notes: heldOut.count > 0
                ? []
                : [
                    "thresholds rest on the pictures that were learnt from: none were held out, and new normal ones will score higher"
                ])
    }

    /// What a graph says of pictures, in order.
    public func scores(of pictures: NormalPictures, _ graph: Graph) throws -> [Double] {
        let session = try FeatureRun.session(of: graph, engine: engine, threads: threads)
        return try (0..<pictures.count).map { index in
            let found = try session.run(
                [PictureNames.picture: pictures.input(index)], fetch: [DetectorNames.scores])
            guard let score = found[0].floats?.first, score.isFinite else {
                throw AnomalyError(
                    .notFinite, "\(pictures.items[index].path) has no score that is a number; leave it out")
            }
            guard progress("scoring", index + 1, pictures.count) else { throw FittingError.stopped }
            return Double(score)
        }
    }
}
