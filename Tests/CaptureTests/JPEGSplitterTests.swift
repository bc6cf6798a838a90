import InspectionTypes
import Media
import Testing

@testable import Capture

/// JPEG pictures for tests.
enum Jpeg {
    /// A real one, noisy so that its coded pixels hold all bytes.
    static func picture(_ seed: UInt64, width: Int = 48, height: Int = 32, brightness: ClosedRange<UInt8> = 0...255)
        throws
        -> [UInt8]
    {
        var generator = SeededGenerator(seed: seed)
        let pixels = (0..<width * height * 3).map { _ in UInt8.random(in: brightness, using: &generator) }
        return try PictureEncoder.jpeg(
            Picture(width: width, height: height, colour: .rgb, pixels: pixels), quality: 95)
    }

    /// The same picture with a segment behind its first mark.
    static func with(_ marker: UInt8, _ payload: [UInt8], in picture: [UInt8]) -> [UInt8] {
        let length = payload.count + 2
        return [0xFF, 0xD8, 0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + payload + picture.dropFirst(2)
    }
}

@Suite struct JPEGSplitterTests {
    /// What comes out, fed in pieces of some length.
    static func split(_ stream: [UInt8], pieces: Int, largest: Int = 1 << 26) -> (pictures: [[UInt8]], JPEGSplitter) {
        var splitter = JPEGSplitter(largest: largest)
        var pictures: [[UInt8]] = []
        for start in stride(from: 0, to: stream.count, by: pieces) {
            pictures += stream[start..<min(start + pieces, stream.count)].withUnsafeBytes { splitter.push($0) }
        }
        splitter.finish()
        return (pictures, splitter)
    }

    static let pieces = [1, 2, 3, 7, 4096, 1 << 20]

    @Test(arguments: pieces) func `pictures come out as they went in`(_ pieces: Int) throws {
        let pictures = try (0..<5).map { try Jpeg.picture(UInt64($0)) }
        let (found, splitter) = Self.split(pictures.flatMap { $0 }, pieces: pieces)
        #expect(found == pictures)
        #expect(splitter.damaged == 0 && splitter.strayBytes == 0)
    }

    @Test(arguments: pieces) func `a preview within a segment is neither a picture nor an end`(_ pieces: Int) throws {
        let preview = try Jpeg.picture(9, width: 16, height: 16)
        let pictures = try (0..<3).map {
            Jpeg.with(0xE1, Array("Exif\0\0".utf8) + preview, in: try Jpeg.picture(UInt64($0)))
        }
        let (found, splitter) = Self.split(pictures.flatMap { $0 }, pieces: pieces)
        #expect(found == pictures)
        #expect(splitter.damaged == 0)
        _ = try PictureFile.decode(found[0], name: "first")
    }

    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
    }

    /// A picture as little as the marks allow: a table, a scan's header, its pixels, the end.
    static func small(_ pixels: [UInt8], more: [UInt8] = []) -> [UInt8] {
        [0xFF, 0xD8, 0xFF, 0xDB, 0, 4, 1, 2, 0xFF, 0xDA, 0, 3, 7] + pixels + more + [0xFF, 0xD9]
    }

    static let whole: [Example] = [
        Example(testDescription: "stuffed zeros", bytes: small([1, 0xFF, 0, 0xD9, 0xFF, 0])),
        Example(testDescription: "restarts", bytes: small([1, 0xFF, 0xD0, 2, 0xFF, 0xD7, 3])),
        Example(testDescription: "fill bytes before the end", bytes: small([1, 2, 0xFF, 0xFF])),
        Example(
            testDescription: "fill bytes before a segment",
            bytes: [0xFF, 0xD8, 0xFF, 0xFF, 0xFF, 0xDB, 0, 4, 1, 2, 0xFF, 0xDA, 0, 3, 7, 5, 0xFF, 0xD9]),
        Example(
            testDescription: "several scans with a table between",
            bytes: small([1, 2], more: [0xFF, 0xC4, 0, 4, 0xFF, 0xD9, 0xFF, 0xDA, 0, 3, 7, 9])),
        Example(
            testDescription: "a segment that is empty",
            bytes: small([1], more: [0xFF, 0xFE, 0, 2, 0xFF, 0xDA, 0, 3, 1, 4])),
    ]

