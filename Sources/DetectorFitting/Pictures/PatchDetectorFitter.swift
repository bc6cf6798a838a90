import AnomalyDetection
import Datasets
public import Inference
public import InspectionTypes
public import NeuralNetworks

/// Fits PatchCore or PaDiM on normal pictures: the backbone runs on the engine that serves, nothing is trained.
///
/// ```swift
/// let fitter = try PatchDetectorFitter(.patchcore, backbone: file, frontEnd: frontEnd, engine: engine)
/// let fitted = try fitter.fit(training: NormalPictures(train, store: store), heldOut: NormalPictures(validation, store: store))
/// let calibrated = try ThresholdCalibration(.init(name: "bottle", scores: fitted.heldOutScores.map(\.score)), target: target)
/// ```
public struct PatchDetectorFitter {
    public typealias Progress = PictureScaling.Progress

    public let method: PatchMethod
    public let features: PatchFeatures
    public let options: PatchFittingOptions
    let engine: InferenceEngine

    /// - Parameter frontEnd: three colours, in the detector's size.
    public init(
        _ method: PatchMethod, backbone: ModelFile, frontEnd: PictureFrontEnd,
        normalization: PictureNormalization = .imageNet, options: PatchFittingOptions = .init(),
        engine: InferenceEngine
    ) throws {
        self.method = method
        self.options = options
        self.engine = engine
        features = try PatchFeatures.of(
            backbone, frontEnd: frontEnd, normalization: normalization, dimension: options.dimension(method),
            seed: options.seed, engine: engine)
    }

    /// - Parameters:
    ///   - training: what is normal.
    ///   - heldOut: normal pictures that set the scale of scores, and the threshold; where there are none, those learnt from have to do,
    ///     and a note says so.
    /// - Throws: ``AnomalyError`` where there are too few pictures, what the engine throws, ``FittingError`` where it was stopped.
    public func fit(
        training: NormalPictures, heldOut: NormalPictures, progress: @escaping Progress = { _, _, _ in true }
    ) throws -> FittedPictureDetector {
        guard training.count > 0 else {
            throw AnomalyError(.empty, "there is no normal picture to learn from; add some")
        }
        let made: (graph: (ScoreScale) throws -> Graph, memory: [NearestNormal], scoring: String)
        switch method {
        case .patchcore: made = try patchCore(training, progress)
        case .padim: made = try padim(training, progress)
        }
        return try PictureScaling(engine: engine, threads: options.threads, progress: progress)
            .fitted(made.graph, training: training, heldOut: heldOut, memory: made.memory, scoring: made.scoring)
    }

    // MARK: - PatchCore

    private func patchCore(
        _ pictures: NormalPictures, _ progress: Progress
    ) throws -> (graph: (ScoreScale) throws -> Graph, memory: [NearestNormal], scoring: String) {
        let (dimension, places) = (features.dimension, features.places)
        let run = try FeatureRun(features, engine: engine, threads: options.threads)
        let centre = try centre(of: pictures, run, progress)
        var sampler = CoresetSampler(
            dimension: dimension, budget: options.bankBytes(places: places), seed: options.seed)
        let offered = Self.offered(capacity: sampler.capacity, pictures: pictures.count, places: places)
        var row = [Float](repeating: 0, count: dimension)
        for index in 0..<pictures.count {
            let values = try run.features(of: pictures.input(index))
            var generator = SeededGenerator(seed: options.seed, stream: UInt64(index))
            for place in (0..<places).shuffled(using: &generator).prefix(offered) {
                for channel in 0..<dimension { row[channel] = values[channel * places + place] - centre[channel] }
                sampler.offer(row, recording: index)
            }
            guard progress("learning what is normal", index + 1, pictures.count) else { throw FittingError.stopped }
        }
        let bank = sampler.finish().rows
        let core = PatchCore(
            features: features, centre: centre, bank: bank.values, neighbours: options.neighbours)
        return (
            core.graph, bank.recordings.map { NearestNormal(file: pictures.items[$0].path) },
            "distance to the nearest of \(bank.count) patches of normal pictures (\(sampler.offered) were looked at), \(dimension) numbers each, of a backbone's maps at 1/\(features.strides.map(String.init).joined(separator: " and 1/"))"
        )
    }

    /// Places of a picture that the sampler is shown: it chooses among many times what it keeps, and needs not see all of what can be millions.
    static func offered(capacity: Int, pictures: Int, places: Int) -> Int {
        min(places, max(16, 16 * capacity / max(1, pictures)))
    }

    /// The mean of all features of up to 64 pictures. Any centre leaves distances as they are; one near the middle keeps their digits.
    private func centre(of pictures: NormalPictures, _ run: FeatureRun, _ progress: Progress) throws -> [Float] {
        let step = max(1, pictures.count / 64)
        var sums = [Double](repeating: 0, count: features.dimension)
        var count = 0
        for index in stride(from: 0, to: pictures.count, by: step) {
            let values = try run.features(of: pictures.input(index))
            for channel in sums.indices {
                let own = values[channel * features.places..<(channel + 1) * features.places]
                sums[channel] += Double(own.reduce(0, +)) / Double(features.places)
            }
            count += 1
            guard progress("looking at pictures", count, (pictures.count + step - 1) / step) else {
                throw FittingError.stopped
            }
        }
        return sums.map { Float($0 / Double(max(1, count))) }
    }

    // MARK: - PaDiM

    private func padim(
        _ pictures: NormalPictures, _ progress: Progress
    ) throws -> (graph: (ScoreScale) throws -> Graph, memory: [NearestNormal], scoring: String) {
        let run = try FeatureRun(features, engine: engine, threads: options.threads)
        var gaussians = PlaceGaussians(dimension: features.dimension, places: features.places)
        for index in 0..<pictures.count {
            gaussians.add(try run.features(of: pictures.input(index)))
            guard progress("learning what is normal", index + 1, pictures.count) else { throw FittingError.stopped }
        }
        let (means, whitening) = try gaussians.fitted()
        return (
            PaDiM(features: features, means: means, whitening: whitening).graph, [],
            "Mahalanobis distance at each of \(features.rows)×\(features.columns) places, \(features.dimension) numbers each, of a backbone's maps at 1/\(features.strides.map(String.init).joined(separator: " and 1/"))"
        )
    }
}

/// A backbone on the engine that serves, in f32.
struct FeatureRun {
    private let session: InferenceSession
    private let count: Int

    init(_ features: PatchFeatures, engine: InferenceEngine, threads: Int) throws {
        session = try Self.session(of: features.graph, engine: engine, threads: threads)
        count = features.dimension * features.places
    }

    /// `[d, place]`
    func features(of picture: NDArray) throws -> [Float] {
        let found = try session.run([PictureNames.picture: picture], fetch: [PatchFeatures.name])
        guard let values = found[0].floats, values.count == count, values.allSatisfy(\.isFinite) else {
            throw InferenceError(.value, "the backbone makes of a picture no features, or some that are no numbers")
        }
        return values
    }

    static func session(of graph: Graph, engine: InferenceEngine, threads: Int) throws -> InferenceSession {
        try InferenceSession(
            CompiledNetwork(
                ModelFile(graph: graph), engine: engine, options: .init(precision: .f32, threads: threads, batch: 1)))
    }
}
