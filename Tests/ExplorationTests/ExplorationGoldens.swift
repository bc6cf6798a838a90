import Exploration
import Foundation
import Testing

/// scikit-learn's numbers; `Tests/Fixtures/exploration/generate.py` makes them.
struct ExplorationGoldens: Decodable {
    struct Components: Decodable {
        var rows: [[Float]]
        var variances: [Double]
        var ratios: [Double]
        var axes: [[Double]]
        var scores: [[Double]]
    }

    struct Silhouettes: Decodable, CustomTestStringConvertible {
        var rows: [[Float]]
        var labels: [Int]
        var distance: EmbeddingDistance
        var overall: Double
        var samples: [Double]

        var testDescription: String { "\(Set(labels).count) classes, \(distance)" }
    }

    struct Map: Decodable {
        var rows: [[Float]]
        var labels: [Int]
        var perplexity: Double
        var divergence: [String: Double]
    }

    var components: [String: Components]
    var silhouettes: [Silhouettes]
    var map: Map

    static func load() throws -> ExplorationGoldens {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/exploration/goldens.json")
        return try JSONDecoder().decode(ExplorationGoldens.self, from: Data(contentsOf: path))
    }
}
