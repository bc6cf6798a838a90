import InspectionTypes

/// SpecAugment's masks: stretches of time and of mel bands that are set to the window's mean.
///
/// A width is drawn from `0...greatest`, then a place. Source: Park et al., "SpecAugment", Interspeech 2019.
enum SpectrogramMasks {
    static func apply(_ settings: SoundAugmentation, to window: WindowView, using generator: inout SeededGenerator) {
        guard settings.timeMasks > 0 || settings.bandMasks > 0 else { return }
        let mean = window.mean
        for _ in 0..<settings.timeMasks {
            let most = Int(settings.timeMaskFraction * Float(window.frameCount))
            let (start, width) = stretch(of: window.frameCount, most: most, using: &generator)
            let bands = window.bandCount
            UnsafeMutableBufferPointer(rebasing: window.values[start * bands..<(start + width) * bands]).update(
                repeating: mean)
        }
        for _ in 0..<settings.bandMasks {
            let most = Int(settings.bandMaskFraction * Float(window.bandCount))
            let (start, width) = stretch(of: window.bandCount, most: most, using: &generator)
            for frame in 0..<window.frameCount {
                let row = frame * window.bandCount + start
                UnsafeMutableBufferPointer(rebasing: window.values[row..<row + width]).update(repeating: mean)
            }
        }
    }

    private static func stretch(of length: Int, most: Int, using generator: inout SeededGenerator) -> (
        start: Int, width: Int
    ) {
        let width = generator.nextIndex(through: min(most, length))
        return (generator.nextIndex(through: length - width), width)
    }
}
