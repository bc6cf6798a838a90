import InspectionTypes

extension LogMelSettings {
    /// Samples put before and after the signal.
    var paddingLength: Int { padding == .none ? 0 : fftLength / 2 }

    /// The sample that stands at an index before or after a signal of `count` samples; `nil` for zero.
    ///
    /// Mirrored without repeating the first and the last one; where the mirror image is longer than the signal, to and fro.
    func mirrored(_ index: Int, count: Int) -> Int? {
        guard padding == .reflect else { return nil }
        let period = max(1, 2 * (count - 1))
        let place = ((index % period) + period) % period
        return min(place, period - place)
    }
}

extension LogMelExtractor {
    /// Writes all frames of a padded signal. Only the few at its ends are made from copies.
    func writePadded(_ samples: UnsafeBufferPointer<Float>, _ count: Int, into out: UnsafeMutablePointer<Float>) {
        guard let base = samples.baseAddress else { return }
        let (padding, hop) = (settings.paddingLength, settings.hopLength)
        let head = min(count, (padding + hop - 1) / hop)
        let room = samples.count + padding - settings.span
        let inner = max(head, min(count, room < 0 ? 0 : room / hop + 1))
        writeEdge(samples, 0..<head, into: out)
        if inner > head { write(base + head * hop - padding, inner - head, into: out + head * settings.bandCount) }
        writeEdge(samples, inner..<count, into: out + inner * settings.bandCount)
    }

    private func writeEdge(
        _ samples: UnsafeBufferPointer<Float>, _ frames: Range<Int>, into out: UnsafeMutablePointer<Float>
    ) {
        guard !frames.isEmpty else { return }
        let first = frames.lowerBound * settings.hopLength - settings.paddingLength
        let edge = (first..<first + (frames.count - 1) * settings.hopLength + settings.span).map { index in
            samples.indices.contains(index)
                ? samples[index] : settings.mirrored(index, count: samples.count).map { samples[$0] } ?? 0
        }
        edge.withUnsafeBufferPointer { edge in
            if let base = edge.baseAddress { write(base, frames.count, into: out) }
        }
    }
}
