import Foundation
import InspectionTypes
import Testing

/// Data made by `Tests/Fixtures/signals/make_picture_goldens.py`.
struct PictureGolden: Decodable, Sendable {
    struct Place: Decodable, Sendable {
        var offset: Int
        var count: Int
    }

    struct Resizing: Decodable, Sendable, CustomTestStringConvertible {
        var source: [Int]
        var target: [Int]
        var colour: Picture.Colour
        var pixels: Place
        var expected: Place

        var testDescription: String { "\(colour) \(source) to \(target)" }
    }

    struct Grey: Decodable, Sendable {
        var width: Int
        var pixels: Place
        var expected: Place
    }

    struct FrontEnd: Decodable, Sendable, CustomTestStringConvertible {
        var source: [Int]
        var target: [Int]
        var colour: Picture.Colour
        var fit: PictureFrontEnd.Fit
        var cropMargin: Double
        var mean: [Float]
        var deviation: [Float]
        var pixels: Place
        var expected: Place

        var testDescription: String { "\(fit) \(colour) \(source) to \(target)" }
    }

    var resizing: [Resizing]
    var grey: Grey
    var frontEnds: [FrontEnd]

    static func read() throws -> PictureGolden {
        try JSONDecoder().decode(Self.self, from: Data(contentsOf: Golden.folder.appending(path: "pictures.json")))
    }

    static func bytes(_ place: Place) throws -> [UInt8] {
        let data = try Data(contentsOf: Golden.folder.appending(path: "pictures.bin"))
        return Array(data[place.offset..<place.offset + place.count])
    }

    static func floats(_ place: Place) throws -> [Float] {
        let bytes = try bytes(Place(offset: place.offset, count: 4 * place.count))
        return bytes.withUnsafeBytes { bytes in
            (0..<place.count).map {
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
            }
        }
    }
}

/// The largest difference of two rows of bytes; 256 where their lengths differ.
func largestDifference(_ a: [UInt8], _ b: [UInt8]) -> Int {
    guard a.count == b.count else { return 256 }
    return zip(a, b).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

/// A picture of hashed values, the same on every run.
func noisyPicture(_ width: Int, _ height: Int, _ colour: Picture.Colour) -> Picture {
    let values = (0..<width * height * colour.channelCount).map { index -> UInt8 in
        UInt8(truncatingIfNeeded: UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15 >> 40)
    }
    return Picture(width: width, height: height, colour: colour, pixels: values)
}
