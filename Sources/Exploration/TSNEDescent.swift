#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import InspectionTypes

/// The points of a map on their way to where the divergence is least.
///
/// `∂KL/∂yᵢ = 4·(Σ p·q̃·(yᵢ − yⱼ) − Σ q̃²·(yᵢ − yⱼ) / Σ q̃)`, `q̃ = 1 / (1 + ‖yᵢ − yⱼ‖²)`.
struct TSNEDescent {
    private(set) var points: [SIMD2<Double>]
    private let affinities: PerplexityAffinities
    /// `nil` for all pairs.
    private let theta: Double?
    private var updates: [SIMD2<Double>]
    private var gains: [SIMD2<Double>]
    /// A thread more costs more than it brings beyond.
    private let threads = min(8, WorkerThreads.processorCount)

    init(_ affinities: PerplexityAffinities, start: [SIMD2<Double>], theta: Double?) {
        self.affinities = affinities
        self.theta = theta
        points = start
        updates = start.map { _ in SIMD2() }
        gains = start.map { _ in SIMD2(repeating: 1) }
    }

    /// Forgets momentum and gains.
    mutating func rest() {
        updates = updates.map { _ in SIMD2() }
        gains = gains.map { _ in SIMD2(repeating: 1) }
    }

    /// One step; answers the gradient's length.
    mutating func step(rate: Double, momentum: Double, exaggeration: Double) -> Double {
        let forces = forces()
        let weight = max(forces.reduce(0) { $0 + $1.weight }, .leastNormalMagnitude)
        var square = 0.0
        for place in points.indices {
            let gradient = 4 * (exaggeration * forces[place].attraction - forces[place].repulsion / weight)
            square += (gradient * gradient).sum()
            // Where the last step and the gradient agree, the point has gone too far.
            let opposes = (updates[place] * gradient) .< 0
            let gain = (gains[place] * 0.8).replacing(with: gains[place] + 0.2, where: opposes)
            gains[place] = gain.replacing(with: SIMD2(repeating: 0.01), where: gain .< 0.01)
            updates[place] = momentum * updates[place] - rate * gains[place] * gradient
            points[place] += updates[place]
        }
        return square.squareRoot()
    }

    private struct Force: Sendable {
        var attraction: SIMD2<Double>
        var repulsion: SIMD2<Double>
        var weight: Double
    }

    private func forces() -> [Force] {
        let (points, affinities, theta) = (points, affinities, theta)
        let tree = theta.map { _ in QuadTree(points) }
        return RowMap.run(points.count, threads: threads) { rows in
            points.withUnsafeBufferPointer { points in
                rows.map { row in
                    let point = points[row]
                    let repulsion =
                        if let tree, let theta { tree.repulsion(at: point, theta: theta) } else {
                            Self.repulsion(of: row, points)
                        }
                    return Force(
                        attraction: Self.attraction(of: row, points, affinities), repulsion: repulsion.force,
                        weight: repulsion.weight)
                }
            }
        }
    }

    private static func attraction(
        of row: Int, _ points: UnsafeBufferPointer<SIMD2<Double>>, _ affinities: PerplexityAffinities
    ) -> SIMD2<Double> {
        var sum = SIMD2<Double>()
        affinities.columns.withUnsafeBufferPointer { columns in
            affinities.values.withUnsafeBufferPointer { values in
                for place in affinities.starts[row]..<affinities.starts[row + 1] {
                    let away = points[row] - points[Int(columns[place])]
                    sum += values[place] / (1 + (away * away).sum()) * away
                }
            }
        }
        return sum
    }

    private static func repulsion(
        of row: Int, _ points: UnsafeBufferPointer<SIMD2<Double>>
    ) -> (force: SIMD2<Double>, weight: Double) {
        var (force, weight) = (SIMD2<Double>(), -1.0)
        let point = points[row]
        for other in points {
            let away = point - other
            let q = 1 / (1 + (away * away).sum())
            weight += q
            force += q * q * away
        }
        return (force, weight)
    }

    var divergence: Double {
        let weight = max(forces().reduce(0) { $0 + $1.weight }, .leastNormalMagnitude)
        var sum = 0.0
        for row in points.indices {
            for place in affinities.starts[row]..<affinities.starts[row + 1] {
                let away = points[row] - points[Int(affinities.columns[place])]
                let q = max(1 / (1 + (away * away).sum()) / weight, 1e-300)
                sum += affinities.values[place] * log(affinities.values[place] / q)
            }
        }
        return sum
    }
}
