import Foundation
import InspectionTypes
import Testing

@testable import Media

/// What Pillow sees in a file of `Tests/Fixtures/media/pictures`, made by `make_pictures.py`.
struct SeenPicture: Decodable, Sendable {
    var width: Int
    var height: Int
    var colour: Picture.Colour
    var tolerance: Int
    /// In base64.
    var pixels: Data

    static let all: [String: SeenPicture] = {
        let file = Scratch.fixtures.appending(path: "pictures.json")
        return (try? JSONDecoder().decode([String: SeenPicture].self, from: Data(contentsOf: file))) ?? [:]
    }()

    static func path(_ name: String) -> String { Scratch.fixture("pictures/" + name) }
}

@Suite struct PictureFileTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `there are pictures to look at`() {
        #expect(SeenPicture.all.count >= 25)
    }

    @Test(arguments: SeenPicture.all.keys.sorted())
    func `a picture is what Pillow sees in it`(name: String) throws {
        let seen = try #require(SeenPicture.all[name])
        let picture = try PictureFile.read(SeenPicture.path(name), ffmpeg: nil)
        #expect(picture.width == seen.width && picture.height == seen.height)
        #expect(picture.colour == seen.colour)
        let worst = zip(picture.pixels, seen.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 256
        #expect(worst <= seen.tolerance)
        let header = try PictureFile.header(of: SeenPicture.path(name), ffmpeg: nil)
        #expect(header.width == seen.width && header.height == seen.height)
        #expect(header.colour == seen.colour && header.warnings.isEmpty)
    }

    @Test func `bytes are read as files are`() throws {
        for name in ["colour.jpg", "orientation_6.png"] {
            let bytes = try Array(Data(contentsOf: URL(filePath: SeenPicture.path(name))))
            #expect(try PictureFile.decode(bytes, name: "upload") == PictureFile.read(SeenPicture.path(name)))
            #expect(
                try PictureFile.header(of: bytes, name: "upload").orientation.rawValue == (name == "colour.jpg" ? 1 : 6)
            )
        }
    }

    @Test(arguments: ["colour.jpg", "orientation_6.png"])
    func `one reading of a file gives all that several would`(name: String) throws {
        let wrong = try scratch.file("wrong.bmp", Array(Data(contentsOf: URL(filePath: SeenPicture.path(name)))))
        for path in [SeenPicture.path(name), wrong] {
            let contents = try PictureFile.contents(of: path)
            #expect(contents.picture == (try PictureFile.read(path)))
            #expect(contents.hash == (try AudioFile.contentHash(path)))
            #expect(contents.warnings == (try PictureFile.header(of: path).warnings))
            #expect(contents.warnings.isEmpty == (path != wrong))
        }
    }

    @Test(arguments: [Picture.Colour.grey, .rgb])
    func `a written PNG comes back as it was, a JPEG nearly`(colour: Picture.Colour) throws {
        let name = colour == .grey ? "grey.png" : "colour.png"
        let picture = try PictureFile.read(SeenPicture.path(name))
        try PictureFile.write(picture, to: scratch.path("a.png"))
        #expect(try PictureFile.read(scratch.path("a.png")) == picture)
        try PictureFile.write(picture, to: scratch.path("a.jpg"))
        let lossy = try PictureFile.read(scratch.path("a.jpg"))
        #expect(lossy.colour == colour && lossy.width == picture.width && lossy.height == picture.height)
        let mean =
            zip(lossy.pixels, picture.pixels).map { abs(Double($0) - Double($1)) }.reduce(0, +)
            / Double(picture.pixels.count)
        #expect(mean > 0 && mean < 15)
        #expect(scratch.names == ["a.jpg", "a.png"])
        let coarse = try PictureEncoder.jpeg(picture, quality: 10), fine = try PictureEncoder.jpeg(picture, quality: 95)
        #expect(coarse.count < fine.count)
    }

    @Test func `masks are written as grey pictures`() throws {
        let mask = Mask(width: 3, height: 2, values: [0, 1, 0, 1, 1, 0])
        try PictureFile.write(mask, to: scratch.path("m.png"))
        #expect(try PictureFile.read(scratch.path("m.png")).pixels == [0, 255, 0, 255, 255, 0])
        #expect(try PictureFile.readMask(scratch.path("m.png")) == mask)
    }

    @Test func `names that we do not write are refused, and folders that are not there`() throws {
        let picture = try PictureFile.read(SeenPicture.path("grey.png"))
        #expect { try PictureFile.write(picture, to: scratch.path("a.webp")) } throws: {
            ($0 as? MediaError)?.code == .writingFailed && "\($0)".contains("end in .png or .jpg")
        }
        #expect { try PictureFile.write(Mask(width: 1, height: 1), to: scratch.path("m.jpg")) } throws: {
            "\($0)".contains("masks are written as PNG")
        }
        #expect { try PictureFile.write(picture, to: scratch.path("none/a.png")) } throws: {
            ($0 as? MediaError)?.code == .writingFailed && "\($0)".contains("make the folder first")
        }
    }

    @Test func `pictures are known by name or by their first bytes`() throws {
        for name in ["a.jpg", "b/c.JPEG", "x.png", "x.tiff", "x.webp", "x.bmp"] { #expect(PictureFile.isPicture(name)) }
        for name in ["a.txt", "png", ".png", "a.wav", "a.png.txt"] { #expect(!PictureFile.isPicture(name)) }
        let bytes = try Array(Data(contentsOf: URL(filePath: SeenPicture.path("colour.jpg"))))
        #expect(PictureFile.isPicture(try scratch.file("holiday", bytes)))
        #expect(!PictureFile.isPicture(try scratch.file("letter", Array("BMW is a car. P5 is a car park.".utf8))))
        #expect(!AudioFile.isSound(try scratch.file("web", Array("RIFF1234WEBPVP8 ".utf8))))
        #expect(!PictureFile.isPicture(Scratch.fixture("pcm16.wav")) && AudioFile.isSound(Scratch.fixture("pcm16.wav")))
    }
}
