import Evaluation
import InspectionTypes

/// What stands on a classifier's page only.
struct ClassifierPage {
    let page: ReportPage
    let evaluation: ClassifierEvaluation

    var report: Report { page.report }

    /// The figures that are read first, each with its interval.
    var tiles: [HTML] {
        let metrics = evaluation.metrics
        var tiles: [HTML] = []
        if let counts = evaluation.defectCounts {
            if counts.defects > 0 {
                tiles.append(page.countTile("Defects caught", counts.caught, of: counts.defects, counts.detectionRate))
            }
            if counts.normals > 0 {
                tiles.append(
                    page.countTile(
                        "False alarms", counts.falseAlarms, of: counts.normals, counts.falseAlarmRate, isBad: true))
            }
        }
        tiles.append(page.tile("\(ReportPage.capitalized(report.groupNoun))s named rightly", metrics.groupAccuracy))
        if !report.areGroupsItems {
            tiles.append(page.tile("\(ReportPage.capitalized(report.itemNoun))s named rightly", metrics.accuracy))
        }
        tiles.append(page.tile("Balanced accuracy", metrics.balancedAccuracy))
        tiles.append(page.tile("F1, mean over classes", metrics.f1Macro))
        return tiles
    }
}
