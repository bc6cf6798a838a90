import InspectionTypes
import Testing

@testable import Augmentation

@Suite("Defects painted on normal pictures")
struct SyntheticDefectsTests {
    /// Rings on a ground that gets brighter to one side.
    private func part(_ colour: Picture.Colour, width: Int = 64, height: Int = 48, phase: Double = 0) -> Picture {
        var pixels: [UInt8] = []
        for row in 0..<height {
            for column in 0..<width {
                let (x, y) = (Double(column) - 32 + phase, Double(row) - 24)
                let ring = Int((x * x + y * y).squareRoot() + phase) % 12 < 6 ? 90.0 : 150
                for channel in 0..<colour.channelCount {
                    pixels.append(UInt8(ring + 0.5 * Double(column) + 5 * Double(channel)))
                }
            }
        }
        return Picture(width: width, height: height, colour: colour, pixels: pixels)
    }

    private func painted(
        _ count: Int, _ colour: Picture.Colour = .grey, _ settings: SyntheticDefects = .init()
    ) -> [(picture: Picture, mask: Mask)] {
        let (normal, other) = (part(colour), part(colour, phase: 5))
        return (0..<count).map { number in
            var generator = SeededGenerator(seed: 5, stream: UInt64(number))
            return settings.paint(normal, other: other, using: &generator)
        }
    }

    @Test("the mask is what can be seen to have changed", arguments: [Picture.Colour.grey, .rgb])
    func mask(_ colour: Picture.Colour) {
        let normal = part(colour)
        for (picture, mask) in painted(60, colour) {
            #expect(picture.width == 64 && picture.height == 48 && picture.colour == colour)
            for pixel in 0..<64 * 48 {
                let steps = (0..<colour.channelCount).map { channel in
                    let place = pixel * colour.channelCount + channel
                    return abs(Int(picture.pixels[place]) - Int(normal.pixels[place]))
                }
                // 0.05 of 255 is 12.75, and values are rounded once.
                #expect(mask.values[pixel] == 1 ? (steps.max() ?? 0) >= 12 : (steps.max() ?? 0) <= 13)
            }
        }
    }

    @Test("nearly every picture shows something, from specks to a large part of it")
    func sizes() {
        let areas = painted(200).map(\.mask.area).sorted()
        #expect(areas.count { $0 < 3 } <= 4)
        #expect(areas[20] < 40, "a tenth are small: \(areas[20])")
        #expect(areas[180] > 100, "a tenth are large: \(areas[180])")
        #expect(areas[199] < 64 * 48 * 9 / 10, "none is everything")
    }

    struct Kind: Sendable, CustomTestStringConvertible {
        var name: String
        var shares: SyntheticDefects.Shares
        var testDescription: String { name }
    }

    @Test(
        "each kind paints, darker and brighter alike",
        arguments: [
            Kind(name: "blobs", shares: .init(blob: 1, patch: 0, scratch: 0)),
            Kind(name: "patches", shares: .init(blob: 0, patch: 1, scratch: 0)),
            Kind(name: "scratches", shares: .init(blob: 0, patch: 0, scratch: 1)),
        ])
    func kinds(_ kind: Kind) {
        var settings = SyntheticDefects()
        settings.shares = kind.shares
        settings.counts = [1]
        let normal = part(.grey)
        var (darker, brighter, empty) = (0, 0, 0)
        for (picture, mask) in painted(80, .grey, settings) {
            let change = (0..<64 * 48).reduce(0) { $0 + Int(picture.pixels[$1]) - Int(normal.pixels[$1]) }
            if mask.area == 0 { empty += 1 } else if change < 0 { darker += 1 } else { brighter += 1 }
        }
        #expect(empty <= 3)
        #expect(darker >= 15 && brighter >= 15)
    }

    @Test("every filling of a blob changes what it covers and nothing else", arguments: BlobDefect.Kind.allCases)
    func fillings(_ kind: BlobDefect.Kind) throws {
        var changed = 0
        for number in 0..<20 {
            var generator = SeededGenerator(seed: 9, stream: UInt64(number))
            var ground = DefectGround(part(.grey), other: part(.grey, phase: 5))
            let blob = try #require(BlobDefect(on: ground, lengths: 0.2...0.4, using: &generator))
            blob.paint(kind, on: &ground, using: &generator)
            if ground.changedPixels(least: 0.02) > 0 { changed += 1 }
            for row in 0..<48 {
                for column in 0..<64 {
                    let (y, x) = (row - blob.top, column - blob.left)
                    let isWithin = (0..<blob.height).contains(y) && (0..<blob.width).contains(x)
                    if !isWithin { #expect(!ground.isChanged(pixel: row * 64 + column, least: 0)) }
                }
            }
        }
        #expect(changed >= 16)
    }

    @Test("the same seed paints the same, another one does not")
    func seeded() {
        let (first, second) = (painted(5), painted(5))
        #expect(first.map(\.picture) == second.map(\.picture))
        #expect(Set(first.map { $0.picture.pixels }).count == 5)
    }

    @Test("value noise has about unit variance and no steps", arguments: [2.0 as Float, 7, 30])
    func noise(_ cell: Float) {
        var generator = SeededGenerator(seed: 3)
        var (sum, squares, count) = (0.0, 0.0, 0.0)
        for _ in 0..<40 {
            let noise = ValueNoise(width: 40, height: 30, cell: cell, using: &generator)
            #expect(noise.values.count == 1200)
            for value in noise.values {
                (sum, squares, count) = (sum + Double(value), squares + Double(value * value), count + 1)
            }
        }
        // Few cells are few draws.
        #expect(abs(sum / count) < (cell < 10 ? 0.1 : 0.4))
        #expect(abs(squares / count - 1) < 0.2, "\(squares / count)")
    }
}
