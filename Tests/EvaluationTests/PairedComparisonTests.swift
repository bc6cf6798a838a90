import Evaluation
import Foundation
import InspectionTypes
import Testing

@Suite("Two models compared on the same items")
struct PairedComparisonTests {
    private func named(_ verdicts: String, truth: String) -> [ClassifiedItem] {
        zip(verdicts, truth).enumerated().map { index, pair in
            ClassifiedItem(file: "\(index)", group: "\(index)", truth: String(pair.1), verdict: String(pair.0))
        }
    }

    @Test("says which verdicts were fixed, which broken, and which are wrong in another way")
    func changes() throws {
        let truth = "aabbcc"
        let comparison = try PairedComparison(
            first: named("abbbac", truth: truth), second: named("aabaca", truth: truth))
        #expect(comparison.changes.map(\.file) == ["3", "5", "1", "4"])
        #expect(comparison.changes.map(\.kind) == [.broken, .broken, .fixed, .fixed])
        let other = try PairedComparison(first: named("b", truth: "a"), second: named("c", truth: "a"))
        #expect(
            other.count(.otherwise) == 1
                && other.verdictSentence == "0 verdicts fixed, 0 broken, 1 wrong in another way")
    }

    @Test("a difference's interval is paired: what is hard for both does not widen it")
    func paired() throws {
        // Both miss the same 100 of 200; the second alone finds ten more.
        let truth = String(repeating: "a", count: 100) + String(repeating: "b", count: 100)
        let first = String(repeating: "a", count: 200)
        let second =
            String(repeating: "a", count: 100) + String(repeating: "b", count: 10) + String(repeating: "a", count: 90)
        let comparison = try PairedComparison(first: named(first, truth: truth), second: named(second, truth: truth))
        let accuracy = try #require(comparison["group_accuracy"])
        #expect(accuracy.first.value == 0.5 && accuracy.second.value == 0.55)
        let (low, high) = (try #require(accuracy.difference.low), try #require(accuracy.difference.high))
        #expect(low > 0.01 && high < 0.1 && accuracy.isClear && accuracy.isSecondBetter == true)
        #expect(
            comparison.headline().hasPrefix(
                "the second is better: accuracy 0.500 → 0.550 (+0.050, 95\u{a0}% interval +0.0"))
        #expect(comparison.headline().hasSuffix("; 10 verdicts fixed, 0 broken"))
    }

    @Test("where no verdict changed, says how far they might still differ")
    func same() throws {
        let items = named("abab", truth: "abba")
        let comparison = try PairedComparison(first: items, second: items)
        let accuracy = try #require(comparison["group_accuracy"])
        #expect(
            comparison.headline()
                == "no clear difference: accuracy 0.500 → 0.500 (0.000, 95\u{a0}% interval −0.602 to +0.602); no verdict changed"
        )
        #expect(accuracy.difference.value == 0 && !accuracy.isClear)
    }

    private func heard(_ scores: [Double], threshold: Double, machines: Int = 2) -> [DetectorItem] {
        scores.enumerated().map { index, score in
            DetectorItem(
                file: "\(index)", machine: "fan id_0\(index % machines)", group: "\(index)",
                isAnomaly: index >= scores.count / 2, score: score, threshold: threshold)
        }
    }

    @Test("compares detectors with scores of different scales, by machine, too")
    func detectors() throws {
        var generator = SeededGenerator(seed: 3)
        let noise = (0..<80).map { _ in generator.nextNormal() }
        let weak = heard(noise.enumerated().map { $1 + ($0 >= 40 ? 0.5 : 0) }, threshold: 1)
        let strong = heard(noise.enumerated().map { 100 * ($1 + ($0 >= 40 ? 2.5 : 0)) }, threshold: 150)
        let comparison = try PairedComparison(first: weak, second: strong)
        let main = try #require(comparison.figures.first)
        #expect(main.key == "mean_auc" && main.isClear && main.isSecondBetter == true)
        let apart = try [weak, strong].map { try DetectorEvaluation(items: $0).metrics.meanAUC?.value }
        #expect([main.first.value, main.second.value] == apart)
        #expect(comparison.figures.contains { $0.machine == "fan id_01" && $0.key == "recall" })
        #expect(comparison["false_alarm_rate"]?.isHigherBetter == false)
        #expect(comparison.changes.allSatisfy { $0.machine != nil })
    }

    @Test("bounds each figure as its evaluation does, and says how far two that look equal may lie apart")
    func intervals() throws {
        let perfect = heard((0..<40).map(Double.init), threshold: 19.5)
        let comparison = try PairedComparison(first: perfect, second: perfect)
        let alone = try DetectorEvaluation(items: perfect).metrics
        for (key, metric) in [
            ("auc", alone.auc), ("mean_auc", alone.meanAUC), ("worst_auc", alone.worstAUC), ("pauc", alone.pauc),
            ("precision", alone.precision), ("f1", alone.f1), ("balanced_accuracy", alone.balancedAccuracy),
        ] {
            let figure = try #require(comparison[key])
            #expect(figure.first == metric && figure.second == metric, "\(key)")
            let (low, high) = (try #require(figure.difference.low), try #require(figure.difference.high))
            #expect(low < 0 && high > 0 && !figure.isClear, "\(key)")
        }
    }

    @Test("no interval, and no clear difference, where one anomaly decides")
    func singleAnomaly() throws {
        func items(_ last: Double) -> [DetectorItem] {
            (0..<20).map { index in
                DetectorItem(
                    file: "\(index)", machine: "fan", group: "\(index)", isAnomaly: index == 19,
                    score: index == 19 ? last : Double(index), threshold: 30)
            }
        }
        let auc = try #require(try PairedComparison(first: items(2.5), second: items(99))["auc"])
        #expect(auc.first.low == nil && auc.second.low == nil && auc.difference.low == nil && !auc.isClear)
        #expect(auc.difference.value > 0.8)
    }

    @Test("compares segmenters by their pixels, and pictures by whether they were caught or marked")
    func segmenters() throws {
        /// `right` of `defects` pixels found, and `wrong` others far from them.
        func pictures(_ rows: [(name: String, right: Int, defects: Int, wrong: Int)]) throws
            -> [SegmentationEvaluation.PictureFigures]
        {
            let counts = try rows.map { row in
                let pixels = Array(0..<900)
                return try SegmentationCounts(
                    name: row.name,
                    map: ProbabilityMap(
                        width: 30, height: 30,
                        levels: pixels.map { $0 < row.right || $0 >= 900 - row.wrong ? 255 : 0 }),
                    truth: Mask(width: 30, height: 30, values: pixels.map { $0 < row.defects ? 1 : 0 }), threshold: 0.5)
            }
            return try SegmentationEvaluation(pictures: counts, groups: rows.map(\.name), threshold: 0.5).pictures
        }
        let comparison = try PairedComparison(
            first: try pictures([("a", 0, 50, 0), ("b", 20, 40, 0), ("c", 0, 0, 0)]),
            second: try pictures([("a", 40, 50, 0), ("b", 20, 40, 0), ("c", 0, 0, 9)]))
        let changes = comparison.changes.map { "\($0.file) \($0.first) \($0.second) \($0.kind)" }
        #expect(changes == ["c clean marked broken", "a missed caught fixed"])
        let (f1, recall) = (comparison["f1"]?.first.value, comparison["recall"]?.second.value)
        #expect(f1 == 40.0 / 110 && recall == 60.0 / 90)
    }

    @Test("leaves out what only one model could judge, counts it, and refuses where nothing is left")
    func unpaired() throws {
        let items = named("abab", truth: "abab")
        let comparison = try PairedComparison(first: items, second: Array(items.dropFirst(2)))
        #expect(comparison.itemCount == 2 && comparison.unpaired == 2)
        #expect(throws: EvaluationError.self) {
            try PairedComparison(first: Array(items.prefix(1)), second: Array(items.dropFirst(2)))
        }
    }

    @Test("writes an object with figures, verdicts and changes")
    func json() throws {
        let comparison = try PairedComparison(
            first: heard([0, 1, 2, 3], threshold: 1.5), second: heard([0, 1, 2, 3], threshold: 2.5))
        let document = ComparisonDocument(first: "old.onnx", second: "new.onnx", data: "d", comparison: comparison)
        let data = try JSONEncoder().encode(document)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(Set(object.keys) == ["models", "data", "items", "groups", "metrics", "per_id", "verdicts", "changes"])
        let metrics = try #require(object["metrics"] as? [String: [String: Any]])
        let keys = metrics["mean_auc"].map { $0.keys.sorted() }
        #expect(keys == ["difference", "first", "second"])
        let verdicts = document.verdicts
        #expect(verdicts.fixed == 0 && verdicts.broken == 1 && verdicts.otherwise == 0 && verdicts.same == 3)
        #expect(try JSONDecoder().decode(ComparisonDocument.self, from: data) == document)
    }
}
