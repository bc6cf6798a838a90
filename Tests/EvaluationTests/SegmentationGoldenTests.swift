import Evaluation
import InspectionTypes
import Testing

private let tolerance = 1e-9

@Suite("Figures of masks equal scikit-learn's and SciPy's")
struct SegmentationGoldenTests {
    @Test("over all pixels of all pictures", arguments: try SegmentationGoldens.load().cases)
    func metrics(golden: SegmentationGoldens.Case) throws {
        let metrics = try SegmentationEvaluation(pictures: golden.counts(), threshold: golden.threshold).metrics
        #expect(abs(metrics.precision.value - golden.precision) <= tolerance)
        #expect(abs(metrics.recall.value - golden.recall) <= tolerance)
        #expect(abs(metrics.f1.value - golden.f1) <= tolerance)
        #expect(abs(metrics.iou.value - golden.iou) <= tolerance)
        #expect(abs(metrics.meanIoU.value - golden.meanIou) <= tolerance)
        #expect(abs(metrics.f1Tolerant.value - golden.f1Tolerant) <= tolerance)
    }

    @Test("within two pixels, as distances have it", arguments: try SegmentationGoldens.load().cases)
    func tolerant(golden: SegmentationGoldens.Case) throws {
        for (picture, counts) in zip(golden.pictures, try golden.counts()) {
            let tolerant = try #require(counts.tolerant)
            #expect(
                [tolerant.found, tolerant.foundRight, tolerant.defects, tolerant.defectsFound] == picture.tolerant)
        }
    }

    @Test("at every threshold", arguments: try SegmentationGoldens.load().cases)
    func sweep(golden: SegmentationGoldens.Case) throws {
        let sweep = SegmentationSweep(try golden.counts())
        #expect(sweep.points.count == golden.sweepF1.count)
        #expect(zip(sweep.points, golden.sweepF1).allSatisfy { abs($0.f1 - $1) <= tolerance })
        #expect(abs(sweep.best.f1 - golden.bestF1) <= tolerance)
        let curve = try sweep.precisionRecallCurve()
        #expect(abs(curve.averagePrecision - golden.averagePrecision) <= tolerance)
        #expect(curve.points.count == golden.curveRecall.count)
        #expect(zip(curve.points, golden.curveRecall).allSatisfy { abs($0.recall - $1) <= tolerance })
        #expect(zip(curve.points, golden.curvePrecision).allSatisfy { abs($0.precision - $1) <= tolerance })
    }
}
