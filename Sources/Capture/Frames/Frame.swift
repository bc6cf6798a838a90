public import FoundationEssentials
public import InspectionTypes
import Media

/// A picture of a camera, a film or a folder, as it came: packed. One that is never looked at is never unpacked.
public struct Frame: Sendable, Equatable {
    /// A picture file's bytes: JPEG, or whatever the folder holds.
    public var bytes: [UInt8]
    /// Counted from the source's first, those that were skipped included; from 0.
    public var number: Int64
    /// Seconds since the source's first frame, or since the film's beginning.
    public var position: Double
    /// When it was taken, as far as is known.
    public var time: Date?
    /// When it was handed over by the camera, the stream or the file; for measuring how long a verdict took.
    public var arrived: ContinuousClock.Instant
    /// Of a picture file: its path. Such a frame is a recording of its own and has nothing to do with the one before.
    public var file: String?

    public init(
        bytes: [UInt8], number: Int64, position: Double, time: Date?, arrived: ContinuousClock.Instant,
        file: String? = nil
    ) {
        self.bytes = bytes
        self.number = number
        self.position = position
        self.time = time
        self.arrived = arrived
        self.file = file
    }

    /// The picture, upright.
    ///
    /// - Parameter name: of the source, for messages.
    /// - Throws: `MediaError` where it is damaged.
    public func picture(name: String) throws -> Picture {
        try PictureFile.decode(bytes, name: file ?? "\(name), frame \(number)")
    }
}

/// What a source of pictures sends.
public struct FrameFormat: Sendable, Equatable {
    /// For people: `/dev/video0, 10 frames a second`.
    public var description: String
    /// The file, where what follows is a film of its own.
    public var recording: String?

    public init(description: String, recording: String? = nil) {
        self.description = description
        self.recording = recording
    }
}
