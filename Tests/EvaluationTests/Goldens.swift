import Foundation
import Testing

/// scikit-learn's figures; made by `Tests/Fixtures/evaluation/generate.py`.
struct Goldens: Decodable {
    struct Curve: Decodable {
        var index: Int
        var fpr, tpr, precision, recall: [Double]
        var auc, pauc: Double
        var averagePrecision: Double
    }

    struct Case: Decodable, CustomTestStringConvertible {
        var name: String
        var probabilities: [[Double]]
        var truth: [Int]
        var groups, classes: [String]
        var accuracy, groupAccuracy, balancedAccuracy, precisionMacro, recallMacro, f1Macro: Double
        var confusionMatrix: [[Int]]
        var precision, recall, f1: [Double]
        var support: [Int]
        var logLoss, brier: Double
        var curves: [Curve]

        var testDescription: String { name }
    }

    struct Calibration: Decodable {
        var confidences: [Double]
        var hits: [Bool]
        var accuracy, confidence: [Double]
    }

    var cases: [Case]
    var calibration: Calibration

    static func load() throws -> Goldens {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/evaluation/goldens.json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Goldens.self, from: Data(contentsOf: file))
    }
}
