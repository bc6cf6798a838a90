import InspectionTypes
import Testing

@testable import Augmentation

@Suite struct AugmentationSheetTests {
    static func pixel(_ sheet: Picture, _ column: Int, _ row: Int) -> [UInt8] {
        let start = (row * sheet.width + column) * 3
        return Array(sheet.pixels[start..<start + 3])
    }

    @Test func eachRowBeginsWithItsOriginal() throws {
        let examples = (1...3).map { number in
            AugmentationSheet.Example(
                picture: Picture(
                    width: 20, height: 10, colour: .grey, pixels: [UInt8](repeating: UInt8(60 * number), count: 200)))
        }
        var brighter = PictureAugmentation()
        brighter.brightness = 0.2
        var sheet = AugmentationSheet(
            frontEnd: PictureFrontEnd(width: 20, height: 10, colour: .grey), augmentation: brighter, seed: 4)
        sheet.columns = 3
        let picture = try sheet.picture(of: examples)
        #expect(picture.width == 4 * 24 + 4 && picture.height == 3 * 14 + 4 && picture.colour == .rgb)
        var shades: Set<[UInt8]> = []
        for row in 0..<3 {
            #expect(Self.pixel(picture, 4, 4 + 14 * row) == [UInt8](repeating: UInt8(60 * (row + 1)), count: 3))
            #expect(Self.pixel(picture, 23, 13 + 14 * row) == [UInt8](repeating: UInt8(60 * (row + 1)), count: 3))
            #expect(Self.pixel(picture, 24, 13 + 14 * row) == [255, 255, 255])
            for column in 1...3 { shades.insert([UInt8(row)] + Self.pixel(picture, 4 + 24 * column, 4 + 14 * row)) }
        }
        #expect(shades.count == 9, "each is augmented by a draw of its own")
        #expect(try sheet.picture(of: examples) == picture)
    }

    @Test func aMaskIsFramedAndWhatItHoldsStaysVisible() throws {
        var mask = Mask(width: 9, height: 9)
        mask.values[4 * 9 + 4] = 1
        let grey = Picture(width: 9, height: 9, colour: .grey, pixels: [UInt8](repeating: 100, count: 81))
        var sheet = AugmentationSheet(
            frontEnd: PictureFrontEnd(width: 9, height: 9, colour: .grey, fit: .tile), augmentation: .off, seed: 4)
        sheet.columns = 1
        sheet.gap = 0
        let picture = try sheet.picture(of: [AugmentationSheet.Example(picture: grey, mask: mask)])
        for row in 0..<9 {
            for column in 0..<9 {
                let isFrame = abs(row - 4) + abs(column - 4) == 1
                #expect(Self.pixel(picture, column, row) == (isFrame ? [255, 64, 160] : [100, 100, 100]))
            }
        }
    }
}
