import Media

/// One picture.
struct PictureFileSource: CaptureSource {
    let isLive = false
    let path: String

    func run(_ queue: FrameQueue) {
        do {
            _ = try Self.send(path, queue)
        } catch {
            queue.unreadable(path, reason: "\(error)")
        }
    }

    /// A picture file as a frame of its own; `false` once it is no longer wanted.
    ///
    /// - Throws: `MediaError` where it cannot be read.
    static func send(_ path: String, _ queue: FrameQueue) throws -> Bool {
        queue.deliver(try PictureFile.bytes(of: path), position: 0, file: path)
    }
}
