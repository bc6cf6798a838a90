import CPortAudio
import InspectionTypes

/// A microphone, sought again whenever it is lost.
struct MicrophoneSource: CaptureSource {
    let isLive = true
    private let wish: String
    private let rate: Double?
    private let channels: Int?
    private let name: String
    private let queueSeconds: Double
    private let options: SourceOptions
    private let portAudio: PortAudio
    /// What was opened, or why it was not, at the beginning.
    private let first: FirstSession

    private struct Session {
        var device: SoundDevice
        var microphone: OpenMicrophone
    }

    /// Opened by the one who asked for the source, heard and let go of by its thread, which is the only one to take it.
    private final class FirstSession: @unchecked Sendable {
        private var result: Result<Session, CaptureError>?

        init(_ result: Result<Session, CaptureError>) { self.result = result }

        func take() -> Result<Session, CaptureError>? {
            defer { result = nil }
            return result
        }
    }

    /// - Throws: ``CaptureError`` where it cannot be opened, unless it is to be waited for and is only absent or busy.
    init(
        wish: String, rate: Double?, channels: Int?, name: String, queueSeconds: Double, options: SourceOptions
    ) throws {
        (self.wish, self.rate, self.channels, self.name) = (wish, rate, channels, name)
        (self.queueSeconds, self.options) = (queueSeconds, options)
        portAudio = try PortAudio()
        portAudio.refresh()
        let opening = MicrophoneOpening(portAudio: portAudio, rate: rate, channels: channels, ringSeconds: queueSeconds)
        let wishes = wish
        let result = Result { () throws(CaptureError) -> Session in
            let device = try opening.device(wishes)
            return Session(device: device, microphone: try opening.open(device))
        }
        if case .failure(let error) = result {
            let canCome = [.deviceMissing, .deviceBusy, .disconnected].contains(error.code)
            guard options.waitsForDevice, canCome else { throw error }
        }
        first = FirstSession(result)
    }

    func run(_ queue: FeedQueue) {
        var link = LiveLink(queue, backOff: options.backOff)
        var opening = MicrophoneOpening(
            portAudio: portAudio, rate: rate, channels: channels, ringSeconds: queueSeconds)
        var known: SoundDevice?
        var next = first.take()
        while true {
            let reason: String
            var session: Session?
            do {
                let opened = try next?.get() ?? again(opening, known)
                session = opened
                known = opened.device
                // Whatever it comes back as, it is to be heard as before.
                opening.rate = opened.microphone.format.sampleRate
                opening.channels = opened.microphone.format.channelCount
                reason = hear(opened.microphone, &link, queue)
            } catch {
                reason = "\(error)"
            }
            // Said before the device is closed: its driver may hang there.
            let wait = withExtendedLifetime(session) { link.lost("\(name): \(reason)") }
            (next, session) = (nil, nil)
            guard let wait, queue.pause(seconds: wait) else { return }
        }
    }

    private func again(_ opening: MicrophoneOpening, _ known: SoundDevice?) throws(CaptureError) -> Session {
        portAudio.refresh()
        let device: SoundDevice
        if let known {
            guard let found = known.found(among: portAudio.devices) else {
                throw CaptureError(.disconnected, "microphone '\(known.name)' is not there: plug it in again")
            }
            device = found
        } else {
            device = try opening.device(wish)
        }
        return Session(device: device, microphone: try opening.open(device))
    }

    /// Until it is lost; returns why.
    private func hear(_ microphone: OpenMicrophone, _ link: inout LiveLink<FeedQueue>, _ queue: FeedQueue) -> String {
        while !queue.isStopping {
            empty(microphone, &link, queue)
            guard microphone.isActive else {
                empty(microphone, &link, queue)
                return "the device has stopped: was it unplugged?"
            }
            guard microphone.silence <= options.silenceLimit else {
                return "the device has given nothing for \(brief(options.silenceLimit)) s: was it unplugged?"
            }
            _ = queue.pause(seconds: 0.01)
        }
        empty(microphone, &link, queue)
        return "no longer wanted"
    }

    /// Moves what the callback has put into the ring on to the queue.
    private func empty(_ microphone: OpenMicrophone, _ link: inout LiveLink<FeedQueue>, _ queue: FeedQueue) {
        queue.overflowed(times: link.isHeard ? microphone.newOverflows() : 0)
        repeat {
            while !queue.isStopping, let sound = microphone.read() {
                link.hear(sound, microphone.format, length: sound.duration, age: microphone.silence)
            }
            let gap = microphone.takeGap()
            if gap == 0 { return }
            queue.lost(frames: gap)
        } while !queue.isStopping
    }
}
