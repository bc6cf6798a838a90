import ArgumentParser
import Augmentation

extension LearningOptions {
    /// The kind chosen, with single ones switched.
    func soundAugmentation() throws -> SoundAugmentation {
        var settings: SoundAugmentation =
            switch augmentation {
            case .none: .off
            case .standard: .standard
            case .strong: .strong
            }
        for text in augment {
            let (name, value) = try Self.setting(text)
            switch name {
            case "mixup": settings.mixupAlpha = value
            case "masks": (settings.timeMasks, settings.bandMasks) = (Int(value), Int(value))
            case "gain": settings.gainDecibels = value
            case "response": settings.responseDecibels = value
            case "stretch": settings.timeStretch = min(value, 0.9)
            case "shift": settings.bandShift = value
            case "noise": settings.noiseProbability = min(value, 1)
            case "roll": settings.rolls = value != 0
            default:
                throw ValidationError(
                    "--augment knows mixup, masks, gain, response, stretch, shift, noise and roll, for sounds, not '\(name)'."
                )
            }
        }
        return settings
    }
}
