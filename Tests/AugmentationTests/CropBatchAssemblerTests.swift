import InspectionTypes
import Testing

@testable import Augmentation

@Suite struct CropBatchAssemblerTests {
    /// A bright disk on dark ground off the middle, and its mask.
    static func disk(width: Int = 160, height: Int = 140, colour: Picture.Colour = .grey) -> (Picture, Mask) {
        var mask = Mask(width: width, height: height)
        for row in 0..<height {
            for column in 0..<width {
                let (x, y) = (Double(column) + 0.5 - 84, Double(row) + 0.5 - 66)
                mask.values[row * width + column] = x * x + y * y < 27 * 27 ? 1 : 0
            }
        }
        let pixels = mask.values.flatMap { [UInt8](repeating: $0 == 1 ? 220 : 30, count: colour.channelCount) }
        return (Picture(width: width, height: height, colour: colour, pixels: pixels), mask)
    }

    static func assemble(
        _ crops: [Crop], _ augmentation: PictureAugmentation, _ picture: Picture, _ mask: Mask?,
        width: Int = 96, height: Int = 96, epoch: Int = 0, threads: Int = 1
    ) throws -> (inputs: [Float], targets: [Float]) {
        let frontEnd = PictureFrontEnd(width: width, height: height, colour: picture.colour, fit: .tile)
        let assembler = CropBatchAssembler(frontEnd: frontEnd, augmentation: augmentation, seed: 2, threads: threads)
        var inputs = [Float](repeating: .nan, count: crops.count * assembler.cropLength)
        var targets = [Float](repeating: .nan, count: crops.count * assembler.targetLength)
        try inputs.withUnsafeMutableBufferPointer { inputs in
            try targets.withUnsafeMutableBufferPointer { targets in
                try assembler.assemble(
                    crops, epoch: epoch, picture: { _ in picture }, mask: { _ in mask }, inputs: inputs,
                    targets: targets)
            }
        }
        return (inputs, targets)
    }

    @Test func withoutAugmentationACropIsAPart() throws {
        let (picture, mask) = Self.disk()
        let crops = [Crop(picture: 0, column: 40, row: 20, item: 0), Crop(picture: 0, column: 64, row: 44, item: 1)]
        let (inputs, targets) = try Self.assemble(crops, .off, picture, mask)
        for (place, crop) in crops.enumerated() {
            for row in 0..<96 {
                for column in 0..<96 {
                    let from = (crop.row + row) * 160 + crop.column + column
                    #expect(inputs[place * 9216 + row * 96 + column] == Float(picture.pixels[from]) / 255)
                    #expect(targets[place * 9216 + row * 96 + column] == Float(mask.values[from]))
                }
            }
        }
    }

    @Test func overTheEdgePictureAndMaskAreMirrored() throws {
        let (picture, mask) = Self.disk(width: 100, height: 90)
        let (inputs, targets) = try Self.assemble(
            [Crop(picture: 0, column: -10, row: -20, item: 0)], .off, picture, mask, width: 120, height: 130)
        for row in 0..<130 {
            for column in 0..<120 {
                let (y, x) = (PictureWarp.mirrored(row - 20, in: 90), PictureWarp.mirrored(column - 10, in: 100))
                #expect(inputs[row * 120 + column] == Float(picture.pixels[y * 100 + x]) / 255)
                #expect(targets[row * 120 + column] == Float(mask.values[y * 100 + x]))
            }
        }
    }

    struct Means: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var settings = PictureAugmentation()

