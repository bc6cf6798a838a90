import Evaluation
import InspectionTypes

/// What stands on a segmenter's page only.
struct SegmenterPage {
    let page: ReportPage
    let evaluation: SegmentationEvaluation

    var report: Report { page.report }

    /// The figures that are read first, each with its interval: pictures, then pixels.
    var tiles: [HTML] {
        let (counts, metrics) = (evaluation.pictureCounts, evaluation.metrics)
        var tiles: [HTML] = []
        if counts.defective > 0 {
            tiles.append(
                page.countTile(
                    "Pictures with a \(evaluation.defectNoun) caught", counts.caught, of: counts.defective,
                    counts.detectionRate))
        }
        if counts.sound > 0 {
            tiles.append(
                page.countTile(
                    "Sound pictures marked", counts.marked, of: counts.sound, counts.falseAlarmRate, isBad: true))
        }
        guard counts.defective > 0 else { return tiles }
        return tiles + [
            page.tile("F1 of pixels", metrics.f1), page.tile("F1, borders ± 2 pixels", metrics.f1Tolerant),
            page.tile("IoU of pixels", metrics.iou), page.tile("Precision of pixels", metrics.precision),
            page.tile("Recall of pixels", metrics.recall),
        ]
    }
}
