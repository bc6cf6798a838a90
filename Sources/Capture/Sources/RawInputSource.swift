import InspectionTypes

/// Raw samples on a descriptor, to its end. Its writer waits where inspecting does not keep up.
struct RawInputSource: CaptureSource {
    let isLive = false
    let format: RawSoundFormat
    let descriptor: Int32
    let name: String

    func run(_ queue: FeedQueue) {
        let input = DescriptorReader(descriptor)
        var frames = FrameAssembler(format)
        queue.opened(
            SourceFormat(
                sampleRate: format.rate, channelCount: format.channels,
                description:
                    "\(name): \(format.coding.rawValue), \(hertz(format.rate)), \(channelWords(format.channels))"
            ))
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !queue.isStopping {
            switch input.read(into: &buffer, milliseconds: 100) {
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

    private func sayEnd(_ frames: FrameAssembler, _ queue: FeedQueue) {
        guard frames.pendingBytes > 0 else { return }
        queue.notice(
            "\(name): ended within a frame, \(frames.pendingBytes) bytes of \(format.bytesPerFrame) were there: "
                + "check that it is \(format.coding.rawValue) with \(channelWords(format.channels))"
        )
    }
}
