/// Which source of pictures is wanted.
public enum FrameSourceOrder: Sendable, Equatable {
    /// What a stream of bytes holds.
    public enum Coding: String, Sendable, CaseIterable {
        /// JPEG pictures, one behind the other.
        case mjpeg
        /// Through `ffmpeg`.
        case h264
    }

    /// A camera, by the path of its device: `/dev/video0`. Through `ffmpeg`.
    case camera(String)
    /// An address that `ffmpeg` sees: `rtsp://`, `http://` … It is sought again at its end.
    case stream(String)
    /// A picture or a film; films that are not JPEG pictures one behind the other go through `ffmpeg`.
    case file(String)
    /// A folder, with the folders in it, whose pictures are looked at as they become complete; those already there only where wished.
    case folder(String, existing: Bool = false)
    /// Pictures on a descriptor, standard input by default; without a coding it is told by the first bytes.
    ///
    /// - everyFrame: their writer waits where inspecting does not keep up. Otherwise the newest frame is looked at, as of a camera.
    case input(Coding? = nil, everyFrame: Bool = false, descriptor: Int32 = 0)
}

/// How often pictures are wanted.
public struct FrameRate: Sendable, Equatable {
    /// Frames a second that are asked of cameras, streams and films through `ffmpeg`. Of JPEG pictures that wait to be fetched, which know
    /// no time, how far apart they are taken to be.
    public var asked: Double
    /// The least time between two frames that are looked at, of a live source, in seconds; 0: as fast as may be.
    public var interval: Double

    public init(asked: Double = 10, interval: Double = 0) {
        precondition(asked > 0 && interval >= 0, "FrameRate: \(asked) frames a second, one in \(interval) s")
        self.asked = asked
        self.interval = interval
    }

    /// Of what is asked for no more than is looked at.
    var filter: [String] { ["-vf", "fps=\(interval > 0 ? min(asked, 1 / interval) : asked)"] }
}
