import Datasets
import InspectionTypes

/// A data set of whatever layout, read only to be looked at.
struct ExplorationData {
    var path: String
    var groupBy: String?
    var labelBy: LabelBy?
    var medium: ModelCard.Medium

    /// As classes; where it is not arranged so, as normal and abnormal ones, as pictures with masks.
    ///
    /// - Throws: what the first reading said, which names the common layouts.
    func scan() throws -> Dataset {
        var first: (any Error)?
        for purpose in [DatasetScanner.Purpose.evaluation, .detectionEvaluation, .segmentation] {
            do {
                let dataset = try DatasetScanner.scan(
                    path,
                    options: .init(
                        groupBy: groupBy, purpose: purpose, labelBy: purpose == .evaluation ? labelBy : nil,
                        medium: medium))
                guard !dataset.items.isEmpty || !dataset.unlabelled.isEmpty else { continue }
                return dataset
            } catch let error as DatasetError {
                first = first ?? error
            }
        }
        throw first ?? DatasetError(.layout, "\(path) holds nothing to look at")
    }
}
