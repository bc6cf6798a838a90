import Evaluation
import InspectionTypes
import Plotting

extension Report {
    /// A chart and the name of its files.
    struct Plot: Sendable {
        var name: String
        var chart: any Chart
        /// What to look for, in a sentence.
        var caption: String
    }

    /// All charts that the report's contents allow.
    var plots: [Plot] {
        switch subject {
        case .classifier(let evaluation): trainingPlots + ClassifierPlots(report: self, evaluation: evaluation).all
        case .segmenter(let evaluation): trainingPlots + SegmenterPlots(evaluation: evaluation).all
        case .detector(let evaluation): trainingPlots + DetectorPlots(report: self, evaluation: evaluation).all
        }
    }
}
