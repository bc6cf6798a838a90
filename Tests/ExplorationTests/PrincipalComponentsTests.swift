@testable import Exploration
import InspectionTypes
import Testing

@Suite("Principal components")
struct PrincipalComponentsTests {
    /// Which way they are found: `exactSize` decides.
    struct Way: Sendable, CustomTestStringConvertible {
        var golden: String
        var exactSize: Int
        var testDescription: String { "\(golden), exact up to \(exactSize)" }
    }

    @Test(
        "equal scikit-learn's, from the covariance, the products or a subspace",
        arguments: [
            Way(golden: "tall", exactSize: 400), Way(golden: "wide", exactSize: 400), Way(golden: "tall", exactSize: 3),
            Way(golden: "wide", exactSize: 3),
        ])
    func goldens(way: Way) throws {
        let golden = try #require(try ExplorationGoldens.load().components[way.golden])
        let found = PrincipalComponents(
            try EmbeddingTable(golden.rows), count: golden.axes.count, seed: 3, exactSize: way.exactSize)
        #expect(found.axes.count == golden.axes.count)
        for place in golden.axes.indices {
            #expect(abs(found.variances[place] - golden.variances[place]) < 1e-5 * golden.variances[0])
            #expect(abs(found.ratios[place] - golden.ratios[place]) < 1e-5)
            // An axis may point either way.
            let sign = zip(found.axes[place], golden.axes[place]).reduce(0) { $0 + $1.0 * $1.1 } < 0 ? -1.0 : 1
            for (mine, theirs) in zip(found.axes[place], golden.axes[place]) {
                #expect(abs(sign * mine - theirs) < 1e-4)
            }
            for (mine, theirs) in zip(found.scores, golden.scores) {
                #expect(abs(sign * mine[place] - theirs[place]) < 1e-3)
            }
        }
    }

    @Test("find no more than there is, and share the variance out among what they find")
    func degenerate() throws {
        let line = PrincipalComponents(try EmbeddingTable([[0, 0, 0], [1, 1, 1], [2, 2, 2], [5, 5, 5]]), count: 9)
        #expect(line.axes.count == 3 && abs(line.ratios[0] - 1) < 1e-6 && line.ratios[1] < 1e-9)
        #expect(line.axes[0].allSatisfy { abs($0 - 1 / 3.0.squareRoot()) < 1e-6 })
        let same = PrincipalComponents(try EmbeddingTable([[1, 2], [1, 2], [1, 2]]), count: 2)
        #expect(same.ratios.allSatisfy { $0 == 0 } && same.scores.allSatisfy { $0.allSatisfy { $0 == 0 } })
    }

    @Test(
        "an eigenproblem is solved: vectors of length 1, apart from each other, each stretched by its value",
        arguments: [1, 2, 3, 17, 60])
    func eigen(size: Int) {
        var generator = SeededGenerator(seed: UInt64(size))
        var matrix = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0...row {
                // Every third row is one of zeros, so that equal values and early splits occur.
                let value = row % 3 == 2 || column % 3 == 2 ? 0 : generator.nextNormal()
                (matrix[row * size + column], matrix[column * size + row]) = (value, value)
            }
        }
        let eigen = SymmetricEigen(matrix, size: size)
        #expect(eigen.values == eigen.values.sorted(by: >))
        for (place, vector) in eigen.vectors.enumerated() {
            for row in 0..<size {
                let image = (0..<size).reduce(0) { $0 + matrix[row * size + $1] * vector[$1] }
                #expect(abs(image - eigen.values[place] * vector[row]) < 1e-11 * Double(size))
            }
            for (other, second) in eigen.vectors.enumerated() {
                let dot = zip(vector, second).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(dot - (place == other ? 1 : 0)) < 1e-11)
            }
        }
    }
}
