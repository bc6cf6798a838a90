import Evaluation
import Foundation
import InspectionTypes
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

    static func load() throws -> Goldens { try decoded("goldens.json") }

    static func decoded<Value: Decodable>(_ name: String) throws -> Value {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/evaluation/" + name)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Value.self, from: Data(contentsOf: file))
    }
}

/// scikit-learn's and SciPy's figures of masks; made by `Tests/Fixtures/evaluation/generate_segmentation.py`.
struct SegmentationGoldens: Decodable {
    struct Picture: Decodable {
        var width, height: Int
        var truth, levels: [UInt8]
        /// Found, found right, true, true found.
        var tolerant: [Int]

        var map: ProbabilityMap { ProbabilityMap(width: width, height: height, levels: levels) }
        var mask: Mask { Mask(width: width, height: height, values: truth) }
    }

    struct Case: Decodable, CustomTestStringConvertible {
        var name: String
        var threshold: Double
        var pictures: [Picture]
        var precision, recall, f1, iou, meanIou, f1Tolerant: Double
        var averagePrecision: Double
        var curvePrecision, curveRecall: [Double]
        var bestF1: Double
        var sweepF1: [Double]

        var testDescription: String { name }

        func counts() throws -> [SegmentationCounts] {
            try pictures.enumerated().map {
                try SegmentationCounts(name: "\($0)", map: $1.map, truth: $1.mask, threshold: threshold)
            }
        }
    }

    var cases: [Case]

    static func load() throws -> SegmentationGoldens { try Goldens.decoded("segmentation.json") }
}
