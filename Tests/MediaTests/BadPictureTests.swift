import Foundation
import InspectionTypes
import Testing

@testable import Media

/// Every way in which a picture can be unfit has a message of its own: the file, what happened, the mend.
@Suite struct BadPictureTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    func bytes(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(filePath: SeenPicture.path(name)))) }

    func expect(
        _ path: String, _ code: MediaError.Code, _ words: String..., limits: PictureLimits = .default,
        at location: SourceLocation = #_sourceLocation
    ) {
        var found: MediaError?
        do { _ = try PictureFile.read(path, limits: limits, ffmpeg: nil) } catch { found = error as? MediaError }
        #expect(found?.code == code, sourceLocation: location)
        let message = found?.message ?? ""
        #expect(message.hasPrefix(path + ": "), sourceLocation: location)
        for word in words { #expect(message.contains(word), "\(message)", sourceLocation: location) }
    }

    @Test func `an empty file, a folder, no file`() throws {
        expect(try scratch.file("a.jpg", []), .emptyFile, "empty (0 bytes)", "take or copy it again")
        expect(scratch.folder.path(percentEncoded: false), .isFolder, "a picture was expected")
        expect(scratch.path("none.png"), .fileMissing, "there is no such file")
        #expect { try PictureFile.decode([], name: "upload") } throws: { ($0 as? MediaError)?.code == .emptyFile }
    }

    @Test func `text and noise named like pictures`() throws {
        expect(
            try scratch.file("a.jpg", Array("Dear diary,\ntoday I took no picture.\n".utf8)), .notPicture, "but text")
        expect(try scratch.file("a.png", [0, 1, 2, 3, 4, 5]), .notPicture, "no picture that we know")
    }

    /// Down to the last bytes: a JPEG without its end mark, a PNG without its last chunk.
    @Test(arguments: [
        "colour.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "colour.png", "palette.png", "interlaced.png",
    ])
    func `a file cut short anywhere is an error`(name: String) throws {
        let whole = try bytes(name)
        for length in [12, 30, whole.count / 4, whole.count / 2, whole.count * 9 / 10, whole.count - 2] {
            expect(
                try scratch.file(name, Array(whole.prefix(length))), .decodingFailed, "cut short",
                "copy or save it again")
        }
    }

    @Test(arguments: ["colour.jpg", "progressive.jpg", "colour.png", "orientation_6.jpg", "orientation_6.png"])
    func `no damage whatever is more than an error`(name: String) throws {
        let whole = try bytes(name)
        for place in whole.indices {
            var damaged = whole
            damaged[place] ^= 1 << (place % 8)
            _ = try? PictureFile.decode(damaged, name: name, limits: PictureLimits(maxPixels: 100_000), ffmpeg: nil)
            _ = try? PictureFile.decode(Array(whole.prefix(place)) + Array(damaged.suffix(9)), name: name, ffmpeg: nil)
        }
        #expect(try PictureFile.decode(whole, name: name).pixelCount == 384)
    }

    @Test func `a PNG whose bytes were changed is refused by its check sums`() throws {
        var changed = try bytes("colour.png")
        changed[changed.count / 2] ^= 0xFF
        expect(try scratch.file("a.png", changed), .decodingFailed, "damaged")
    }

    /// IHDR's sides are at bytes 16 and 20; its check sum does not matter, since the size is refused first.
    @Test(arguments: [(60_000, 60_000), (0x7FFF_FFFF, 1), (1, 70_000), (0xFFFF_FFFF, 0xFFFF_FFFF)])
    func `a PNG that would unpack to gigabytes is refused by its header`(width: Int, height: Int) throws {
        var bomb = try bytes("colour.png")
        for (place, side) in [(16, width), (20, height)] {
            for index in 0..<4 { bomb[place + index] = UInt8(truncatingIfNeeded: side >> (24 - 8 * index)) }
        }
        expect(try scratch.file("bomb.png", bomb), .tooLarge, "\(width)×\(height) pixels", "make it smaller")
    }

    /// 13 000 × 13 000 pixels would be allowed, but 100 bytes cannot hold them: no memory is taken to find out.
    @Test func `a short PNG that promises much is refused before memory is taken`() throws {
        let path = try scratch.file("promise.png", hollowPNG(width: 13_000, height: 13_000))
        expect(path, .decodingFailed, "cannot hold 13000×13000 pixels")
    }

    @Test func `a picture without a side`() throws {
        expect(try scratch.file("a.png", hollowPNG(width: 0, height: 5)), .notPicture, "0×5 pixels")
        var jpeg = try bytes("grey.jpg")
        let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        jpeg[frame + 5] = 0
        jpeg[frame + 6] = 0
        expect(try scratch.file("a.jpg", jpeg), .decodingFailed, "JPEG")
    }

    @Test(arguments: ["colour.jpg", "colour.png"])
    func `more pixels or bytes than allowed`(name: String) throws {
        let path = SeenPicture.path(name)
        expect(path, .tooLarge, "24×16 pixels", limits: PictureLimits(maxPixels: 383))
        expect(path, .tooLarge, "sides up to 23", limits: PictureLimits(maxSide: 23))
        expect(path, .tooLarge, "at most 99", limits: PictureLimits(maxBytes: 99))
        #expect(try PictureFile.read(path, limits: PictureLimits(maxPixels: 384, maxSide: 24)).pixelCount == 384)
    }

    @Test func `a wrong ending is read by content, with a warning`() throws {
        let path = try scratch.file("x.png", bytes("colour.jpg"))
        #expect(try PictureFile.read(path) == PictureFile.read(SeenPicture.path("colour.jpg")))
        let header = try PictureFile.header(of: path)
        #expect(header.format == .jpeg)
        #expect(header.warnings == ["\(path) holds a JPEG, not a PNG; rename it to end in .jpg"])
    }

    /// Cameras that write bytes behind the picture's data are known; the pixels are whole.
    @Test func `bytes too many before a JPEG's end do no harm`() throws {
        var jpeg = try bytes("colour.jpg")
        jpeg.insert(contentsOf: [1, 2, 3], at: jpeg.count - 2)
        #expect(try PictureFile.decode(jpeg, name: "a.jpg") == PictureFile.read(SeenPicture.path("colour.jpg")))
    }

    struct Slip: CustomTestStringConvertible {
        var testDescription: String
        var name: String
        /// What is looked for, and what is written how far behind it.
        var mark: [UInt8]
        var offset: Int
        var value: UInt8
    }

    /// libjpeg warns of these and of nothing that comes after: a file that is cut as well must not pass for whole.
    @Test(arguments: [
        Slip(
            testDescription: "Adobe's colour transform", name: "cmyk.jpg", mark: Array("Adobe".utf8), offset: 11,
            value: 7),
        Slip(
            testDescription: "a scan's last coefficient", name: "colour.jpg", mark: [0xFF, 0xDA], offset: 12, value: 0),
        Slip(testDescription: "a scan's bit position", name: "grey.jpg", mark: [0xFF, 0xDA], offset: 9, value: 0x10),
    ])
    func `a slip in a JPEG's header does no harm, and hides none`(slip: Slip) throws {
        let right = try bytes(slip.name)
        let mark = try #require(right.indices.first { right[$0...].starts(with: slip.mark) })
        var slipped = right
        slipped[mark + slip.offset] = slip.value
        #expect(slipped != right)
        let picture = try PictureFile.decode(slipped, name: "a.jpg")
        #expect(picture.pixelCount == 384)
        if slip.name != "cmyk.jpg" { #expect(picture == (try PictureFile.decode(right, name: "a.jpg"))) }
        for length in [right.count * 3 / 4, right.count * 9 / 10, right.count - 2] {
            let cut = Array(slipped.prefix(length))
            expect(try scratch.file("cut.jpg", cut), .decodingFailed, "cut short")
            // Sent on by a program that closes what it has.
            guard length < right.count - 2 else { continue }
            expect(try scratch.file("closed.jpg", cut + [0xFF, 0xD9]), .decodingFailed, "cut short")
        }
    }

    /// Each of 60 texts unpacks from a few kilobytes to 4 megabytes.
    @Test func `texts in a PNG are not unpacked`() throws {
        let text = chunk("zTXt", Array("Comment".utf8) + [0, 0] + deflatedRun(length: 4_000_000))
        #expect(text.count < 40_000)
        let plain = try bytes("colour.png")
        // Behind the header, which ends at byte 33.
        let file = Array(plain.prefix(33)) + (0..<60).flatMap { _ in text } + Array(plain.dropFirst(33))
        let before = try peakMemory()
        #expect(try PictureFile.decode(file, name: "a.png") == PictureFile.decode(plain, name: "a.png"))
        #expect(try peakMemory() - before < 120 << 20)
    }

    /// In bytes.
    func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber))) * 1024
    }

    /// `length` (less up to 258) times the letter a, as zlib packs it with its fixed code: the letter, then copies of 258 from one place back.
    func deflatedRun(length: Int) -> [UInt8] {
        var (bytes, held, count): ([UInt8], UInt32, UInt32) = ([0x78, 0x9C], 0, 0)
        func put(_ value: UInt32, _ bits: UInt32) {
            held |= value << count
            count += bits
            while count >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: held))
                (held, count) = (held >> 8, count - 8)
            }
        }
        /// Codes stand with their highest bit first.
        func code(_ value: UInt32, _ bits: UInt32) { for bit in (0..<bits).reversed() { put(value >> bit & 1, 1) } }
        put(0b011, 3)
        code(0x30 + 97, 8)
        for _ in 0..<length / 258 {
            code(0xC5, 8)
            code(0, 5)
        }
        code(0, 7)
        put(0, 7)
        let total = length / 258 * 258 + 1
        let (low, high) = ((1 + 97 * total) % 65_521, (total + 97 * (total * (total + 1) / 2)) % 65_521)
        return bytes + [high >> 8, high, low >> 8, low].map { UInt8(truncatingIfNeeded: $0) }
    }

    @Test func `EXIF that makes no sense counts as upright`() throws {
        let plain = try PictureFile.read(SeenPicture.path("orientation_1.jpg"))
        let file = try bytes("orientation_6.jpg")
        let exif = try #require(file.indices.first { file[$0...].starts(with: Array("Exif".utf8)) }) + 6
        // Byte order, the directory's place, its length, the orientation itself (behind 8 + 2 + 8 bytes).
        for (offset, values) in [
            (0, [9, 9]), (2, [0, 0]), (4, [255, 255, 255, 255]), (8, [0, 0]), (18, [0, 77, 0, 77]), (18, [0, 0, 0, 0]),
        ] as [(Int, [UInt8])] {
            var changed = file
            for (index, value) in values.enumerated() { changed[exif + offset + index] = value }
            let picture = try PictureFile.decode(changed, name: "a.jpg")
            #expect(picture.width == plain.width && picture.height == plain.height, "\(offset)")
        }
    }

    /// A PNG's header, an empty picture and an end, with right check sums.
    func hollowPNG(width: Int, height: Int) -> [UInt8] {
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", number(width) + number(height) + [8, 2, 0, 0, 0])
            + chunk("IDAT", [0x78, 0x9C, 3, 0, 0, 0, 0, 1])
            + chunk("IEND", [])
    }

    func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

    func checkSum(_ bytes: [UInt8]) -> Int {
        let sum = bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return Int(~sum)
    }

    /// With its right check sum.
    func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        return number(data.count) + body + number(checkSum(body))
    }
}
