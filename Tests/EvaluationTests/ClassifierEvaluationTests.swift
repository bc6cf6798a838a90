import Evaluation
import Foundation
import InspectionTypes
import Testing

@Suite("A classifier's evaluation")
struct ClassifierEvaluationTests {
    /// One item a group with the given verdicts.
    private func evaluation(
        _ pairs: [(truth: Int, verdict: Int)], classes: [String], normal: [String] = []
    ) throws -> ClassifierEvaluation {
        try ClassifierEvaluation(
            probabilities: pairs.map { pair in classes.indices.map { $0 == pair.verdict ? 1 : 0 } },
            truth: pairs.map(\.truth),
            classes: classes, normalClasses: normal
        )
    }

    @Test("says in a sentence how many defects were caught and how many alarms were false")
    func defectHeadline() throws {
        let pairs =
            Array(repeating: (0, 0), count: 211) + [(0, 1)] + Array(repeating: (1, 1), count: 10)
            + Array(repeating: (2, 1), count: 8) + [(1, 0), (2, 0)]
        let three = try evaluation(pairs, classes: ["fine", "crack", "joint"], normal: ["fine"])
        #expect(three.headline == "caught 18 of 20 defects; 1 false alarm in 212 normal recordings")
    }

    @Test("knows normal and defect classes by their names")
    func derivedNormal() throws {
        let two = try evaluation([(0, 0), (1, 1), (1, 0)], classes: ["abnormal", "normal"])
        #expect(two.normalClasses == ["normal"])
        #expect(two.headline == "caught 1 of 1 defect; 1 false alarm in 2 normal recordings")
        #expect(try evaluation([(0, 0), (1, 1)], classes: ["dog", "rain"]).normalClasses == [])
    }

    @Test("says how many recordings were named rightly where no class is a defect")
    func namingHeadline() throws {
        let pairs = Array(repeating: (0, 0), count: 391) + Array(repeating: (1, 0), count: 9)
        let headline = try evaluation(pairs, classes: ["dog", "rain"]).headline
        #expect(headline.hasPrefix("named 391 of 400 recordings rightly (97.8\u{a0}%, 95\u{a0}% interval 96."))
    }

    @Test("judges a group by the mean probabilities of its items, not by a vote")
    func groupVerdict() throws {
        let evaluation = try ClassifierEvaluation(
            probabilities: [[0.55, 0.45], [0.55, 0.45], [0.0, 1.0]], truth: [1, 1, 1], groups: ["a", "a", "a"],
            classes: ["x", "y"]
        )
        #expect(evaluation.metrics.groupAccuracy.value == 1)
        #expect(evaluation.metrics.accuracy.value < 0.34)
        #expect(evaluation.groupVerdicts.first?.items == [0, 1, 2])
    }

    @Test("counts a group of several classes once for each")
    func mixedGroup() throws {
        let evaluation = try ClassifierEvaluation(
            probabilities: [[1, 0], [0, 1]], truth: [0, 1], groups: ["session", "session"], classes: ["x", "y"]
        )
        #expect(evaluation.groupVerdicts.count == 2)
        #expect(evaluation.groupCount == 1)
        #expect(evaluation.metrics.groupAccuracy.value == 1)
    }

    @Test("lists mistakes from the most confident down")
    func worst() throws {
        let evaluation = try ClassifierEvaluation(
            probabilities: [[0.6, 0.4], [0.9, 0.1], [0.8, 0.2]], truth: [1, 1, 0], groups: ["a", "b", "c"],
            classes: ["x", "y"]
        )
        #expect(evaluation.worstMistakes.map(\.group) == ["b", "a"])
    }

    @Test("encodes the agreed JSON and reads it back")
    func json() throws {
        let metrics = try evaluation([(0, 0), (1, 0), (1, 1)], classes: ["a", "b"]).metrics
        let data = try JSONEncoder().encode(metrics)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "accuracy", "group_accuracy", "balanced_accuracy", "precision_macro", "recall_macro", "f1_macro",
                "confusion_matrix",
                "per_class",
            ]
        )
        let accuracy = try #require(object["accuracy"] as? [String: Any])
        #expect(Set(accuracy.keys) == ["value", "low", "high"])
        let perClass = try #require((object["per_class"] as? [String: [String: Any]])?["b"])
        #expect(Set(perClass.keys) == ["precision", "recall", "f1", "support"])
        #expect(try JSONDecoder().decode(ClassifierMetrics.self, from: data) == metrics)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var rows: [[Double]]
        var truth: [Int]
        var code: EvaluationError.Code
        var hint: String
    }

    @Test(
        "refuses what it cannot evaluate and says why",
        arguments: [
            Bad(testDescription: "nothing", rows: [], truth: [], code: .empty, hint: "no labelled item"),
            Bad(
                testDescription: "lengths", rows: [[1, 0]], truth: [0, 1], code: .shape, hint: "1 predictions, 2 truths"
            ),
            Bad(
                testDescription: "row", rows: [[1, 0, 0]], truth: [0], code: .shape,
                hint: "3 probabilities for 2 classes"),
            Bad(testDescription: "NaN", rows: [[.nan, 0]], truth: [0], code: .notFinite, hint: "not a number"),
            Bad(testDescription: "class", rows: [[1, 0]], truth: [2], code: .unknownClass, hint: "class number 2"),
        ])
    func refusal(bad: Bad) {
        do throws(EvaluationError) {
            _ = try ClassifierEvaluation(probabilities: bad.rows, truth: bad.truth, classes: ["a", "b"])
            Issue.record("was accepted")
        } catch {
            #expect(error.code == bad.code)
            #expect(error.message.contains(bad.hint))
        }
    }

    @Test("draws no curve of a class without items")
    func noCurve() throws {
        let evaluation = try evaluation([(0, 0), (1, 1)], classes: ["a", "b", "c"])
        #expect(evaluation.classesWithCurves == [0, 1])
        #expect(throws: EvaluationError.self) { try evaluation.rocCurve(ofClass: 2) }
    }
}
