import Glibc
import InspectionTypes

/// Raw samples on a descriptor, to its end. Its writer waits where inspecting does not keep up.
struct RawInputSource: SoundSource {
    let isLive = false
    let format: RawSoundFormat
    let descriptor: Int32
    let name: String

    func run(_ queue: FeedQueue) {
        var frames = FrameAssembler(format)
        queue.opened(
            SourceFormat(
                sampleRate: format.rate, channelCount: format.channels,
                description:
                    "\(name): \(format.coding.rawValue), \(hertz(format.rate)), \(channelWords(format.channels))"
            ))
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !queue.isStopping {
            switch readBytes(&buffer) {
            case .nothing: continue
            case .ended: return sayEnd(frames, queue)
            case .failed(let reason): return queue.notice("\(name): cannot be read any more: \(reason)")
            case .bytes(let count):
                let before = frames.notFinite
                let sound = buffer.withUnsafeBytes { frames.sound(.init(rebasing: $0.prefix(count))) }
                if before == 0, frames.notFinite > 0 {
                    queue.notice(
                        "\(name): holds samples that are not numbers; they are heard as silence: check that it is f32le"
                    )
                }
                guard queue.deliver(sound) else { return }
            }
        }
    }

    private enum Reading {
        case bytes(Int)
        case nothing, ended
        case failed(String)
    }

    /// Waits a tenth of a second at most.
    private func readBytes(_ buffer: inout [UInt8]) -> Reading {
        var watch = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&watch, 1, 100) > 0 else { return .nothing }
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if count < 0 { return errno == EINTR || errno == EAGAIN ? .nothing : .failed(String(cString: strerror(errno))) }
        return count > 0 ? .bytes(count) : .ended
    }

    private func sayEnd(_ frames: FrameAssembler, _ queue: FeedQueue) {
        guard frames.pendingBytes > 0 else { return }
        queue.notice(
            "\(name): ended within a frame, \(frames.pendingBytes) bytes of \(format.bytesPerFrame) were there: "
                + "check that it is \(format.coding.rawValue) with \(channelWords(format.channels))"
        )
    }
}
