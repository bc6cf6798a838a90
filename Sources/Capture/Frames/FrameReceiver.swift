/// Pictures on their way from a stream of bytes, or from an ffmpeg, into a queue: one reading, from its first picture to its end.
struct FrameReceiver {
    private let queue: FrameQueue
    /// For messages: the source's, or the file's.
    private let name: String
    /// The file, where it is one.
    private let recording: String?
    private let isLive: Bool
    private let rate: FrameRate
    private var splitter = JPEGSplitter()
    private var count = 0
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(_ queue: FrameQueue, name: String, recording: String?, isLive: Bool, rate: FrameRate) {
        (self.queue, self.name, self.recording) = (queue, name, recording)
        (self.isLive, self.rate) = (isLive, rate)
    }

    /// JPEG pictures as they come.
    ///
    /// - Parameter opening: what came before.
    mutating func receive(_ opening: [UInt8], _ input: DescriptorReader) {
        guard take(opening[...]) else { return }
        while !queue.isStopping {
            switch input.read(into: &buffer, milliseconds: 100) {
            case .nothing: continue
            case .bytes(let count): guard take(buffer[..<count]) else { return }
            case .failed(let reason): return queue.unreadable(name, reason: "cannot be read any more: \(reason)")
            case .ended: return finish()
            }
        }
    }

    /// What ffmpeg makes of a film.
    mutating func receive(_ child: StreamChild) {
        while !queue.isStopping {
            switch child.read(into: &buffer, milliseconds: 100) {
            case .nothing: continue
            case .bytes(let count): guard take(buffer[..<count]) else { return }
            case .ended:
                let words = child.farewell()
                guard child.endedWell, count > 0 else { return queue.unreadable(name, reason: "ffmpeg " + words) }
                return finish()
            }
        }
    }

    /// `false` once no more is wanted, or can be.
    private mutating func take(_ bytes: ArraySlice<UInt8>) -> Bool {
        do {
            let pictures = try bytes.withUnsafeBytes { try MotionJPEG.pictures(in: $0, &splitter, queue) }
            return pictures.allSatisfy { send($0) }
        } catch {
            queue.unreadable(name, reason: "\(error)")
            return false
        }
    }

    private mutating func send(_ picture: [UInt8]) -> Bool {
        if count == 0 { queue.opened(FrameFormat(description: "\(name): pictures", recording: recording)) }
        defer { count += 1 }
        if isLive {
            queue.offer(picture, arrived: .now)
            return !queue.isStopping
        }
        return queue.deliver(picture, position: Double(count) / rate.asked)
    }

    private mutating func finish() {
        let before = splitter.damaged
        splitter.finish()
        queue.damaged(splitter.damaged - before)
        if count == 0 { return queue.unreadable(name, reason: "ended without one whole picture") }
        if splitter.damaged > 0 {
            queue.notice("\(name): \(splitter.damaged) pictures broke off on their way and were left out")
        }
        if let recording { queue.recordingEnded(recording) }
    }
}
