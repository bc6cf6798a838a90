/// A film, to its end, as `ffmpeg` reads it: so many frames a second. It waits for who looks.
struct FilmSource: CaptureSource {
    let isLive = false
    let path: String
    let ffmpeg: String
    let rate: FrameRate

    func run(_ queue: FrameQueue) {
        var receiver = FrameReceiver(queue, name: path, recording: path, isLive: false, rate: rate)
        do {
            // Nothing but this file is opened, whatever it says that it needs.
            let words = ffmpegManners + ["-protocol_whitelist", "file,pipe", "-i", "file:" + path]
            receiver.receive(
                try StreamChild(executable: ffmpeg, arguments: words + rate.filter + MotionJPEG.output))
        } catch {
            queue.unreadable(path, reason: "\(error)")
        }
    }
}
