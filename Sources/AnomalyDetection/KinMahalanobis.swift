public import NeuralNetworks

/// The Mahalanobis distance to each machine's mean, with one covariance for all machines of a type.
///
/// A machine of which there are three recordings has no covariance of its own; its type has. Its mean is drawn towards the type's as if that had
/// ``kinWeight`` recordings more, and the covariance about these means is shrunk after Ledoit and Wolf. Of a type whose rows do not differ (a
/// single recording) the distance is Euclid's.
///
/// It is told in units of what the rows learnt from are away on average, each as if it had not been learnt from (Sherman and Morrison's formula
/// for the covariance without it). Else distances would grow with the number of recordings while there are not many more of them than
/// dimensions, and a threshold from folds, which learn from fewer, would lie too low: of made-up bearings 18 % were reported instead of 5 %.
public struct KinMahalanobis: Sendable {
    /// Recordings that the other machines of a type count for in a machine's mean.
    public static let kinWeight = 2.0

    /// One type of machines.
    private struct Kin {
        let machines: [Int]
        /// `L⁻¹` of the covariance `L·Lᵀ`, `[dimension, dimension]` in row-major order.
        let whitening: [Float]
        /// The type's mean: subtracted before the product, so that lower precisions lose nothing to what all have in common.
        let mean: [Float]
        /// `W·(μ − mean)` of each machine, `[machine][dimension]`.
        let centres: [[Float]]
    }

    private let kin: [Kin]
    public let dimension: Int
    public let machineCount: Int

    /// - Parameters:
    ///   - rows: of normal windows, by machine.
    ///   - types: by machine, a number that machines of one type share.
    /// - Throws: ``AnomalyError`` of a machine without a row.
    public init(fitting rows: Embeddings, types: [Int]) throws(AnomalyError) {
        dimension = rows.dimension
        machineCount = types.count
        var kin: [Kin] = []
        for type in Set(types).sorted() {
            let machines = types.indices.filter { types[$0] == type }
            kin.append(try Self.fit(rows, machines))
        }
        self.kin = kin
    }

    private static func fit(_ rows: Embeddings, _ machines: [Int]) throws(AnomalyError) -> Kin {
        let chosen = (0..<rows.count).filter { machines.contains(rows.machines[$0]) }
        var sums = machines.map { _ in [Double](repeating: 0, count: rows.dimension) }
        var counts = machines.map { _ in 0.0 }
        for row in chosen {
            guard let place = machines.firstIndex(of: rows.machines[row]) else { continue }
            counts[place] += 1
            for (index, value) in rows[row].enumerated() { sums[place][index] += Double(value) }
        }
        guard counts.allSatisfy({ $0 > 0 }) else {
            throw AnomalyError(.empty, "a machine has no normal recording to learn from; add some or leave it out")
        }
        let total = counts.reduce(0, +)
        let together = (0..<rows.dimension).map { index in sums.reduce(0) { $0 + $1[index] } / total }
        let means = zip(sums, counts).map { sum, count in
            zip(sum, together).map { ($0 + kinWeight * $1) / (count + kinWeight) }
        }
        var centred = Embeddings(dimension: rows.dimension)
        for row in chosen {
            guard let place = machines.firstIndex(of: rows.machines[row]) else { continue }
            centred.append(zip(rows[row], means[place]).map { Float(Double($0) - $1) }, recording: rows.recordings[row])
        }
        let all = Array(0..<centred.count)
        let estimate = LedoitWolfCovariance(.init(centred, all), of: centred, all)
        let size = rows.dimension
        var whitening = (0..<size * size).map { $0 / size == $0 % size ? 1.0 : 0 }
        if estimate.covariance.trace > 1e-12, let inverse = estimate.covariance.cholesky()?.inverse() {
            let pulls = chosen.compactMap { row in
                machines.firstIndex(of: rows.machines[row]).map { counts[$0] + kinWeight }
            }
            let unit = leftOutDistance(centred, inverse.values, pulls, weight: 1 - estimate.shrinkage)
            whitening = inverse.values.map { $0 / unit }
        }
        let centres = means.map { mean in
            (0..<size).map { row in
                Float((0...row).reduce(0.0) { $0 + whitening[row * size + $1] * (mean[$1] - together[$1]) })
            }
        }
        return Kin(
            machines: machines, whitening: whitening.map(Float.init), mean: together.map(Float.init), centres: centres)
    }

    /// The mean distance of rows that were not learnt from, estimated from those that were.
    ///
    /// Without a row `r` of `n` the covariance `C` loses `(1 − s)·r·rᵀ / n`, which makes of its square `q = rᵀ·C⁻¹·r` the larger
    /// `q / (1 − (1 − s)·q / n)`; and it moves its machine's mean away from it, by one part in the mean's `pull`.
    ///
    /// - Parameters:
    ///   - centred: rows without their machine's mean.
    ///   - pulls: how many rows each row's mean counts for, kin included.
    private static func leftOutDistance(
        _ centred: Embeddings, _ whitening: [Double], _ pulls: [Double], weight: Double
    ) -> Double {
        let (size, count) = (centred.dimension, Double(centred.count))
        let distances = ParallelMap.run(centred.count) { index in
            let row = Array(centred[index])
            var square = 0.0
            for place in 0..<size {
                let white = (0...place).reduce(0.0) { $0 + whitening[place * size + $1] * Double(row[$1]) }
                square += white * white
            }
            let further = pulls[index] / (pulls[index] - 1)
            return further * (square / max(1 - weight * square / count, 1e-3)).squareRoot()
        }
        let mean = distances.reduce(0, +) / max(1, count)
        return mean > 1e-9 ? mean : 1
    }

    /// The distance to every machine's mean.
    public func scores(_ x: some Collection<Float>) -> [Double] {
        let x = Array(x)
        precondition(x.count == dimension, "KinMahalanobis.scores: \(x.count) numbers for \(dimension)")
        var scores = [Double](repeating: 0, count: machineCount)
        for one in kin {
            let white = (0..<dimension).map { row in
                (0...row).reduce(0.0) {
                    $0 + Double(one.whitening[row * dimension + $1]) * (Double(x[$1]) - Double(one.mean[$1]))
                }
            }
            for (machine, centre) in zip(one.machines, one.centres) {
                scores[machine] = zip(white, centre).reduce(0) { sum, pair in
                    let difference = pair.0 - Double(pair.1)
                    return sum + difference * difference
                }.squareRoot()
            }
        }
        return scores
    }

    /// `[batch, dimension]` → `[batch, machine]`.
    public func write(on x: GraphBuilder.Value, in builder: inout GraphBuilder) -> GraphBuilder.Value {
        var columns: [GraphBuilder.Value?] = Array(repeating: nil, count: machineCount)
        for one in kin {
            let centred = builder.subtract(x, builder.fixed(NDArray(one.mean, shape: [1, dimension]), "mean"))
            let white = builder.productWithRows(
                centred, builder.fixed(NDArray(one.whitening, shape: [dimension, dimension]), "whitening"))
            for (machine, centre) in zip(one.machines, one.centres) {
                let away = builder.subtract(white, builder.fixed(NDArray(centre, shape: [1, dimension]), "centre"))
                columns[machine] = builder.squareRoot(builder.sum(builder.square(away), axes: [1], keepsAxes: true))
            }
        }
        let all = columns.compactMap { $0 }
        return all.count == 1 ? all[0] : builder.concatenate(all, axis: 1)
    }
}
