import ArgumentParser
import Augmentation

extension LearningOptions {
    /// The kind chosen, with single ones switched.
    ///
    /// - Parameters:
    ///   - standard: what `standard` means.
    ///   - strong: what `strong` means.
    func pictureAugmentation(
        standard: PictureAugmentation = .standard, strong: PictureAugmentation = .strong
    ) throws -> PictureAugmentation {
        var settings: PictureAugmentation =
            switch augmentation {
            case .none: .off
            case .standard: standard
            case .strong: strong
            }
        for text in augment {
            let (name, value) = try Self.setting(text)
            switch name {
            case "flips": (settings.horizontalFlip, settings.verticalFlip) = (value != 0, value != 0)
            case "mirror": settings.horizontalFlip = value != 0
            case "turns": settings.rightAngles = value != 0
            case "warp": settings.warpProbability = min(value, 1)
            case "rotation": settings.rotationDegrees = min(value, 180)
            case "zoom": settings.cropScale = max(0.05, 1 - min(value, 0.95))...(1 + min(value, 3) / 2)
            case "shift": settings.shift = min(value, 0.5)
            case "brightness": settings.brightness = min(value, 1)
            case "contrast": settings.contrast = value
            case "colour":
                (settings.colour, settings.saturation, settings.hueDegrees) = (
                    min(value, 1), min(3 * value, 1), 80 * min(value, 1)
                )
            case "blur": settings.blurProbability = min(value, 1)
            case "noise": settings.noiseProbability = min(value, 1)
            case "jpeg": settings.jpegProbability = min(value, 1)
            case "cutout": settings.cutoutProbability = min(value, 1)
            case "mixup": settings.mixupAlpha = value
            default:
                throw ValidationError(
                    "--augment knows flips, mirror, turns, warp, rotation, zoom, shift, brightness, contrast, colour, blur, noise, jpeg, cutout and mixup for pictures, not '\(name)'."
                )
            }
        }
        return settings
    }

    /// `name=value` taken apart.
    static func setting(_ text: String) throws -> (name: Substring, value: Float) {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let value = Float(parts[1]), (0...1000).contains(value) else {
            throw ValidationError(
                "--augment takes name=value, such as mixup=0.3, with a value within 0...1000, not '\(text)'.")
        }
        return (parts[0], value)
    }
}
