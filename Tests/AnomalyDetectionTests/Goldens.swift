import AnomalyDetection
import Foundation
import Testing

/// Figures of scikit-learn, numpy and scipy; made by `Tests/Fixtures/anomalydetection/generate.py`.
struct Goldens: Decodable, Sendable {
    struct Neighbours: Decodable, Sendable {
        var scores: [Double]
        var first: [Int]
    }

    struct Density: Decodable, Sendable {
        var spacings, scores: [Double]
    }

    struct Scorers: Decodable, Sendable, CustomTestStringConvertible {
        var name: String
        var dimension: Int
        var bank, queries: [Float]
        var shrinkage: Double
        var mahalanobis: [Double]
        var nearest: [String: Neighbours]
        var localDensity: [String: Density]
        var testDescription: String { name }
    }

    struct OutlierFactor: Decodable, Sendable {
        var dimension: Int
        var bank, queries: [Float]
        var scores: [Double]
    }

    struct Contrast: Decodable, Sendable {
        var dimension: Int
        var normal, others: [Float]
        var shrinkage: Double
        var weights: [Double]
        var offset: Double
    }

    struct Beta: Decodable, Sendable, CustomTestStringConvertible {
        var alpha, beta, low, high: Double
        var x, cumulative: [Double]
        var trials: Int
        var hits: [Int]
        var probabilities: [Double]
        var interval: [Int]
        var testDescription: String { "Beta(\(alpha), \(beta))" }
    }

    var scorers: [Scorers]
    var outlierFactor: OutlierFactor
    var contrast: Contrast
    var beta: [Beta]

    static let all = Result { try load() }

    private static func load() throws -> Goldens {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Fixtures/anomalydetection/goldens.json")
        return try JSONDecoder().decode(Goldens.self, from: Data(contentsOf: file))
    }

    /// Rows, each a recording of its own.
    static func rows(_ values: [Float], _ dimension: Int) -> Embeddings {
        var rows = Embeddings(dimension: dimension)
        for (recording, start) in stride(from: 0, to: values.count, by: dimension).enumerated() {
            rows.append(values[start..<start + dimension], recording: recording)
        }
        return rows
    }
}

/// Whether two numbers agree to a share of the expected one.
func isClose(_ value: Double, _ expected: Double, within share: Double) -> Bool {
    abs(value - expected) <= share * max(abs(expected), 1e-300)
}
