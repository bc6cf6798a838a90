import AnomalyDetection
public import Inference
public import InspectionTypes
public import NeuralNetworks

extension PatchFeatures {
    /// Features of a model file's inside: of a network that we can read, or of one that only the serving engine can.
    ///
    /// Which values of a foreign graph are maps is asked of the engine, with a black picture.
    ///
    /// - Parameters:
    ///   - frontEnd: the detector's.
    ///   - dimension: channels at most, for so many places.
    /// - Throws: ``NetworkError`` where there is no map of features, `InferenceError` where the engine does not read the file.
    public static func of(
        _ file: ModelFile, frontEnd: PictureFrontEnd, normalization: PictureNormalization = .imageNet,
        dimension: (_ places: Int) -> Int, seed: UInt64, engine: InferenceEngine
    ) throws -> PatchFeatures {
        let refusal: NetworkError
        do {
            return try PatchFeatures(
                on: Backbone(file), height: frontEnd.height, width: frontEnd.width, dimension: dimension,
                normalization: normalization, seed: seed)
        } catch let error as NetworkError where error.code == .unsupported {
            refusal = error
        }
        let frozen: FrozenBackbone
        do {
            frozen = try FrozenBackbone(
                file, height: frontEnd.height, width: frontEnd.width, normalization: normalization)
        } catch is NetworkError {
            // The first refusal says more: it names what is not known.
            throw refusal
        }
        let shapes = try Self.shapes(of: frozen, frontEnd, engine)
        return try PatchFeatures(on: frozen, shapes: shapes, dimension: dimension, seed: seed)
    }

    private static func shapes(
        of frozen: FrozenBackbone, _ frontEnd: PictureFrontEnd, _ engine: InferenceEngine
    ) throws -> [String: [Int]] {
        let candidates = frozen.mapCandidates
        var graph = frozen.graph
        graph.outputs = candidates.map { ValueInfo(name: $0, shape: []) }
        let network = try CompiledNetwork(
            ModelFile(graph: graph), engine: engine, options: .init(precision: .f32, threads: 1, batch: 1))
        let shape = frontEnd.inputShape
        let black = NDArray([Float](repeating: 0, count: shape.reduce(1, *)), shape: shape)
        let session = try InferenceSession(network)
        var shapes: [String: [Int]] = [:]
        for (name, value) in zip(candidates, try session.run([PictureNames.picture: black], fetch: candidates)) {
            shapes[name] = value.shape
        }
        return shapes
    }
}
