import InspectionTypes

/// Copies a window out of a recording, from a given or a random place, perhaps stretched in time and shifted in pitch.
///
/// Between frames and between bands values are interpolated linearly. A recording shorter than what is needed is repeated, as in service.
struct WindowSampler {
    let settings: SoundAugmentation
    let isRandom: Bool

    /// - Parameters:
    ///   - recording: `[frame, mel]`, at least one frame.
    ///   - start: first frame; `nil` for a random one.
    func sample(
        _ recording: UnsafeBufferPointer<Float>, start: Int?, into window: WindowView,
        using generator: inout SeededGenerator
    ) {
        let frameCount = recording.count / window.bandCount
        precondition(
            frameCount > 0 && recording.count == frameCount * window.bandCount,
            "WindowSampler: \(recording.count) values are no frames of \(window.bandCount) bands"
        )
        let stretch = 1 + generator.nextSymmetric(settings.timeStretch)
        let shift = generator.nextSymmetric(settings.bandShift)
        let span = Int((Float(window.frameCount - 1) * stretch).rounded(.up)) + 1
        let first = place(start, span: span, in: frameCount, using: &generator)
        let roll = settings.rolls ? generator.nextIndex(through: window.frameCount - 1) : 0
        let isShort = frameCount < span

        if stretch == 1, shift == 0, roll == 0, !isShort {
            let from = first * window.bandCount
            _ = window.values.update(fromContentsOf: recording[from..<from + window.values.count])
            return
        }
        for frame in 0..<window.frameCount {
            let turned = frame + roll < window.frameCount ? frame + roll : frame + roll - window.frameCount
            let place = Float(turned) * stretch
            var lower = first + Int(place)
            var upper = lower + 1
            if isShort {
                lower %= frameCount
                upper %= frameCount
            } else {
                lower = min(lower, frameCount - 1)
                upper = min(upper, frameCount - 1)
            }
            blend(recording, lower, upper, share: place - place.rounded(.down), shift: shift, into: window, frame)
        }
    }

    private func place(_ start: Int?, span: Int, in frameCount: Int, using generator: inout SeededGenerator) -> Int {
        let last = frameCount - span
        guard last > 0 else {
            // All of it is heard; only where it begins can differ.
            return start == nil && isRandom && last < 0 ? generator.nextIndex(through: frameCount - 1) : 0
        }
        guard let start else { return generator.nextIndex(through: last) }
        let jitter = settings.startJitter
        return min(max(0, start + generator.nextIndex(through: 2 * jitter) - jitter), last)
    }

    /// `(1 - share) · lower + share · upper`, read `shift` bands higher.
    private func blend(
        _ recording: UnsafeBufferPointer<Float>, _ lower: Int, _ upper: Int, share: Float, shift: Float,
        into window: WindowView,
        _ frame: Int
    ) {
        let bands = window.bandCount
        let a = UnsafeBufferPointer(rebasing: recording[lower * bands..<(lower + 1) * bands])
        let b = UnsafeBufferPointer(rebasing: recording[upper * bands..<(upper + 1) * bands])
        let row = UnsafeMutableBufferPointer(rebasing: window.values[frame * bands..<(frame + 1) * bands])
        guard shift != 0 else {
            for band in 0..<bands { row[band] = a[band] + share * (b[band] - a[band]) }
            return
        }
        let whole = Int(shift.rounded(.down))
        let part = shift - Float(whole)
        for band in 0..<bands {
            let low = min(max(band + whole, 0), bands - 1)
            let high = min(max(band + whole + 1, 0), bands - 1)
            let below = a[low] + share * (b[low] - a[low])
            let above = a[high] + share * (b[high] - a[high])
            row[band] = below + part * (above - below)
        }
    }
}
