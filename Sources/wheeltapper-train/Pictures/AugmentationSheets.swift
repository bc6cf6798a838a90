import Augmentation
import InspectionTypes
import Media
import Reports

/// Augmented examples as a report shows them.
enum AugmentationSheets {
    /// A row an example; `nil` where nothing is augmented.
    static func embedded(
        _ examples: [AugmentationSheet.Example], frontEnd: PictureFrontEnd, _ augmentation: PictureAugmentation,
        seed: UInt64, caption: String = "At the left the picture, beside it what training made of it."
    ) throws -> EmbeddedPicture? {
        guard !examples.isEmpty, augmentation != .off || examples.contains(where: { $0.other != nil }) else {
            return nil
        }
        let sheet = try AugmentationSheet(frontEnd: frontEnd, augmentation: augmentation, seed: seed)
            .picture(of: examples)
        return EmbeddedPicture(
            bytes: try PictureEncoder.jpeg(sheet, quality: 85), width: sheet.width, height: sheet.height,
            caption: caption)
    }
}
