public import InspectionTypes
import Signals

/// A mask as it was found in a file, and what of it may be a mistake.
public struct MaskContents: Sendable, Equatable {
    public var mask: Mask
    /// The share of pixels that are neither nearly black nor nearly white (16…239): a little is JPEG's or antialiasing's, a lot is a
    /// photograph taken for a mask.
    public var greyShare: Double
    /// The brightest value.
    public var brightest: UInt8
    /// One sentence each.
    public var warnings: [String]
}

extension PictureFile {
    /// The mask in a file: a pixel is a defect where its value is above `threshold`.
    ///
    /// A pixel's value is its brightness (Pillow's `L`), palettes looked up. Where the file has alpha, a transparent pixel is no defect:
    /// brightness · alpha; if every pixel is black and some are more transparent than others, alpha alone is the mask. Put upright by EXIF
    /// as pictures are.
    ///
    /// - Throws: ``MediaError``.
    public static func readMask(
        _ path: String, threshold: UInt8 = 127, limits: PictureLimits = .default,
        ffmpeg: @autoclosure () -> String? = AudioFile.ffmpeg
    ) throws -> Mask {
        try maskContents(of: path, threshold: threshold, limits: limits, ffmpeg: ffmpeg()).mask
    }

    /// The mask in a file, with what a user should know of it.
    ///
    /// - Throws: ``MediaError``.
    public static func maskContents(
        of path: String, threshold: UInt8 = 127, limits: PictureLimits = .default,
        ffmpeg: @autoclosure () -> String? = AudioFile.ffmpeg
    ) throws -> MaskContents {
        let source = try PictureSource(path: path, limits: limits)
        let image = try source.image(keepsAlpha: true, ffmpeg: ffmpeg)
        let values = image.maskValues
        var histogram = [Int](repeating: 0, count: 256)
        for value in values { histogram[Int(value)] += 1 }
        let brightest = UInt8(histogram.lastIndex { $0 > 0 } ?? 0)
        return MaskContents(
            mask: Mask(width: image.width, height: image.height, values: values.map { $0 > threshold ? 1 : 0 }),
            greyShare: Double(histogram[16...239].reduce(0, +)) / Double(values.count), brightest: brightest,
            warnings: brightest > 0 && brightest <= threshold ? [dark(path, brightest, threshold)] : [])
    }

    private static func dark(_ path: String, _ brightest: UInt8, _ threshold: UInt8) -> String {
        "\(path): its brightest value is \(brightest), and only values above \(threshold) count as a defect: save the mask in black "
            + "and white, or read it with a lower threshold"
    }
}

extension RasterImage {
    /// A value a pixel: brightness, times alpha where there is alpha, or alpha alone where all is black and alpha draws something.
    var maskValues: [UInt8] {
        let colours = channels - (hasAlpha ? 1 : 0)
        let count = width * height
        var brightness = [UInt8](repeating: 0, count: count)
        pixels.withUnsafeBufferPointer { pixels in
            for pixel in 0..<count {
                let at = pixel * channels
                brightness[pixel] =
                    colours == 1 ? pixels[at] : Picture.luma(pixels[at], pixels[at + 1], pixels[at + 2])
            }
        }
        guard hasAlpha else { return brightness }
        let alpha = stride(from: channels - 1, to: count * channels, by: channels).map { pixels[$0] }
        // Black throughout with one alpha throughout is the mask of a part without a defect, as programs save it that always write alpha.
        if brightness.allSatisfy({ $0 == 0 }), alpha.contains(where: { $0 != alpha[0] }) { return alpha }
        return zip(brightness, alpha).map { UInt8((UInt32($0) * UInt32($1) + 127) / 255) }
    }
}
