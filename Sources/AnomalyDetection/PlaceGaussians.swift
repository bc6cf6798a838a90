/// A Gaussian at every place of aligned pictures, gathered picture by picture (PaDiM; Defard et al., ICPR 2021).
///
/// Of features `x` at a place: mean `μ`, covariance `Σ = 1/(n − 1) Σ (x − μ)(x − μ)ᵀ + ε·I`. The paper's ε is 0.01 for networks whose
/// features vary by about 1; for others it is taken as ``regularization`` times the mean variance over all places and channels, which
/// also carries places where all pictures are the same.
///
/// Memory: `place · d²` numbers of 64 bits.
public struct PlaceGaussians: Sendable {
    public static let regularization = 0.01

    public let dimension: Int
    public let places: Int
    public private(set) var pictures = 0
    /// `[place, d]`
    private var sums: [Double]
    /// `[place, d, d]`, lower halves.
    private var products: [Double]
    /// `[d, place]`, of the first picture: sums of what is left of it lose no digits.
    private var origin: [Float] = []

    public init(dimension: Int, places: Int) {
        precondition(dimension > 0 && places > 0, "PlaceGaussians: \(dimension) channels at \(places) places")
        (self.dimension, self.places) = (dimension, places)
        sums = [Double](repeating: 0, count: places * dimension)
        products = [Double](repeating: 0, count: places * dimension * dimension)
    }

    /// Adds a picture's features, `[d, place]`.
    public mutating func add(_ features: [Float]) {
        precondition(
            features.count == dimension * places,
            "PlaceGaussians.add: \(features.count) numbers for \(dimension) channels at \(places) places")
        if origin.isEmpty { origin = features }
        pictures += 1
        var own = [Double](repeating: 0, count: dimension)
        let (dimension, places) = (dimension, places)
        sums.withUnsafeMutableBufferPointer { sums in
            products.withUnsafeMutableBufferPointer { products in
                own.withUnsafeMutableBufferPointer { own in
                    for place in 0..<places {
                        for channel in 0..<dimension {
                            let index = channel * places + place
                            own[channel] = Double(features[index] - origin[index])
                            sums[place * dimension + channel] += own[channel]
                        }
                        for row in 0..<dimension {
                            let start = (place * dimension + row) * dimension
                            for column in 0...row { products[start + column] += own[row] * own[column] }
                        }
                    }
                }
            }
        }
    }

    /// The means, `[d, place]`, and of every place a matrix `W` with `WᵀW = Σ⁻¹`, `[place, d, d]`, lower triangular.
    ///
    /// - Throws: ``AnomalyError`` of fewer than two pictures, or of features that are no numbers.
    public func fitted() throws(AnomalyError) -> (means: [Float], whitening: [Float]) {
        guard pictures > 1 else {
            throw AnomalyError(
                .tooLittle, "a Gaussian a place needs two normal pictures at least, and there is \(pictures)")
        }
        let count = Double(pictures)
        let mean = meanVariance
        guard mean.isFinite else {
            throw AnomalyError(.notFinite, "the features of some picture are no numbers; leave it out")
        }
        // Pictures that are all the same everywhere: any deviation counts, and none is infinite.
        let floor = mean > 0 ? Self.regularization * mean : 1
        var means = [Float](repeating: 0, count: dimension * places)
        var whitening = [Float](repeating: 0, count: places * dimension * dimension)
        for place in 0..<places {
            let first = place * dimension
            for channel in 0..<dimension {
                let index = channel * places + place
                means[index] = origin[index] + Float(sums[first + channel] / count)
            }
            var matrix = SymmetricMatrix(size: dimension)
            for row in 0..<dimension {
                for column in 0...row {
                    matrix[row, column] = covariance(place, row, column)
                    matrix[column, row] = matrix[row, column]
                }
                matrix[row, row] += floor
            }
            guard let lower = matrix.cholesky() else {
                throw AnomalyError(
                    .notFinite, "the features at place \(place) have no covariance; leave odd pictures out")
            }
            let start = first * dimension
            for (index, value) in lower.inverse().values.enumerated() { whitening[start + index] = Float(value) }
        }
        return (means, whitening)
    }

    private func covariance(_ place: Int, _ row: Int, _ column: Int) -> Double {
        let first = place * dimension
        let product = products[(first + row) * dimension + column]
        let count = Double(pictures)
        return (product - sums[first + row] * sums[first + column] / count) / (count - 1)
    }

    private var meanVariance: Double {
        var sum = 0.0
        for place in 0..<places {
            for channel in 0..<dimension { sum += max(0, covariance(place, channel, channel)) }
        }
        return sum / Double(places * dimension)
    }
}
