import InspectionTypes
import Testing

@testable import Media

@Suite struct PictureMaskTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    func saved(_ values: [UInt8]) throws -> String {
        let picture = Picture(width: values.count, height: 1, colour: .grey, pixels: values)
        return try scratch.file("mask.png", PictureEncoder.png(picture))
    }

    @Test func `values above the threshold are the defect`() throws {
        let path = try saved([0, 127, 128, 255])
        #expect(try PictureFile.readMask(path).values == [0, 0, 1, 1])
        #expect(try PictureFile.readMask(path, threshold: 200).values == [0, 0, 0, 1])
        #expect(try PictureFile.readMask(path, threshold: 0).values == [0, 1, 1, 1])
    }

    @Test func `grey edges are counted`() throws {
        let contents = try PictureFile.maskContents(of: saved([0, 15, 16, 100, 239, 240, 255, 255]))
        #expect(contents.greyShare == 3.0 / 8)
        #expect(contents.brightest == 255 && contents.warnings.isEmpty)
    }

    @Test func `a mask of zeros and ones is warned of`() throws {
        let contents = try PictureFile.maskContents(of: saved([0, 1, 1]))
        #expect(contents.mask.area == 0 && contents.brightest == 1)
        #expect(contents.warnings.first?.contains("its brightest value is 1") ?? false)
        #expect(try PictureFile.maskContents(of: saved([0, 0])).warnings.isEmpty)
    }

    struct Alpha: CustomTestStringConvertible {
        var testDescription: String
        var channels: Int
        var pixels: [UInt8]
        var values: [UInt8]
    }

    @Test(arguments: [
        Alpha(testDescription: "grey", channels: 1, pixels: [0, 9, 255], values: [0, 9, 255]),
        Alpha(
            testDescription: "white, partly transparent", channels: 2, pixels: [255, 255, 255, 0, 255, 128],
            values: [255, 0, 128]),
        Alpha(
            testDescription: "black throughout: alpha alone", channels: 2, pixels: [0, 255, 0, 0, 0, 9],
            values: [255, 0, 9]),
        Alpha(
            testDescription: "black and opaque throughout: no defect", channels: 2, pixels: [0, 255, 0, 255],
            values: [0, 0]),
        Alpha(
            testDescription: "black and opaque throughout, in colour", channels: 4,
            pixels: [0, 0, 0, 255, 0, 0, 0, 255], values: [0, 0]),
        Alpha(
            testDescription: "black and half transparent throughout", channels: 2, pixels: [0, 200, 0, 200],
            values: [0, 0]),
        Alpha(
            testDescription: "colour", channels: 3, pixels: [255, 255, 255, 255, 0, 0, 0, 0, 0], values: [255, 76, 0]),
        Alpha(
            testDescription: "colour and alpha", channels: 4, pixels: [255, 255, 255, 255, 255, 255, 255, 0],
            values: [255, 0]),
    ])
    func `colour and alpha make one value`(alpha: Alpha) {
        let image = RasterImage(
            width: alpha.values.count, height: 1, channels: alpha.channels, pixels: alpha.pixels)
        #expect(image.maskValues == alpha.values)
    }

    /// The red patch of the fixtures is bright in a palette with alpha, where the file says so.
    @Test func `palettes and alpha are looked up in the file`() throws {
        let plain = try PictureSource(path: SeenPicture.path("palette_alpha.png"), limits: .default)
            .image(keepsAlpha: true, ffmpeg: { nil })
        #expect(plain.channels == 4)
        #expect(Set(plain.pixels.enumerated().filter { $0.offset % 4 == 3 }.map(\.element)).count > 4)
        let mask = try PictureFile.readMask(SeenPicture.path("bits_1.png"))
        let seen = try #require(SeenPicture.all["bits_1.png"])
        #expect(mask.values == seen.pixels.map { $0 == 255 ? 1 : 0 } && mask.area > 0)
    }

    @Test func `masks are put upright as pictures are`() throws {
        let picture = try PictureFile.read(SeenPicture.path("orientation_6.jpg"))
        let mask = try PictureFile.readMask(SeenPicture.path("orientation_6.jpg"), threshold: 60)
        #expect(mask.width == picture.width && mask.height == picture.height && mask.width < mask.height)
    }
}
