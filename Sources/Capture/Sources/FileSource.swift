import InspectionTypes
import Media

/// One sound file, to its end.
struct FileSource: CaptureSource {
    let isLive = false
    private let recording: Handover<RecordingReader>

    /// - Throws: `MediaError` where it cannot be read.
    init(path: String, realTime: Bool, ffmpeg: String?) throws {
        recording = Handover(
            RecordingReader(reader: try AudioFileReader(path: path, ffmpeg: ffmpeg), realTime: realTime))
    }

    func run(_ queue: FeedQueue) { _ = recording.value.send(to: queue) }
}
