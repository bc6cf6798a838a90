@testable import Exploration
import Foundation
import InspectionTypes
import Testing

@Suite("t-SNE")
struct TSNETests {
    struct Way: Sendable, CustomTestStringConvertible {
        var name: String
        var exactCount: Int
        var testDescription: String { name }
    }

    private static let ways = [Way(name: "exact", exactCount: 1000), Way(name: "barnes_hut", exactCount: 0)]

    private func map(_ golden: ExplorationGoldens.Map, _ way: Way, iterations: Int = 1000) throws -> TSNE {
        let table = try EmbeddingTable(golden.rows)
        return try #require(
            try TSNE(
                table, components: PrincipalComponents(table, count: 2), distance: .euclidean,
                options: .init(perplexity: golden.perplexity, iterations: iterations, exactCount: way.exactCount)))
    }

    @Test("comes as close as scikit-learn's, and what lies together stays together", arguments: ways)
    func goldens(way: Way) throws {
        let golden = try ExplorationGoldens.load().map
        let map = try map(golden, way)
        let theirs = try #require(golden.divergence[way.name])
        #expect(abs(map.divergence - theirs) < 0.1 * theirs, "\(map.divergence) where scikit-learn reaches \(theirs)")
        let plane = try EmbeddingTable(map.points.map { [Float($0.x), Float($0.y)] })
        let lies = try #require(Silhouette(plane, labels: golden.labels, classCount: 4, distance: .euclidean))
        #expect(lies.overall > 0.7 && lies.perItem.allSatisfy { $0 ?? 0 > 0.3 }, "\(lies.overall)")
    }

    @Test("draws the same map twice", arguments: ways)
    func repeatable(way: Way) throws {
        let golden = try ExplorationGoldens.load().map
        let (first, second) = (try map(golden, way, iterations: 60), try map(golden, way, iterations: 60))
        #expect(first.points == second.points && first.divergence == second.divergence)
    }

    @Test("the tree's sum is that of all pairs where no square is taken whole, and near it where some are")
    func tree() {
        var generator = SeededGenerator(seed: 4)
        var points = (0..<300).map { _ in SIMD2(generator.nextNormal(), 3 * generator.nextNormal()) }
        points += [points[0], points[0], points[7]]
        let tree = QuadTree(points)
        for point in [points[0], points[5], points[200]] {
            var (force, weight) = (SIMD2<Double>(), -1.0)
            for other in points {
                let away = point - other
                let q = 1 / (1 + (away * away).sum())
                weight += q
                force += q * q * away
            }
            let (exact, near) = (tree.repulsion(at: point, theta: 0), tree.repulsion(at: point, theta: 0.5))
            #expect(abs(exact.weight - weight) < 1e-9 && abs((exact.force - force).x) < 1e-9)
            #expect(abs(near.weight - weight) < 0.02 * weight && near.weight != exact.weight)
            #expect(abs((near.force - force).y) < 0.05 * (1 + abs(force.y)))
        }
    }

    @Test("finds the width that gives the wanted number of neighbours", arguments: [2.0, 5, 20])
    func perplexity(wanted: Double) {
        let squared = (1...40).map { Double($0 * $0) * 1e-4 }
        let shares = PerplexityAffinities.conditional(squared, wanted)
        let entropy = shares.reduce(0) { $0 - ($1 > 0 ? $1 * logarithm($1) : 0) }
        #expect(abs(shares.reduce(0, +) - 1) < 1e-12 && abs(entropy - logarithm(wanted)) < 1e-4)
        let equal = PerplexityAffinities.conditional([3, 3, 3, 3], 2)
        #expect(equal.allSatisfy { abs($0 - 0.25) < 1e-12 })
    }

    @Test("can be stopped, and makes no map of a handful")
    func stopping() throws {
        let golden = try ExplorationGoldens.load().map
        let table = try EmbeddingTable(golden.rows)
        var seen = 0
        #expect(throws: ExplorationError.self) {
            _ = try TSNE(table, components: PrincipalComponents(table, count: 2)) { iteration, _ in
                seen += 1
                return iteration < 7
            }
        }
        #expect(seen == 8)
        let few = try EmbeddingTable(Array(golden.rows.prefix(4)))
        #expect(try TSNE(few, components: PrincipalComponents(few, count: 2)) == nil)
    }

    @Test("bears copies and rows that are all the same")
    func copies() throws {
        for rows in [[[Float]](repeating: [1, 2], count: 9), (0..<9).map { [Float($0 / 3), 1] }] {
            let table = try EmbeddingTable(rows)
            for way in Self.ways {
                let map = try TSNE(
                    table, components: PrincipalComponents(table, count: 2),
                    options: .init(iterations: 300, exactCount: way.exactCount))
                #expect(map?.points.allSatisfy { $0.x.isFinite && $0.y.isFinite } == true)
            }
        }
    }

    private func logarithm(_ value: Double) -> Double { Foundation.log(value) }
}
