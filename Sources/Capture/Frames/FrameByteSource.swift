import Glibc

/// Pictures in a stream of bytes: standard input, or a file of JPEG pictures one behind the other. What is H.264 goes through `ffmpeg`.
struct FrameByteSource: CaptureSource {
    enum Input {
        case descriptor(Int32)
        case file(OpenFile)

        var reader: DescriptorReader {
            switch self {
            case .descriptor(let descriptor): DescriptorReader(descriptor)
            case .file(let file): DescriptorReader(file.descriptor)
            }
        }

        /// The file, where it is one.
        var path: String? { if case .file(let file) = self { file.path } else { nil } }
    }

    let isLive: Bool
    let input: Input
    /// As the user said; else the first bytes tell.
    let coding: FrameSourceOrder.Coding?
    let name: String
    let rate: FrameRate
    let options: SourceOptions

    func run(_ queue: FrameQueue) {
        var opening: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var coding = coding
        while coding == nil, !queue.isStopping {
            switch input.reader.read(into: &buffer, milliseconds: 100) {
            case .nothing: continue
            case .ended:
                return end(
                    opening.isEmpty
                        ? "is empty: nothing was sent"
                        : "ended before a JPEG picture or H.264 began: is it something else?",
                    opening, queue)
            case .failed(let reason): return end("cannot be read: \(reason)", [0], queue)
            case .bytes(let count):
                opening += buffer[..<count]
                // The mark of either is in the first bytes; of a stream with headers between its pictures, a little later.
                coding = FrameSourceOrder.Coding(opening: opening)
                guard coding != nil || opening.count < 1 << 16 else {
                    return end(
                        "its first bytes are those of neither JPEG pictures nor H.264: send one of them, or say which with --raw",
                        opening, queue)
                }
            }
        }
        guard let coding, !queue.isStopping else { return }
        var receiver = FrameReceiver(queue, name: name, recording: input.path, isLive: isLive, rate: rate)
        switch coding {
        case .mjpeg: receiver.receive(opening, input.reader)
        case .h264: throughFFmpeg(opening, &receiver, queue)
        }
    }

    /// A film's bytes go to ffmpeg, its pictures come back.
    private func throughFFmpeg(_ opening: [UInt8], _ receiver: inout FrameReceiver, _ queue: FrameQueue) {
        do {
            let ffmpeg = try options.ffmpeg(for: "\(name): H.264 can only be seen")
            let words =
                ["-nostats", "-hide_banner", "-v", "error", "-f", "h264", "-i", "pipe:0"] + rate.filter
                + MotionJPEG.output
            let child = try StreamChild(executable: ffmpeg, arguments: words, isFed: true)
            try child.feed(opening, from: input.reader, name: name)
            receiver.receive(child)
        } catch {
            queue.unreadable(name, reason: "\(error)")
        }
    }

    private func end(_ reason: String, _ bytes: [UInt8], _ queue: FrameQueue) {
        if bytes.isEmpty { queue.notice("\(name): \(reason)") } else { queue.unreadable(name, reason: reason) }
    }
}

extension FrameSourceOrder.Coding {
    /// What a stream's first bytes are.
    ///
    /// H.264 as a stream (Annex B of its recommendation) begins with 0 0 1, or one more 0, and a unit of the kinds that may stand first.
    init?(opening: [UInt8]) {
        let zeros = opening.prefix { $0 == 0 }.count
        if (2...3).contains(zeros), opening.count > zeros + 1, opening[zeros] == 1 {
            let unit = opening[zeros + 1]
            guard unit & 0x80 == 0, [1, 5, 6, 7, 8, 9].contains(unit & 0x1F) else { return nil }
            self = .h264
            return
        }
        for place in opening.indices.dropLast(2)
        where opening[place] == 0xFF && opening[place + 1] == 0xD8 && opening[place + 2] == 0xFF {
            self = .mjpeg
            return
        }
        return nil
    }
}
