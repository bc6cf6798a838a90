import InspectionTypes
import Media
import Signals

/// Working memory of one thread: a picture at the model's size on its way through the augmentation.
///
/// Not `Sendable`: each thread has its own.
final class PictureCanvas {
    let width: Int
    let height: Int
    /// Of what is on it now: the source's until its colour is the model's.
    var channelCount = 3
    /// `[row, column, channel]`; three channels fit.
    let pixels: UnsafeMutablePointer<UInt8>
    /// As large as `pixels`.
    let spare: UnsafeMutablePointer<UInt8>
    /// `[row, column]`, 0 or 1.
    let mask: UnsafeMutablePointer<UInt8>

    init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "PictureCanvas: \(width)×\(height) pixels")
        self.width = width
        self.height = height
        pixels = .allocate(capacity: width * height * 3)
        spare = .allocate(capacity: width * height * 3)
        mask = .allocate(capacity: width * height)
        pixels.initialize(repeating: 0, count: width * height * 3)
        spare.initialize(repeating: 0, count: width * height * 3)
        mask.initialize(repeating: 0, count: width * height)
    }

    deinit {
        pixels.deallocate()
        spare.deallocate()
        mask.deallocate()
    }

    var pixelCount: Int { width * height }
    var byteCount: Int { pixelCount * channelCount }
}

extension PictureCanvas {
    /// Covers a rectangle with the picture's mean; nothing of a defect is seen there.
    func cover(_ cover: PictureChange.Cover) {
        let level = UInt8(PictureTone.average(pixels, count: byteCount).rounded())
        let columns = Int(cover.left * Float(width))..<min(width, Int((cover.left + cover.width) * Float(width)))
        for row in Int(cover.top * Float(height))..<min(height, Int((cover.top + cover.height) * Float(height))) {
            let start = row * width + columns.lowerBound
            (pixels + start * channelCount).update(repeating: level, count: columns.count * channelCount)
            (mask + start).update(repeating: 0, count: columns.count)
        }
    }

    /// Brings what is on the canvas to the model's colour.
    func convert(to colour: Picture.Colour) {
        guard channelCount != colour.channelCount else { return }
        show(picture.converted(to: colour))
    }

    /// Compresses and unpacks what is on the canvas.
    func compress(quality: Int) throws {
        let original = picture
        let unpacked = try PictureFile.decode(PictureEncoder.jpeg(original, quality: quality), name: "augmented.jpg")
        show(unpacked.converted(to: original.colour))
    }

    /// What is on the canvas.
    var picture: Picture {
        Picture(
            width: width, height: height, colour: channelCount == 1 ? .grey : .rgb,
            pixels: Array(UnsafeBufferPointer(start: pixels, count: byteCount)))
    }

    /// Puts a picture of the canvas's size on it.
    func show(_ picture: Picture) {
        precondition(
            picture.width == width && picture.height == height,
            "PictureCanvas: a picture of \(picture.width)×\(picture.height) on \(width)×\(height)")
        channelCount = picture.channelCount
        picture.pixels.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            pixels.update(from: start, count: bytes.count)
        }
    }
}
