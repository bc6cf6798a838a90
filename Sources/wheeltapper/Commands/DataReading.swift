import Datasets
import InspectionTypes

/// Reads the files of a data set to know who they are, with a line that says how far it has come.
struct DataReading {
    var threads: Int

    func recordings(_ dataset: Dataset) throws -> FeatureStore {
        let bar = ProgressLine("reading")
        defer { bar.end() }
        return try FeatureStore.prepare(dataset, frontEnd: nil, options: .init(threads: threads)) {
            bar.update($0, of: $1)
        }
    }

    /// Who the pictures are, and their masks; the pictures themselves are not kept.
    func pictures(_ dataset: Dataset) throws -> PictureStore {
        let bar = ProgressLine("reading")
        defer { bar.end() }
        return try PictureStore.prepare(dataset, frontEnd: nil, options: .init(budget: 0, threads: threads)) {
            bar.update($0, of: $1)
        }
    }
}
