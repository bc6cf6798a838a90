/// What a ``FrameFeed`` hands over, in the order in which it happened.
///
/// The grammar of a source that goes on without end (camera, stream, standard input):
/// ```
/// opened (frame | notice)* (disconnected* opened gap (frame | notice)*)* ended
/// ```
/// of a film `opened frame* (recordingEnded | unreadable) ended`, and of a folder of pictures `opened (frame | unreadable)* ended`, where each
/// frame is a recording of its own.
public enum FrameItem: Sendable, Equatable {
    /// Frames follow; again after each reconnection.
    case opened(FrameFormat)
    /// The newest frame of a live source, the next one of any other.
    case frame(Frame)
    /// The source was away for so long, in seconds.
    case gap(seconds: Double)
    /// The source is not to be seen; it is tried again. Said again for each attempt that fails. Addresses are without passwords.
    case disconnected(String, retryIn: Double)
    /// The film that was opened last is complete.
    case recordingEnded(String)
    /// A file cannot be read, or not to its end.
    case unreadable(String, reason: String)
    /// Something that a user should know; frames go on.
    case notice(String)
    /// Nothing more will come. The last item of every feed.
    case ended
}
