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
            let parts = text.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let value = Float(parts[1]), (0...1000).contains(value) else {
                throw ValidationError(
                    "--augment takes name=value, such as mixup=0.3, with a value within 0...1000, not '\(text)'.")
            }
            switch parts[0] {
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
                    "--augment knows mixup, masks, gain, response, stretch, shift, noise and roll, not '\(parts[0])'.")
            }
        }
        return settings
    }
}
