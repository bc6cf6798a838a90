import InspectionTypes
import Testing

@testable import Signals

@Suite struct PictureFeatureTests {
    @Test(arguments: try PictureGolden.read().frontEnds)
    func `features equal Pillow's and numpy's`(golden: PictureGolden.FrontEnd) throws {
        let frontEnd = PictureFrontEnd(
            width: golden.target[0], height: golden.target[1], colour: golden.colour, fit: golden.fit,
            cropMargin: golden.cropMargin, mean: golden.mean, deviation: golden.deviation)
        let picture = Picture(
            width: golden.source[0], height: golden.source[1], colour: golden.colour,
            pixels: try PictureGolden.bytes(golden.pixels))
        let features = PictureFeatureExtractor(frontEnd).features(of: picture)
        #expect(largestDifference(features, try PictureGolden.floats(golden.expected)) < 1e-6)
    }

    @Test func `colour is turned into the model's before anything else`() {
        let picture = noisyPicture(40, 30, .rgb)
        let extractor = PictureFeatureExtractor(PictureFrontEnd(width: 16, height: 12, colour: .grey))
        #expect(extractor.features(of: picture) == extractor.features(of: picture.converted(to: .grey)))
    }

    struct Fitting: CustomTestStringConvertible {
        var fit: PictureFrontEnd.Fit
        var margin = 1.0
        var width: Int
        var height: Int
        var testDescription: String { "\(fit) \(width)×\(height)" }
    }

    static let fittings = [
        Fitting(fit: .stretch, width: 90, height: 60), Fitting(fit: .pad, width: 90, height: 60),
        Fitting(fit: .pad, width: 20, height: 80), Fitting(fit: .crop, width: 90, height: 60),
        Fitting(fit: .crop, margin: 1.25, width: 60, height: 91), Fitting(fit: .tile, width: 90, height: 20),
    ]

    /// A white patch in the picture is looked for in the input, and the other way round.
    @Test(arguments: fittings)
    func `placement finds in the input what lies in the picture`(fitting: Fitting) throws {
        let frontEnd = PictureFrontEnd(
            width: 32, height: 32, colour: .grey, fit: fitting.fit, cropMargin: fitting.margin)
        let extractor = PictureFeatureExtractor(frontEnd)
        var picture = Picture(
            width: fitting.width, height: fitting.height, colour: .grey,
            pixels: [UInt8](repeating: 0, count: fitting.width * fitting.height))
        let (left, top) = (fitting.width / 2, fitting.height / 2 - 3)
        for row in top..<top + 8 {
            for column in left..<left + 8 { picture.pixels[row * fitting.width + column] = 255 }
        }
        let place = extractor.placement(width: fitting.width, height: fitting.height)
        let seen = extractor.fitted(picture)
        var (sum, x, y) = (0.0, 0.0, 0.0)
        for row in 0..<32 {
            for column in 0..<32 {
                let value = Double(seen.pixels[row * 32 + column])
                let (inX, inY) = (place.pictureX(Double(column) + 0.5), place.pictureY(Double(row) + 0.5))
                guard (0...Double(fitting.width)).contains(inX), (0...Double(fitting.height)).contains(inY) else {
                    if fitting.fit == .pad { #expect(value == 114) }
                    continue
                }
                sum += value
                x += value * inX
                y += value * inY
            }
        }
        #expect(abs(x / sum - Double(left + 4)) < 0.5)
        #expect(abs(y / sum - Double(top + 4)) < 0.5)
    }

    /// Resized as a whole before it is cut, such a picture would take 10 GB.
    @Test(arguments: [PictureFrontEnd.Fit.crop, .pad], [true, false])
    func `the thinnest picture takes no more memory than any`(fit: PictureFrontEnd.Fit, isWide: Bool) {
        let (long, kept) = (65_500, 10)
        func line(_ places: Range<Int>) -> Picture {
            let pixels = places.flatMap { place in (0..<3).map { UInt8(truncatingIfNeeded: place * 37 + $0 * 50) } }
            return Picture(
                width: isWide ? places.count : 1, height: isWide ? 1 : places.count, colour: .rgb, pixels: pixels)
        }
        let extractor = PictureFeatureExtractor(PictureFrontEnd(width: 224, height: 224, colour: .rgb, fit: fit))
        let seen = extractor.fitted(line(0..<long))
        if fit == .crop {
            // The middle is all that is seen, and it is the same of a shorter line.
            #expect(seen == extractor.fitted(line((long - kept) / 2..<(long + kept) / 2)))
        } else {
            #expect(seen.pixels.count { $0 != 114 } > 300 && seen.pixels.count { $0 != 114 } <= 3 * 224)
        }
    }

    @Test func `a window is mirrored at the edges`() {
        let picture = Picture(width: 3, height: 2, colour: .grey, pixels: [1, 2, 3, 4, 5, 6])
        let window = picture.window(left: -3, top: -1, width: 9, height: 4, beyond: .mirror)
        #expect(Array(window.pixels[9..<18]) == [2, 3, 2, 1, 2, 3, 2, 1, 2])
        #expect(Array(window.pixels[0..<9]) == [5, 6, 5, 4, 5, 6, 5, 4, 5])
        #expect(window.pixels[27..<36] == window.pixels[9..<18])
        let filled = picture.window(left: 2, top: 1, width: 3, height: 2, beyond: .fill(9))
        #expect(filled.pixels == [6, 9, 9, 9, 9, 9])
        let outside = picture.window(left: 10, top: 10, width: 2, height: 1, beyond: .fill(9))
        #expect(outside.pixels == [9, 9])
    }
}
