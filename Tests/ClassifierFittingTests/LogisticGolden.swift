import ClassifierFitting
import Foundation

/// What scikit-learn makes of the same rows: `Tests/Fixtures/classifierfitting/logistic.py`.
struct LogisticGolden: Decodable {
    struct Case: Decodable, CustomStringConvertible {
        var regularization: Double
        /// `[class][feature]`, for features as they come.
        var weights: [[Float]]
        /// `[probe][class]`.
        var probabilities: [[Double]]

        var description: String { "C \(regularization)" }
    }

    var rows: [[Float]]
    var labels: [Int]
    var probes: [[Float]]
    var cases: [Case]

    static let all: LogisticGolden = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/classifierfitting/logistic.json")
        do {
            return try JSONDecoder().decode(LogisticGolden.self, from: Data(contentsOf: file))
        } catch {
            preconditionFailure("\(file.path): \(error)")
        }
    }()

    /// Each row a recording of its own.
    var labelled: LabelledRows {
        var all = LabelledRows(featureCount: rows[0].count, classCount: 3)
        for (number, row) in rows.enumerated() {
            all.append(row, label: labels[number], recording: number, group: "group \(number / 2)")
        }
        return all
    }
}
