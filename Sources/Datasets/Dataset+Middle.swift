public import InspectionTypes
import Media

extension Dataset {
    /// The middle of a recording, or of an item's stretch of one: all of it where it is shorter.
    ///
    /// - Parameter seconds: how much of it.
    /// - Returns: at the recorder's rate; `nil` of a recording that holds nothing.
    /// - Throws: `MediaError` of a recording that cannot be read.
    public func middle(of item: DataItem, seconds: Double) throws -> AudioSignal? {
        let reader = try AudioFileReader(path: filePath(of: item))
        let start = item.range?.start ?? 0
        let end = item.range?.end ?? reader.duration
        let from = start + max(0, ((end ?? start) - start - seconds) / 2)
        if from > 0 { try reader.seek(toFrame: Int(from * reader.sampleRate)) }
        let length = min(seconds, item.range?.end.map { $0 - from } ?? seconds)
        return try reader.read(maxFrames: Int((length * reader.sampleRate).rounded(.up)))
    }
}
