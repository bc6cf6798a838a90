import InspectionTypes

/// The pictures that `ffmpeg` sends of a camera or a stream.
struct FrameStreamReader: StreamReader {
    /// What is asked of it: the input's words.
    let input: [String]
    let rate: FrameRate
    let format: FrameFormat
    /// Takes secrets out of what ffmpeg says.
    let mask: @Sendable (String) -> String
    private var splitter = JPEGSplitter()

    init(camera path: String, rate: FrameRate) {
        input = ffmpegManners + ["-f", "v4l2", "-i", path]
        self.rate = rate
        format = FrameFormat(description: "\(path), \(brief(rate.asked)) frames a second asked for")
        mask = { $0 }
    }

    init(_ address: StreamAddress, rate: FrameRate) {
        input = address.ffmpegInput
        self.rate = rate
        format = FrameFormat(description: "\(address.shown), \(brief(rate.asked)) frames a second asked for")
        mask = address.masked
    }

    mutating func begin() -> [String] {
        splitter = JPEGSplitter()
        return input + rate.filter + MotionJPEG.output
    }

    mutating func take(
        _ bytes: UnsafeRawBufferPointer, _ link: inout LiveLink<FrameQueue>, _ queue: FrameQueue
    ) throws -> Bool {
        let pictures = try MotionJPEG.pictures(in: bytes, &splitter, queue)
        for picture in pictures { link.hear(picture, format) }
        return true
    }

    func masked(_ words: String) -> String { mask(words) }
}

/// A stream of JPEG pictures as `ffmpeg` writes it and we read it.
enum MotionJPEG {
    /// What ffmpeg is to make: JPEG of the best quality but one, one behind the other. The best costs half as much again and shows no more.
    static let output = [
        "-map", "0:v:0", "-an", "-sn", "-f", "image2pipe", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "2",
        "-flush_packets", "1", "pipe:1",
    ]
    /// So many bytes without one picture are no stream of pictures.
    static let mostStray: Int64 = 1 << 26

    /// The pictures in some bytes; damage is counted.
    ///
    /// - Throws: ``CaptureError`` where there are too many bytes without any picture.
    static func pictures(
        in bytes: UnsafeRawBufferPointer, _ splitter: inout JPEGSplitter, _ queue: FrameQueue
    ) throws -> [[UInt8]] {
        let (damaged, stray) = (splitter.damaged, splitter.strayBytes)
        let pictures = splitter.push(bytes)
        if splitter.damaged > damaged { queue.damaged(splitter.damaged - damaged) }
        guard !pictures.isEmpty || splitter.strayBytes == stray || splitter.straySincePicture < mostStray else {
            throw CaptureError(
                .notPictures,
                "\(mostStray >> 20) MB have come and no picture among them: it is no stream of JPEG pictures")
        }
        return pictures
    }
}
