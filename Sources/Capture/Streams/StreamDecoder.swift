import InspectionTypes
import Media

/// Takes apart the WAVE stream of 32-bit floats that `ffmpeg` writes.
struct StreamDecoder {
    /// Known once the header has come.
    private(set) var format: RawSoundFormat?
    private let expected: RawSoundFormat?
    private var opening: [UInt8] = []
    private var frames: FrameAssembler?
    private static let longestHeader = 65_536

    /// - Parameter expected: what the stream was before it was lost.
    init(expected: RawSoundFormat?) { self.expected = expected }

    /// - Returns: the sound in these bytes; `nil` while there is only a header.
    /// - Throws: ``CaptureError`` where it is another kind of stream.
    mutating func sound(_ bytes: UnsafeRawBufferPointer) throws -> AudioSignal? {
        if frames != nil { return frames?.sound(bytes, isLive: true) }
        opening += bytes
        guard let header = WaveHeader(opening) else {
            guard opening.count < Self.longestHeader else {
                throw CaptureError(.notSound, "what ffmpeg gives is no WAVE stream")
            }
            return nil
        }
        guard header.channelCount > 0, header.sampleRate > 0, header.bytesPerFrame == 4 * header.channelCount else {
            throw CaptureError(.notSound, "what ffmpeg gives is no WAVE stream of 32-bit floats")
        }
        let found = RawSoundFormat(rate: Double(header.sampleRate), channels: header.channelCount, coding: .float32)
        if let expected, expected != found {
            throw CaptureError(
                .notSound,
                "came back with \(hertz(found.rate)) and \(channelWords(found.channels)) instead of \(hertz(expected.rate)) and "
                    + channelWords(expected.channels))
        }
        format = found
        frames = FrameAssembler(found)
        let rest = Array(opening[header.dataOffset...])
        opening = []
        return rest.withUnsafeBytes { frames?.sound($0, isLive: true) }
    }
}
