import Datasets
import Media

/// How long a data set's recordings are.
enum RecordingLengths {
    /// Longest window that is taken without being asked for, in seconds.
    private static let longest = 10.0
    private static let shortest = 0.5
    /// Recordings that are looked at.
    private static let sample = 200

    /// A window for most recordings: their median length, 10 seconds at most. Headers are read, no sound.
    static func usual(of dataset: Dataset) throws -> Double {
        let normal = dataset.items.filter(\.isNegative)
        let step = max(1, normal.count / sample)
        var lengths: [Double] = []
        for index in stride(from: 0, to: normal.count, by: step) {
            let item = normal[index]
            if let range = item.range, let end = range.end {
                lengths.append(end - range.start)
            } else if let seconds = try? AudioFileReader(path: dataset.filePath(of: item)).duration {
                lengths.append(seconds - (item.range?.start ?? 0))
            }
        }
        guard !lengths.isEmpty else { return longest }
        let median = lengths.sorted()[lengths.count / 2]
        // Of lengths that differ by a few samples the shorter ones must still fill a window.
        let whole = (median * 10).rounded(.down) / 10
        return min(longest, max(shortest, whole))
    }
}
