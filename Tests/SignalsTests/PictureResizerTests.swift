import InspectionTypes
import Testing

@testable import Signals

@Suite struct PictureResizerTests {
    @Test(arguments: try PictureGolden.read().resizing)
    func `resizing equals Pillow's`(golden: PictureGolden.Resizing) throws {
        let picture = Picture(
            width: golden.source[0], height: golden.source[1], colour: golden.colour,
            pixels: try PictureGolden.bytes(golden.pixels))
        let resized = PictureResizer.resize(picture, width: golden.target[0], height: golden.target[1])
        #expect([resized.width, resized.height] == golden.target)
        #expect(resized.colour == golden.colour)
        #expect(largestDifference(resized.pixels, try PictureGolden.bytes(golden.expected)) == 0)
    }

    @Test func `grey equals Pillow's L`() throws {
        let golden = try PictureGolden.read().grey
        let picture = Picture(
            width: golden.width, height: 1, colour: .rgb, pixels: try PictureGolden.bytes(golden.pixels))
        #expect(picture.converted(to: .grey).pixels == (try PictureGolden.bytes(golden.expected)))
    }

    @Test func `grey and back keeps grey`() {
        let grey = noisyPicture(7, 5, .grey)
        #expect(grey.converted(to: .rgb).converted(to: .grey) == grey)
        #expect(grey.converted(to: .rgb).pixels.prefix(3) == [grey.pixels[0], grey.pixels[0], grey.pixels[0]])
    }

    /// Thousands of rounded weights add up to more than one.
    @Test(arguments: [1, 3, 1000, 65_500])
    func `white stays white from any length`(length: Int) {
        for colour in [Picture.Colour.grey, .rgb] {
            let white = Picture(
                width: length, height: 1, colour: colour,
                pixels: [UInt8](repeating: 255, count: length * colour.channelCount))
            let resized = PictureResizer.resize(white, width: 7, height: 3)
            #expect(resized.pixels.allSatisfy { $0 == 255 })
        }
    }

    @Test func `one resizer serves many pictures`() {
        let resizer = PictureResizer(sourceWidth: 30, sourceHeight: 20, width: 12, height: 9)
        for colour in [Picture.Colour.grey, .rgb] {
            let picture = noisyPicture(30, 20, colour)
            #expect(resizer(picture) == PictureResizer.resize(picture, width: 12, height: 9))
        }
    }

    struct Part: CustomTestStringConvertible {
        var source: (Int, Int)
        var target: (Int, Int)
        var columns: Range<Int>
        var rows: Range<Int>
        var testDescription: String { "\(source) to \(columns)×\(rows) of \(target)" }
    }

    /// Either axis first, grown, shrunk and left as it is.
    @Test(arguments: [
        Part(source: (30, 20), target: (12, 9), columns: 3..<10, rows: 2..<9),
        Part(source: (30, 90), target: (28, 9), columns: 0..<28, rows: 4..<5),
        Part(source: (30, 20), target: (70, 60), columns: 69..<70, rows: 0..<60),
        Part(source: (30, 20), target: (30, 9), columns: 5..<25, rows: 1..<3),
        Part(source: (30, 20), target: (12, 20), columns: 5..<12, rows: 7..<19),
        Part(source: (30, 20), target: (30, 20), columns: 5..<12, rows: 7..<19),
        Part(source: (30, 20), target: (30, 20), columns: 0..<30, rows: 7..<19),
    ])
    func `a part is what is cut out of the whole`(part: Part) {
        for colour in [Picture.Colour.grey, .rgb] {
            let picture = noisyPicture(part.source.0, part.source.1, colour)
            let resizer = PictureResizer(
                sourceWidth: part.source.0, sourceHeight: part.source.1, width: part.target.0, height: part.target.1,
                columns: part.columns, rows: part.rows)
            let whole = PictureResizer.resize(picture, width: part.target.0, height: part.target.1)
            #expect(
                resizer(picture)
                    == whole.window(
                        left: part.columns.lowerBound, top: part.rows.lowerBound, width: part.columns.count,
                        height: part.rows.count, beyond: .fill(0)))
        }
    }
}
