import Evaluation
import InspectionTypes
import Testing

private let tolerance = 1e-9

private func equal(_ metric: MetricValue?, _ golden: Double?) -> Bool {
    guard let metric, let golden else { return metric == nil && golden == nil }
    return abs(metric.value - golden) <= tolerance
}

@Suite("A detector's figures equal scikit-learn's and SciPy's")
struct DetectionGoldenTests {
    @Test("over all machines", arguments: try DetectionGoldens.load().cases)
    func overall(golden: DetectionGoldens.Case) throws {
        let metrics = try DetectorEvaluation(items: golden.detectorItems).metrics
        #expect(equal(metrics.auc, golden.auc))
        #expect(equal(metrics.pauc, golden.pauc))
        #expect(equal(metrics.precision, golden.precision))
        #expect(equal(metrics.recall, golden.recall))
        #expect(equal(metrics.f1, golden.f1))
        #expect(equal(metrics.falseAlarmRate, golden.falseAlarmRate))
        #expect(equal(metrics.balancedAccuracy, golden.balancedAccuracy))
        #expect(equal(metrics.idAccuracy, golden.idAccuracy))
        #expect(equal(metrics.meanAUC, golden.meanAuc))
        #expect(equal(metrics.meanPAUC, golden.meanPauc))
        #expect(equal(metrics.worstAUC, golden.worstAuc))
        #expect(equal(metrics.worstPAUC, golden.worstPauc))
        #expect(equal(metrics.harmonicMeanAUC, golden.harmonicMeanAuc))
        #expect(equal(metrics.harmonicMeanPAUC, golden.harmonicMeanPauc))
        #expect(equal(metrics.dcaseScore, golden.dcaseScore))
    }

    @Test("by machine", arguments: try DetectionGoldens.load().cases)
    func machines(golden: DetectionGoldens.Case) throws {
        let metrics = try DetectorEvaluation(items: golden.detectorItems).metrics
        #expect(Set(metrics.perID.keys) == Set(golden.perId.keys))
        for (name, figures) in golden.perId {
            let own = try #require(metrics.perID[name])
            #expect(equal(own.auc, figures.auc), "\(name)")
            #expect(equal(own.pauc, figures.pauc), "\(name)")
            #expect(equal(own.precision, figures.precision), "\(name)")
            #expect(equal(own.recall, figures.recall), "\(name)")
            #expect(equal(own.f1, figures.f1), "\(name)")
            #expect(equal(own.falseAlarmRate, figures.falseAlarmRate), "\(name)")
        }
    }

    @Test("by domain, as the challenge's evaluator counts", arguments: try DetectionGoldens.load().cases)
    func domains(golden: DetectionGoldens.Case) throws {
        let metrics = try DetectorEvaluation(items: golden.detectorItems).metrics
        #expect(Set(metrics.perDomain?.keys.map { $0 } ?? []) == Set(golden.domains.keys))
        for (name, figures) in golden.domains {
            #expect(equal(metrics.perDomain?[name]?.meanAUC, figures.meanAuc))
            #expect(equal(metrics.perDomain?[name]?.harmonicMeanAUC, figures.harmonicMeanAuc))
            for (machine, auc) in figures.perId {
                #expect(equal(metrics.perID[machine]?.aucByDomain[name], auc), "\(machine) \(name)")
            }
        }
    }

    @Test("intervals lie around their figures and within 0 and 1", arguments: try DetectionGoldens.load().cases)
    func intervals(golden: DetectionGoldens.Case) throws {
        let metrics = try DetectorEvaluation(items: golden.detectorItems).metrics
        let all = [
            metrics.scalars.map { $0.value }, metrics.perID.values.compactMap(\.auc),
            metrics.perID.values.compactMap(\.pauc),
        ]
        for metric in all.joined() {
            let (low, high) = (try #require(metric.low), try #require(metric.high))
            #expect(low <= metric.value + 0.02 && metric.value <= high + 0.02 && low < high)
            #expect(low >= 0 && high <= 1)
        }
    }

    @Test("of pixels and regions", arguments: try DetectionGoldens.load().pixels)
    func pixels(golden: DetectionGoldens.Pixels) throws {
        let evaluation = try PixelEvaluation(golden.tallies(), resamples: 50)
        // With more scores than levels neighbours fall together: a slope instead of steps.
        let tolerance = golden.name == "more scores than levels" ? 1e-3 : 1e-6
        #expect(abs(evaluation.auroc.value - golden.auroc) <= tolerance)
        #expect(abs(evaluation.aupro.value - golden.aupro) <= tolerance)
        #expect(evaluation.defectCount == golden.defects)
        #expect(evaluation.aupro.low.map { $0 <= evaluation.aupro.value } ?? false)
    }
}