        init(_ name: String, _ change: (inout PictureAugmentation) -> Void) {
            testDescription = name
            change(&settings)
        }
    }

    @Test(
        arguments: [
            Means("flips and turns") {
                $0.horizontalFlip = true
                $0.verticalFlip = true
                $0.rightAngles = true
            },
            Means("rotation") { $0.rotationDegrees = 45 },
            Means("larger and smaller") { $0.cropScale = 0.4...1.8 },
            Means("bent") { $0.aspect = 1.4 },
            Means("shift") { $0.shift = 0.2 },
            Means("standard") { $0 = .standard },
            Means("strong") { $0 = .strong },
        ], [Picture.Colour.grey, .rgb])
    func picturesAndMasksStayAligned(_ means: Means, colour: Picture.Colour) throws {
        let (picture, mask) = Self.disk(colour: colour)
        let crops = (0..<10).map { Crop(picture: 0, column: 30, row: 20, item: $0) }
        let (inputs, targets) = try Self.assemble(crops, means.settings, picture, mask)
        let (length, area) = (inputs.count / 10, 9216)
        for place in 0..<10 {
            let plane = inputs[place * length..<place * length + area]
            // The disk is what is brighter than the middle between dark and bright, whatever the light.
            let middle = ((plane.min() ?? 0) + (plane.max() ?? 0)) / 2
            let bright = plane.map { $0 > middle }
            let target = targets[place * area..<(place + 1) * area].map { $0 == 1 }
            let both = zip(bright, target).count { $0.0 && $0.1 }
            let either = zip(bright, target).count { $0.0 || $0.1 }
            #expect(both > 500)
            #expect(Double(both) / Double(either) > 0.95, "crop \(place)")
        }
        #expect(targets.allSatisfy { $0 == 0 || $0 == 1 })
    }

    @Test func aPictureWithoutAMaskHasNoDefect() throws {
        let (picture, _) = Self.disk()
        let crops = (0..<4).map { Crop(picture: 0, column: 30, row: 20, item: $0) }
        let (_, targets) = try Self.assemble(crops, .strong, picture, nil)
        #expect(targets.allSatisfy { $0 == 0 })
    }

    @Test func whatIsCoveredIsNoDefect() throws {
        var settings = PictureAugmentation()
        settings.cutoutProbability = 1
        settings.cutoutFraction = 0.6
        let even = Picture(width: 96, height: 96, colour: .grey, pixels: (0..<9216).map { $0 % 2 == 0 ? 0 : 200 })
        let all = Mask(width: 96, height: 96, values: [UInt8](repeating: 1, count: 9216))
        let crops = (0..<20).map { Crop(picture: 0, column: 0, row: 0, item: $0) }
        let (inputs, targets) = try Self.assemble(crops, settings, even, all)
        #expect(targets.contains(0) && targets.contains(1))
        for (value, target) in zip(inputs, targets) { #expect((value == 100.0 / 255) == (target == 0)) }
    }

    @Test func threadsDoNotMatter() throws {
        let (picture, mask) = Self.disk(colour: .rgb)
        let crops = (0..<11).map { Crop(picture: 0, column: 30 + $0, row: 20, item: $0) }
        let one = try Self.assemble(crops, .strong, picture, mask, epoch: 3)
        let four = try Self.assemble(crops, .strong, picture, mask, epoch: 3, threads: 4)
        #expect(one.inputs == four.inputs && one.targets == four.targets)
        #expect(try one.inputs != Self.assemble(crops, .strong, picture, mask, epoch: 4).inputs)
    }

    @Test func aCropThatIsNotSquareIsTurnedWithoutBending() throws {
        var settings = PictureAugmentation()
        settings.rightAngles = true
        let (picture, mask) = Self.disk()
        let crops = (0..<12).map { Crop(picture: 0, column: 20, row: 46, item: $0) }
        let (inputs, targets) = try Self.assemble(crops, settings, picture, mask, width: 96, height: 40)
        var bars: Set<Int> = []
        for place in 0..<12 {
            let part = place * 3840..<(place + 1) * 3840
            // Only the disk's and the ground's own values: nothing was interpolated.
            #expect(Set(inputs[part]).isSubset(of: [Float(220) / 255, Float(30) / 255]))
            #expect(zip(inputs[part], targets[part]).allSatisfy { ($0 > 0.5) == ($1 == 1) })
            bars.insert(targets[part].count { $0 == 1 })
        }
        #expect(bars.count > 1)
    }
}
