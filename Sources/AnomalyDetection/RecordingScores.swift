public import InspectionTypes

/// Windows' scores as one score a recording.
public enum RecordingScores {
    /// The event score of every recording, in ascending order of the recordings' numbers.
    ///
    /// - Parameters:
    ///   - scores: of windows, those of one recording in order of time.
    ///   - recordings: the recording of each window.
    public static func events(
        _ scores: [Double], _ recordings: [Int], _ rule: EventRule
    ) -> [(recording: Int, score: Double)] {
        precondition(
            scores.count <= recordings.count,
            "RecordingScores.events: \(scores.count) scores of \(recordings.count) windows")
        var windows: [Int: [Double]] = [:]
        for (score, recording) in zip(scores, recordings) { windows[recording, default: []].append(score) }
        return windows.keys.sorted().compactMap { recording in
            rule.eventScore(windows[recording] ?? []).map { (recording, $0) }
        }
    }
}
