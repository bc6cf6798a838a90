/// What is made of the bytes that `ffmpeg` sends, session after session.
protocol StreamReader: Sendable {
    associatedtype Queue: LiveQueue
    /// Begins a session.
    ///
    /// - Returns: what ffmpeg is asked for.
    mutating func begin() -> [String]
    /// Takes what came and hands on what it holds; `false` once that is no longer wanted.
    ///
    /// - Throws: ``CaptureError`` where it is nothing that was asked for.
    mutating func take(_ bytes: UnsafeRawBufferPointer, _ link: inout LiveLink<Queue>, _ queue: Queue) throws -> Bool
    /// Another's words, in which the address may occur, without its secrets.
    func masked(_ words: String) -> String
}

/// A stream that `ffmpeg` hears or sees, sought again whenever it is lost.
///
/// It is live: nothing waits for us, and what does not fit into the queue is lost and counted.
struct StreamSource<Reader: StreamReader>: CaptureSource {
    let isLive = true
    let reader: Reader
    let name: String
    let ffmpeg: String
    let backOff: BackOff
    /// Seconds without a byte after which it is taken for lost; twice as many before the first.
    let silenceLimit: Double

    func run(_ queue: Reader.Queue) {
        var link = LiveLink(queue, backOff: backOff)
        var reader = reader
        while true {
            let reason = hear(&link, &reader, queue)
            guard let wait = link.lost("\(name): \(reader.masked(reason))"), queue.pause(seconds: wait) else { return }
        }
    }

    /// One session; returns why it ended.
    private func hear(_ link: inout LiveLink<Reader.Queue>, _ reader: inout Reader, _ queue: Reader.Queue) -> String {
        let child: StreamChild
        do {
            child = try StreamChild(executable: ffmpeg, arguments: reader.begin())
        } catch {
            return "\(error)"
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var lastByte = monotonicSeconds()
        while !queue.isStopping {
            switch child.read(into: &buffer, milliseconds: 100) {
            case .ended: return "ffmpeg " + child.farewell()
            case .nothing:
                let limit = link.isHeard ? silenceLimit : 2 * silenceLimit
                guard monotonicSeconds() - lastByte > limit else { continue }
                child.end()
                return "gave nothing for \(brief(limit)) s and was ended"
                    + (child.lastComplaint.map { " (ffmpeg: \($0))" } ?? "")
            case .bytes(let count):
                do {
                    let goesOn = try buffer.withUnsafeBytes {
                        try reader.take(.init(rebasing: $0.prefix(count)), &link, queue)
                    }
                    guard goesOn else { break }
                } catch {
                    return "\(error)"
                }
                lastByte = monotonicSeconds()
            }
        }
        return "no longer wanted"
    }
}

/// `0.5`, `10`: seconds for people.
func brief(_ seconds: Double) -> String {
    let rounded = (seconds * 100).rounded() / 100
    return rounded == rounded.rounded() && rounded < 1e9 ? String(Int(rounded)) : String(rounded)
}
