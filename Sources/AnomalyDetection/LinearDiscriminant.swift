public import NeuralNetworks

/// Which of several classes a vector belongs to, by normal distributions of one covariance: Fisher's linear discriminant.
///
/// `logit_c(x) = μ_cᵀ·Σ⁻¹·x − ½·μ_cᵀ·Σ⁻¹·μ_c`, every class held equally probable beforehand; `Σ` is the covariance within the classes, shrunk after
/// Ledoit and Wolf. It needs no epochs, and with a few dozen recordings it generalises where a network learns them by heart.
/// Source: Fisher, "The use of multiple measurements in taxonomic problems", 1936; Friedman, "Regularized discriminant analysis", 1989.
public struct LinearDiscriminant: Sendable {
    /// `Σ⁻¹·μ_c`, `[class, dimension]` in row-major order.
    public let weights: [Float]
    /// `−½·μ_cᵀ·Σ⁻¹·μ_c`, `[class]`.
    public let offsets: [Float]
    public let dimension: Int
    public var classCount: Int { offsets.count }

    /// - Parameter rows: classes stand under ``Embeddings/machines``; every class from 0 to the largest has a row.
    /// - Throws: ``AnomalyError`` of rows that do not differ within their classes.
    public init(fitting rows: Embeddings) throws(AnomalyError) {
        let classes = (rows.machines.max() ?? -1) + 1
        let model = try SharedCovariance(rows, classes: classes)
        var weights: [Float] = []
        var offsets: [Float] = []
        for mean in model.means {
            let direction = model.solve(mean)
            weights += direction.map(Float.init)
            offsets.append(Float(-0.5 * zip(direction, mean).reduce(0) { $0 + $1.0 * $1.1 }))
        }
        self.weights = weights
        self.offsets = offsets
        dimension = rows.dimension
    }

    /// A logit a class.
    public func logits(_ x: some Collection<Float>) -> [Double] {
        precondition(x.count == dimension, "LinearDiscriminant.logits: \(x.count) numbers for \(dimension)")
        return offsets.indices.map { row in
            var sum = Double(offsets[row])
            for (weight, value) in zip(weights[row * dimension..<(row + 1) * dimension], x) {
                sum += Double(weight) * Double(value)
            }
            return sum
        }
    }

    /// `[batch, dimension]` → `[batch, class]`, logits.
    public func write(on x: GraphBuilder.Value, in builder: inout GraphBuilder) -> GraphBuilder.Value {
        builder.productWithRows(
            x, builder.fixed(NDArray(weights, shape: [classCount, dimension]), "discriminant"),
            offset: builder.fixed(NDArray(offsets, shape: [classCount]), "discriminant_offset"))
    }
}

/// Classes' means and the covariance within them, shrunk so that it can be inverted.
struct SharedCovariance: Sendable {
    /// `[class][dimension]`.
    let means: [[Double]]
    private let lower: SymmetricMatrix.Lower

    /// - Throws: ``AnomalyError`` of classes without a row, or rows that do not differ within them.
    init(_ rows: Embeddings, classes: Int) throws(AnomalyError) {
        var means = [[Double]](repeating: [Double](repeating: 0, count: rows.dimension), count: classes)
        var counts = [Double](repeating: 0, count: classes)
        for row in 0..<rows.count {
            let own = rows.machines[row]
            counts[own] += 1
            for (place, value) in rows[row].enumerated() { means[own][place] += Double(value) }
        }
        guard classes > 0, counts.allSatisfy({ $0 > 0 }) else {
            throw AnomalyError(.empty, "a class to tell apart has no example; add some or leave it out")
        }
        for own in means.indices { for place in means[own].indices { means[own][place] /= counts[own] } }
        var centred = Embeddings(dimension: rows.dimension)
        centred.reserveCapacity(rows.count)
        for row in 0..<rows.count {
            let mean = means[rows.machines[row]]
            centred.append(
                zip(rows[row], mean).map { Float(Double($0) - $1) }, recording: rows.recordings[row])
        }
        let chosen = Array(0..<centred.count)
        let estimate = LedoitWolfCovariance(.init(centred, chosen), of: centred, chosen)
        guard estimate.covariance.trace > 1e-12, let lower = estimate.covariance.cholesky() else {
            throw AnomalyError(
                .tooLittle, "\(rows.count) examples without a spread cannot be told apart: add recordings that differ")
        }
        self.means = means
        self.lower = lower
    }

    /// `Σ⁻¹·x`.
    func solve(_ x: [Double]) -> [Double] { lower.solve(x) }
}
