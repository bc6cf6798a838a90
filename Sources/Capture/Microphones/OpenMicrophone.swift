import CPortAudio
import FoundationEssentials
import Glibc
import InspectionTypes

/// A microphone that is heard at this moment, and the ring behind its callback. One owner; closed when let go of.
final class OpenMicrophone {
    let format: SourceFormat
    private let ring: OpaquePointer
    private let microphone: OpaquePointer
    private var overflows: UInt = 0
    /// Interleaved samples on their way, reused.
    private var interleaved: [Float]
    private static let stretch = 4096
    /// No ring is larger: the queue behind it holds what is more.
    private static let mostBytes = 1 << 26

    struct Refusal: Error {
        var failure: cportaudio_failure
        var reason: String
    }

    /// - Throws: ``Refusal``.
    init(_ device: SoundDevice, rate: Double, channels: Int, ringSeconds: Double) throws {
        let most = Double(Self.mostBytes / (4 * max(channels, 1)))
        guard let ring = cportaudio_ring_create(UInt32(max(1024, min(ringSeconds * rate, most))), UInt32(channels))
        else {
            throw Refusal(failure: cportaudio_other_failure, reason: "there is no memory for its ring")
        }
        var failure = cportaudio_no_failure
        var reason: UnsafeMutablePointer<CChar>?
        guard
            let microphone = cportaudio_microphone_open(
                Int32(device.number), device.list, rate, ring, &failure, &reason)
        else {
            cportaudio_ring_destroy(ring)
            throw Refusal(failure: failure, reason: PortAudio.taken(reason))
        }
        (self.ring, self.microphone) = (ring, microphone)
        interleaved = [Float](repeating: 0, count: Self.stretch * channels)
        format = SourceFormat(
            sampleRate: rate, channelCount: channels,
            description: "\(device.name): \(hertz(rate)), \(channelWords(channels))")
    }

    deinit {
        cportaudio_microphone_close(microphone)
        cportaudio_ring_destroy(ring)
    }

    var isActive: Bool { cportaudio_microphone_is_active(microphone) != 0 }

    /// Seconds since the device last gave anything.
    var silence: Double { max(0, monotonicSeconds() - Double(cportaudio_microphone_last_callback(microphone)) / 1e9) }

    /// How often the device has overflowed since the last question.
    func newOverflows() -> Int {
        let now = cportaudio_microphone_overflows(microphone)
        defer { overflows = UInt(now) }
        return Int(UInt(now) - overflows)
    }

    /// Frames lost for want of room in the ring, right behind what was read last; asked when ``read()`` gives nothing.
    func takeGap() -> Int64 { Int64(cportaudio_ring_take_gap(ring)) }

    /// The next sound in the ring, `nil` where there is none.
    func read() -> AudioSignal? {
        let channels = format.channelCount
        let count = interleaved.withUnsafeMutableBufferPointer {
            Int(cportaudio_ring_read(ring, $0.baseAddress, UInt32(Self.stretch)))
        }
        guard count > 0 else { return nil }
        let samples = (0..<channels).map { channel in
            [Float](unsafeUninitializedCapacity: count) { out, written in
                for frame in 0..<count { out[frame] = interleaved[frame * channels + channel] }
                written = count
            }
        }
        let begin = Date.now.addingTimeInterval(-silence - Double(count) / format.sampleRate)
        return AudioSignal(channels: samples, sampleRate: format.sampleRate, startTime: begin)
    }
}
