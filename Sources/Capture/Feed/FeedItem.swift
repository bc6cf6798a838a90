public import InspectionTypes

/// What a ``SoundFeed`` hands over, in the order in which it happened.
///
/// The grammar of a source that goes on without end (microphone, stream, standard input, simulation):
/// ```
/// opened (sound | gap | notice)* (disconnected* opened gap (sound | gap | notice)*)* ended
/// ```
/// of a file, and of a folder, for each of its files:
/// ```
/// (opened (sound | notice)* (recordingEnded | unreadable) | unreadable)* ended
/// ```
/// Before the first `opened` there may be `disconnected` and `notice`.
public enum FeedItem: Sendable, Equatable {
    /// Sound follows, of this kind; again after each reconnection, and for each recording of a folder.
    ///
    /// The rate and the channels of a source without end do not change from one reconnection to the next. Each *recording* has its own,
    /// and its frames are counted from 0 again.
    case opened(SourceFormat)
    /// A stretch of sound.
    ///
    /// - firstFrame: the place of its first frame. Frames are counted from the source's (or the recording's) first, gaps included, so
    ///   that place / rate is time.
    /// - arrived: when its last frame was handed over by the device, the stream or the file; for measuring how long a verdict took.
    case sound(AudioSignal, firstFrame: Int64, arrived: ContinuousClock.Instant)
    /// Sound that is not there. What follows is not continuous with what was before.
    ///
    /// - frames: how many are missing, by which the count of frames goes on; `nil` where nobody knows (then it does not).
    /// - seconds: the same as time; 0 where nobody knows.
    case gap(frames: Int64?, seconds: Double, reason: GapReason)
    /// The source is not to be heard; it is tried again. Said again for each attempt that fails.
    ///
    /// The words name what happened; addresses in them are without passwords.
    case disconnected(String, retryIn: Double)
    /// The recording that was opened last is complete.
    case recordingEnded(String)
    /// A recording cannot be read, or not to its end; the folder's next one follows.
    case unreadable(String, reason: String)
    /// Something that a user should know; sound goes on.
    case notice(String)
    /// Nothing more will come: a file's end, standard input closed, or ``SoundFeed/stop()``. The last item of every feed.
    case ended
}

/// Why sound is missing.
public enum GapReason: String, Sendable, Equatable, Codable {
    /// Our queue was full: inspecting does not keep up.
    case queueFull = "queue_full"
    /// The device had samples that the machine did not fetch in time.
    case deviceOverflow = "device_overflow"
    /// The source was away.
    case disconnected
}