    @Test(arguments: whole) func `all that a picture may hold is followed`(_ example: Example) {
        for pieces in Self.pieces {
            let (found, splitter) = Self.split(example.bytes + Self.small([8]), pieces: pieces)
            #expect(found == [example.bytes, Self.small([8])], "in pieces of \(pieces)")
            #expect(splitter.damaged == 0)
        }
    }

    static let broken: [Example] = [
        Example(testDescription: "cut in its pixels", bytes: Array(small([1, 2, 3, 4]).dropLast(3))),
        Example(testDescription: "cut behind its first mark", bytes: [0xFF, 0xD8, 0xFF, 0xDB]),
        Example(testDescription: "an end before any pixels", bytes: [0xFF, 0xD8, 0xFF, 0xD9]),
        Example(testDescription: "a segment shorter than its length", bytes: [0xFF, 0xD8, 0xFF, 0xDB, 0, 1, 5, 5]),
        Example(testDescription: "no marker where one must be", bytes: [0xFF, 0xD8, 0xFF, 0xDB, 0, 3, 9, 0x12, 0x34]),
        Example(
            testDescription: "a stuffed zero outside of pixels", bytes: [0xFF, 0xD8, 0xFF, 0xDB, 0, 3, 9, 0xFF, 0]),
    ]

    @Test(arguments: broken) func `what breaks off is counted, and the next picture is found`(_ example: Example) {
        // What is taken for a segment's length may swallow 64 kB of pictures, and no more.
        let next = Self.small([1, 2, 3, 4, 5, 6, 7, 8])
        let many = Array(repeatElement(next, count: 4000).joined())
        for pieces in Self.pieces {
            let (found, splitter) = Self.split(example.bytes + many, pieces: pieces)
            #expect(isTrue(found.allSatisfy { $0 == next }) && found.count >= 4000 - 65_536 / next.count - 1)
            #expect((1...2).contains(splitter.damaged), "in pieces of \(pieces): \(splitter.damaged)")
        }
    }

    @Test func `what lies between pictures is passed over`() throws {
        let picture = try Jpeg.picture(1)
        let header = Array("--frame\r\nContent-Type: image/jpeg\r\nContent-Length: \(picture.count)\r\n\r\n".utf8)
        let one: [UInt8] = header + picture + [13, 10]
        let stream = one + one + one + one
        for pieces in Self.pieces {
            let (found, splitter) = Self.split(stream, pieces: pieces)
            #expect(found == Array(repeating: picture, count: 4))
            #expect(splitter.damaged == 0)
            // The last two bytes could be the beginning of a picture, and are never told.
            #expect(splitter.strayBytes == Int64(4 * header.count + 3 * 2))
        }
    }

    @Test func `garbage without end takes no memory, and what comes behind it is found`() throws {
        var splitter = JPEGSplitter(largest: 1 << 16)
        var generator = SeededGenerator(seed: 4)
        // Hardly anything but marks, so that pictures seem to begin everywhere.
        let marks: [UInt8] = [0xFF, 0xD8, 0xDA, 0x00, 0xE1]
        let block = (0..<1 << 16).map { _ in marks.randomElement(using: &generator) ?? 0 }
        var found = 0
        for _ in 0..<200 { found += block.withUnsafeBytes { splitter.push($0) }.count }
        #expect(splitter.heldBytes <= (1 << 16) + block.count)
        #expect(splitter.damaged > 100)
        #expect(splitter.straySincePicture > 0 && found == 0)
        let picture = try Jpeg.picture(1)
        // A segment that began in the garbage may swallow 64 kB.
        let many = Array(repeatElement(picture, count: 3 * 65_536 / picture.count).joined())
        let last = many.withUnsafeBytes { splitter.push($0) }
        #expect(isTrue(last.last == picture))
    }

    @Test func `a picture that is too large is given up`() {
        let endless = [0xFF, 0xD8, 0xFF, 0xDA, 0, 3, 7] + [UInt8](repeating: 9, count: 5000)
        let (found, splitter) = Self.split(endless + Self.small([1]), pieces: 100, largest: 1000)
        #expect(found == [Self.small([1])])
        #expect(splitter.damaged == 1)
    }
}
