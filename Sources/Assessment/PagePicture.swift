import InspectionTypes
import Media
import Reports
import Signals

/// A picture as a page shows it: JPEG, no larger than a reader's column.
enum PagePicture {
    /// Of the longer side, in pixels.
    private static let longest = 640

    /// `nil` where it cannot be encoded.
    static func embedded(_ picture: Picture, caption: String? = nil) -> EmbeddedPicture? {
        let scale = min(1, Double(longest) / Double(max(picture.width, picture.height)))
        let shown =
            scale < 1
            ? PictureResizer.resize(
                picture, width: max(1, Int(Double(picture.width) * scale)),
                height: max(1, Int(Double(picture.height) * scale)))
            : picture
        guard let bytes = try? PictureEncoder.jpeg(shown, quality: 85) else { return nil }
        return EmbeddedPicture(bytes: bytes, width: shown.width, height: shown.height, caption: caption)
    }
}
