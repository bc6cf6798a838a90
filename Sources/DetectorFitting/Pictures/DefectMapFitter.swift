import AnomalyDetection
import Datasets
public import Inference
import InspectionTypes
public import NeuralNetworks

/// Makes a detector of a network that was trained on painted defects: a Gaussian over normal pictures' features beside its map, and the
/// scale of scores. No libtorch.
public struct DefectMapFitter: Sendable {
    private let engine: InferenceEngine
    private let threads: Int
    private let progress: PictureScaling.Progress

    public init(
        engine: InferenceEngine, threads: Int, progress: @escaping PictureScaling.Progress = { _, _, _ in true }
    ) {
        self.engine = engine
        self.threads = threads
        self.progress = progress
    }

    /// Fewer pictures make no Gaussian of some hundred features; the map stands alone then.
    public static let leastForGaussian = 50

    /// - Parameters:
    ///   - network: `picture` → `logits`, `embedding`.
    ///   - training: what it has learnt from, as it is: nothing painted, nothing turned.
    ///   - heldOut: where there are none, those learnt from have to do, and a note says so.
    /// - Throws: ``AnomalyError``, `NetworkError`, `InferenceError`, ``FittingError`` where it was stopped.
    public func fitted(
        _ network: Graph, views: DefectMapDetector.Views, training: NormalPictures, heldOut: NormalPictures
    ) throws -> FittedPictureDetector {
        let plain = DefectMapDetector(network, views: views)
        let scaling = PictureScaling(engine: engine, threads: threads, progress: progress)
        let seen = "the mean of \(views.rawValue) view\(views.rawValue == 1 ? "" : "s")"
        guard training.count >= Self.leastForGaussian else {
            return try scaling.fitted(
                { try plain.graph(scale: $0) }, training: training, heldOut: heldOut,
                scoring: "largest value of the map of a network that learnt to find painted defects, \(seen)")
        }
        let embeddings = try values(
            [DetectorNames.embedding], of: training, DefectMapDetector(network, views: .one).graph(),
            stage: "learning what is normal"
        ).map { $0[0] }
        let scorer = try MahalanobisScorer(fitting: Self.rows(embeddings))
        var detector = plain
        detector.gaussian = .init(whitening: scorer.whitening, offset: scorer.offset)
        // Each part on its own scale first, so that neither drowns the other.
        let judged = heldOut.count > 0 ? heldOut : training
        let distances = try values(
            [DefectMapDetector.distance], of: judged, detector.graph(keepsDistance: true), stage: "measuring distances")
        let peaks = try values([DetectorNames.scores], of: judged, plain.graph(), stage: "measuring maps")
        detector.gaussian?.scale = Self.scale(distances)
        detector.mapScale = Self.scale(peaks)
        let finished = detector
        return try scaling.fitted(
            { try finished.graph(scale: $0) }, training: training, heldOut: heldOut,
            scoring:
                "largest value of the map of a network that learnt to find painted defects, and Mahalanobis distance of its \(scorer.offset.count) features from normal pictures', each as deviations from normal, their mean; \(seen)"
        )
    }

    static func rows(_ embeddings: [[Float]]) -> Embeddings {
        var rows = Embeddings(dimension: embeddings.first?.count ?? 1)
        for (index, row) in embeddings.enumerated() { rows.append(row, recording: index) }
        return rows
    }

    private static func scale(_ values: [[[Float]]]) -> ScoreScale {
        ScoreScale(of: values.compactMap(\.first?.first).map(Double.init))
    }

    /// Outputs of a graph, of every picture.
    func values(_ names: [String], of pictures: NormalPictures, _ graph: Graph, stage: String) throws -> [[[Float]]] {
        let session = try FeatureRun.session(of: graph, engine: engine, threads: threads)
        return try (0..<pictures.count).map { index in
            let values = try session.run([PictureNames.picture: pictures.input(index)], fetch: names)
                .map { $0.floats ?? [] }
            guard values.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isFinite) }) else {
                throw AnomalyError(
                    .notFinite, "the network makes of \(pictures.items[index].path) no numbers; leave it out")
            }
            guard progress(stage, index + 1, pictures.count) else { throw FittingError.stopped }
            return values
        }
    }
}
