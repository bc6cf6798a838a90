import Evaluation
import InspectionTypes
import Testing

/// scikit-learn's and SciPy's figures of scores and maps; made by `Tests/Fixtures/evaluation/generate_detection.py`.
struct DetectionGoldens: Decodable {
    struct Item: Decodable {
        var machine: String
        var domain: String?
        var anomaly: Bool
        var score, threshold: Double
        var heard: String
    }

    struct Figures: Decodable {
        var auc, pauc, precision, recall, f1, falseAlarmRate: Double?
    }

    struct Domain: Decodable {
        var meanAuc, harmonicMeanAuc: Double
        var perId: [String: Double]
    }

    struct Case: Decodable, CustomTestStringConvertible {
        var name: String
        var items: [Item]
        var auc, pauc, precision, recall, f1, falseAlarmRate: Double
        var meanAuc, meanPauc, worstAuc, worstPauc, harmonicMeanAuc, harmonicMeanPauc: Double
        var idAccuracy, balancedAccuracy: Double
        var perId: [String: Figures]
        var domains: [String: Domain]
        var dcaseScore: Double?

        var testDescription: String { name }

        var detectorItems: [DetectorItem] {
            items.enumerated().map { index, item in
                DetectorItem(
                    file: "\(index).wav", machine: item.machine, domain: item.domain, group: "\(index)",
                    isAnomaly: item.anomaly, score: item.score, threshold: item.threshold, heard: item.heard)
            }
        }
    }

    struct Picture: Decodable {
        var width, height: Int
        var truth: [UInt8]
        var scores: [Float]
    }

    struct Pixels: Decodable, CustomTestStringConvertible {
        var name: String
        var defects: Int
        var auroc, aupro: Double
        var pictures: [Picture]

        var testDescription: String { name }

        func tallies() throws -> [PixelTally] {
            try pictures.enumerated().map { index, one in
                try PixelTally(
                    name: "\(index)", scores: one.scores, width: one.width, height: one.height,
                    truth: Mask(width: one.width, height: one.height, values: one.truth))
            }
        }
    }

    var cases: [Case]
    var pixels: [Pixels]

    static func load() throws -> DetectionGoldens { try Goldens.decoded("detection.json") }
}
