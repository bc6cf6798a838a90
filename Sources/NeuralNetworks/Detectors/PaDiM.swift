public import InspectionTypes

/// Every place of a picture against the Gaussian of normal pictures' features at that place (PaDiM; Defard et al., ICPR 2021), written
/// as a graph. For things that lie the same way in every picture.
///
/// | value | shape |
/// |---|---|
/// | ``PatchFeatures`` less ``means`` | `[batch, d, h, w]` |
/// | times each place's ``whitening`` `W` with `WᵀW = Σ⁻¹` | `[h·w, d, batch]` |
/// | its length, `√((x − μ)ᵀ Σ⁻¹ (x − μ))`, on the scale of scores: `anomaly_map` | `[batch, 1, h, w]` |
/// | its largest value: `scores` | `[batch, 1]` |
/// | mean over places of the features less their means: `embedding` | `[batch, d]` |
///
/// A matrix a place is what this method costs: `h·w·d²` numbers, so that a byte budget decides on `d` (``dimension(places:bytes:)``).
public struct PaDiM: Sendable {
    public var features: PatchFeatures
    /// `[d, h, w]`
    public var means: [Float]
    /// `[h·w, d, d]`
    public var whitening: [Float]

    public init(features: PatchFeatures, means: [Float], whitening: [Float]) {
        let (dimension, places) = (features.dimension, features.places)
        precondition(
            means.count == dimension * places && whitening.count == places * dimension * dimension,
            "PaDiM: \(means.count) means and \(whitening.count) numbers of matrices for \(places) places of \(dimension) channels"
        )
        self.features = features
        self.means = means
        self.whitening = whitening
    }

    /// The most channels whose matrices stay within a budget; at least 1.
    public static func dimension(places: Int, bytes: Int) -> Int {
        max(1, Int((Double(bytes) / Double(4 * places)).squareRoot()))
    }

    public func graph(scale: ScoreScale = .raw) throws -> Graph {
        var net = GraphBuilder(after: features, name: "-padim")
        net.scope = "gaussians."
        let (dimension, places) = (features.dimension, features.places)
        let centred = net.derived(
            "Sub",
            [
                PatchFeatures.name,
                net.constant("means", NDArray(means, shape: [1, dimension, features.rows, features.columns])),
            ])
        let flat = net.derived("Reshape", [centred, net.constant("shape", NDArray([0, dimension, places]))])
        let byPlace = net.derived("Transpose", [flat], attributes: ["perm": .integers([2, 1, 0])])
        let matrices = net.constant("whitening", NDArray(whitening, shape: [places, dimension, dimension]))
        let squares = net.derived(
            "ReduceSumSquare", [net.derived("MatMul", [matrices, byPlace])],
            attributes: ["axes": .integers([1]), "keepdims": .integer(0)])
        let byPicture = net.derived("Transpose", [squares], attributes: ["perm": .integers([1, 0])])
        let lengths = net.derived("Sqrt", [byPicture])
        let name = net.derived(
            "Reshape", [lengths, net.constant("shape", NDArray([0, 1, features.rows, features.columns]))])
        net.outputScores(
            .init(name: name, shape: ["batch", 1, .fixed(features.rows), .fixed(features.columns)]), scale)
        net.output(
            net.mean(.init(name: centred, shape: features.value.shape), axes: [2, 3]), as: DetectorNames.embedding)
        return try features.finished(net.graph)
    }
}
