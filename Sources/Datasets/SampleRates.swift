import InspectionTypes
import Media

/// The sample rates of a data set's recordings.
public enum SampleRates {
    /// Recordings of a data set with classes that are looked at.
    private static let sample = 64

    /// The lowest among the recordings; only headers are read.
    ///
    /// For detection all normal recordings that may be learnt from are looked at, and no others: a model is not to be brought down to what it is
    /// judged by, and above the lowest rate learnt from it knows nothing of a machine. Else up to 64 recordings are, spread over the set.
    ///
    /// - Throws: the first error, where none can be opened; ``DatasetError`` with code `unreadable` where there is none.
    public static func lowest(of dataset: Dataset) throws -> Double {
        var lowest: Double?
        var failure: (any Error)?
        for path in paths(of: dataset) {
            do {
                let rate = try AudioFileReader(path: dataset.filePath(path)).sampleRate
                lowest = min(lowest ?? rate, rate)
            } catch {
                failure = failure ?? error
            }
        }
        if let lowest { return lowest }
        if let failure { throw failure }
        throw DatasetError(
            .unreadable,
            "\(dataset.root) holds no \(dataset.purpose.isDetection ? "normal recording to learn from" : "recording")")
    }

    private static func paths(of dataset: Dataset) -> [String] {
        if dataset.purpose.isDetection {
            return Set(dataset.items.filter { $0.isNegative && $0.part != .test }.map(\.path)).sorted()
        }
        let paths = dataset.paths
        return stride(from: 0, to: paths.count, by: max(1, paths.count / sample)).map { paths[$0] }
    }
}
