import InspectionTypes

/// Log-mel frames of one channel as its samples come in, in chunks of any size.
///
/// The frames are bit for bit those of ``LogMelExtractor/extract(_:)-([Float])`` over all samples at once. Holds no more than a chunk and
/// a transform's length.
///
/// ```swift
/// var stream = LogMelStream(extractor)
/// while let chunk = next() { frames += stream.push(chunk) }
/// frames += stream.finish()
/// ```
public struct LogMelStream: Sendable {
    public let extractor: LogMelExtractor
    /// Samples still needed. Its first is sample ``offset`` of the padded signal.
    private var buffer: [Float] = []
    private var offset = 0
    /// First sample, in the padded signal, of the next frame.
    private var nextFrame = 0
    /// Whether what comes before the first sample has been put there.
    private var isPadded: Bool

    public init(_ extractor: LogMelExtractor) {
        self.extractor = extractor
        self.isPadded = extractor.settings.padding == .none
    }

    private var padding: Int { extractor.settings.paddingLength }

    /// Takes the next samples; returns the frames that they complete, `[frame, mel]`.
    public mutating func push(_ samples: [Float]) -> [Float] {
        samples.withUnsafeBufferPointer { push($0) }
    }

    /// Takes the next samples; returns the frames that they complete, `[frame, mel]`.
    public mutating func push(_ samples: UnsafeBufferPointer<Float>) -> [Float] {
        buffer.append(contentsOf: samples)
        if !isPadded {
            // The mirrored samples are known once one more than their number is here.
            guard buffer.count > padding else { return [] }
            padFront()
        }
        return completeFrames()
    }

    /// Says that the signal has ended; returns the frames that only now are complete.
    public mutating func finish() -> [Float] {
        guard padding > 0, !buffer.isEmpty else { return [] }
        if !isPadded {
            // Shorter than what is to be mirrored: the mirror images go to and fro.
            let signal = buffer
            padFront()
            buffer += (0..<padding).map { outside(signal, signal.count + $0) }
        } else {
            let recent = buffer
            buffer += (0..<padding).map { outside(recent, recent.count + $0) }
        }
        return completeFrames()
    }

    private mutating func padFront() {
        let signal = buffer
        buffer = (0..<padding).map { outside(signal, $0 - padding) } + signal
        isPadded = true
    }

    /// The sample at an index before or after `signal`.
    private func outside(_ signal: [Float], _ index: Int) -> Float {
        extractor.settings.mirrored(index, count: signal.count).map { signal[$0] } ?? 0
    }

    private mutating func completeFrames() -> [Float] {
        let settings = extractor.settings
        let available = offset + buffer.count - nextFrame
        guard available >= settings.span else { return trimmed([]) }
        let count = 1 + (available - settings.span) / settings.hopLength
        let values = buffer.withUnsafeBufferPointer { buffer in
            extractor.frames(of: UnsafeBufferPointer(rebasing: buffer[(nextFrame - offset)...]), count: count)
        }
        nextFrame += count * settings.hopLength
        return trimmed(values)
    }

    /// Lets go of the samples that neither a frame nor the mirrored end needs.
    private mutating func trimmed(_ values: [Float]) -> [Float] {
        let kept = padding == 0 ? 0 : padding + 1
        let surplus = min(nextFrame - offset, buffer.count - kept)
        if surplus > 0 {
            buffer.removeFirst(surplus)
            offset += surplus
        }
        return values
    }
}
