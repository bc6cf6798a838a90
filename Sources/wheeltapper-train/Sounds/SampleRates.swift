import Datasets
import Media

/// The sample rates of a data set's recordings.
enum SampleRates {
    /// The lowest among up to 64 recordings spread over the set; only headers are read.
    ///
    /// - Throws: the first error, where none can be opened.
    static func lowest(of dataset: Dataset) throws -> Double {
        let paths = dataset.paths
        let step = max(1, paths.count / 64)
        var lowest: Double?
        var failure: (any Error)?
        for index in stride(from: 0, to: paths.count, by: step) {
            do {
                let rate = try AudioFileReader(path: dataset.filePath(paths[index])).sampleRate
                lowest = min(lowest ?? rate, rate)
            } catch {
                failure = failure ?? error
            }
        }
        if let lowest { return lowest }
        if let failure { throw failure }
        throw DatasetError(.unreadable, "\(dataset.root) holds no recording")
    }
}
