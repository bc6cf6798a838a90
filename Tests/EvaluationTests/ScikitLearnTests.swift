import Evaluation
import Foundation
import InspectionTypes
import Testing

private let tolerance = 1e-9

private func agree(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
}

@Suite("Figures equal scikit-learn's")
struct ScikitLearnTests {
    @Test("scalar and per-class metrics", arguments: try Goldens.load().cases)
    func metrics(golden: Goldens.Case) throws {
        let evaluation = try ClassifierEvaluation(
            probabilities: golden.probabilities, truth: golden.truth, groups: golden.groups, classes: golden.classes
        )
        let metrics = evaluation.metrics
        #expect(abs(metrics.accuracy.value - golden.accuracy) <= tolerance)
        #expect(abs(metrics.groupAccuracy.value - golden.groupAccuracy) <= tolerance)
        #expect(abs(metrics.balancedAccuracy.value - golden.balancedAccuracy) <= tolerance)
        #expect(abs(metrics.precisionMacro.value - golden.precisionMacro) <= tolerance)
        #expect(abs(metrics.recallMacro.value - golden.recallMacro) <= tolerance)
        #expect(abs(metrics.f1Macro.value - golden.f1Macro) <= tolerance)
        #expect(metrics.confusionMatrix == golden.confusionMatrix)
        for (index, name) in golden.classes.enumerated() {
            let scores = try #require(metrics.perClass[name])
            #expect(abs(scores.precision.value - golden.precision[index]) <= tolerance)
            #expect(abs(scores.recall.value - golden.recall[index]) <= tolerance)
            #expect(abs(scores.f1.value - golden.f1[index]) <= tolerance)
            #expect(scores.support == golden.support[index])
        }
    }

    @Test("log loss and Brier score", arguments: try Goldens.load().cases)
    func probabilityScores(golden: Goldens.Case) {
        let (rows, truth) = (golden.probabilities, golden.truth)
        #expect(abs(ProbabilityScores.logLoss(probabilities: rows, truth: truth) - golden.logLoss) <= tolerance)
        #expect(abs(ProbabilityScores.brier(probabilities: rows, truth: truth) - golden.brier) <= tolerance)
    }

    @Test("ROC and precision–recall curves, one class against the rest", arguments: try Goldens.load().cases)
    func curves(golden: Goldens.Case) throws {
        for curve in golden.curves {
            let scores = golden.probabilities.map { $0[curve.index] }
            let positives = golden.truth.map { $0 == curve.index }
            let roc = try ROCCurve(scores: scores, positives: positives)
            #expect(agree(roc.points.map(\.falsePositiveRate), curve.fpr))
            #expect(agree(roc.points.map(\.truePositiveRate), curve.tpr))
            #expect(abs(roc.area - curve.auc) <= tolerance)
            #expect(abs(roc.partialArea(upTo: 0.1) - curve.pauc) <= tolerance)
            let pr = try PrecisionRecallCurve(scores: scores, positives: positives)
            #expect(agree(pr.points.map(\.recall), curve.recall))
            #expect(agree(pr.points.map(\.precision), curve.precision))
            #expect(abs(pr.averagePrecision - curve.averagePrecision) <= tolerance)
        }
    }

    @Test("the reliability diagram's bins")
    func calibration() throws {
        let golden = try Goldens.load().calibration
        let diagram = try ReliabilityDiagram(confidences: golden.confidences, hits: golden.hits)
        #expect(agree(diagram.bins.compactMap(\.accuracy), golden.accuracy))
        #expect(agree(diagram.bins.compactMap(\.confidence), golden.confidence))
        #expect(diagram.bins.reduce(0) { $0 + $1.count } == golden.hits.count)
    }
}
