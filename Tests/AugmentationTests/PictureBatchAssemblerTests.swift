import InspectionTypes
import Signals
import Testing

@testable import Augmentation

@Suite struct PictureBatchAssemblerTests {
    static func pictures(_ colour: Picture.Colour, width: Int = 24, height: Int = 24) -> [Picture] {
        (0..<5).map { number in
            var generator = SeededGenerator(seed: UInt64(number))
            let count = width * height * colour.channelCount
            return Picture(
                width: width, height: height, colour: colour,
                pixels: (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
        }
    }

    static func assemble(
        _ requests: [PictureRequest], _ augmentation: PictureAugmentation, of pictures: [Picture],
        frontEnd: PictureFrontEnd, wereSquare: Bool = true, seed: UInt64 = 1, epoch: Int = 0, threads: Int = 1
    ) throws -> (pictures: [Float], labels: [Float]) {
        let assembler = PictureBatchAssembler(
            frontEnd: frontEnd, classCount: 5, augmentation: augmentation, seed: seed, threads: threads)
        var values = [Float](repeating: .nan, count: requests.count * assembler.pictureLength)
        var labels = [Float](repeating: .nan, count: requests.count * 5)
        try values.withUnsafeMutableBufferPointer { values in
            try labels.withUnsafeMutableBufferPointer { labels in
                try assembler.assemble(
                    requests, batch: 0, epoch: epoch, picture: { pictures[$0] }, isSquare: { _ in wereSquare },
                    label: { index in (0..<5).map { $0 == index ? 1 : 0 } }, pictures: values, labels: labels)
            }
        }
        return (values, labels)
    }

    static func frontEnd(_ colour: Picture.Colour) -> PictureFrontEnd {
        PictureFrontEnd(width: 24, height: 24, colour: colour)
    }

    static var everything: PictureAugmentation {
        var settings = PictureAugmentation.strong
        settings.cutoutProbability = 0.5
        settings.blurProbability = 0.5
        settings.noiseProbability = 0.5
        settings.jpegProbability = 0.5
        return settings
    }

    @Test(arguments: [Picture.Colour.grey, .rgb])
    func withoutAugmentationABatchIsThePicturesOver255(colour: Picture.Colour) throws {
        let pictures = Self.pictures(colour)
        let requests = [PictureRequest(picture: 3, item: 0), PictureRequest(picture: 1, item: 1)]
        let (values, labels) = try Self.assemble(requests, .off, of: pictures, frontEnd: Self.frontEnd(colour))
        let channels = colour.channelCount
        for (place, number) in [3, 1].enumerated() {
            for channel in 0..<channels {
                for index in 0..<576 {
                    #expect(
                        values[(place * channels + channel) * 576 + index]
                            == Float(pictures[number].pixels[index * channels + channel]) / 255)
                }
            }
        }
        #expect(labels == [0, 0, 0, 1, 0, 0, 1, 0, 0, 0])
    }

    @Test func theFrontEndsMeanAndDeviationAreTakenInto() throws {
        var frontEnd = Self.frontEnd(.rgb)
        frontEnd.mean = [0.485, 0.456, 0.406]
        frontEnd.deviation = [0.229, 0.224, 0.225]
        let pictures = Self.pictures(.rgb)
        let (values, _) = try Self.assemble(
            [PictureRequest(picture: 0, item: 0)], .off, of: pictures, frontEnd: frontEnd)
        for channel in 0..<3 {
            let expected =
                (Float(pictures[0].pixels[channel]) / 255 - frontEnd.mean[channel]) / frontEnd.deviation[channel]
            #expect(abs(values[channel * 576] - expected) < 1e-6)
        }
    }

    @Test func seedEpochAndItemsDecideAndThreadsDoNot() throws {
        let pictures = Self.pictures(.rgb)
        let requests = (0..<9).map { PictureRequest(picture: $0 % 5, item: $0) }
        func run(seed: UInt64 = 3, epoch: Int = 2, threads: Int = 1) throws -> (pictures: [Float], labels: [Float]) {
            try Self.assemble(
                requests, Self.everything, of: pictures, frontEnd: Self.frontEnd(.rgb), seed: seed, epoch: epoch,
                threads: threads)
        }
        let first = try run()
        for threads in [1, 2, 3, 20] {
            let again = try run(threads: threads)
            #expect(first.pictures == again.pictures && first.labels == again.labels)
        }
        #expect(first.pictures.allSatisfy { (0...1).contains($0) })
        #expect(try first.pictures != run(seed: 4).pictures)
        #expect(try first.pictures != run(epoch: 3).pictures)
    }

    @Test func anItemsDrawDoesNotDependOnItsBatch() throws {
        var settings = Self.everything
        settings.mixupAlpha = 0
        let pictures = Self.pictures(.grey)
        let request = PictureRequest(picture: 1, item: 17)
        let alone = try Self.assemble([request], settings, of: pictures, frontEnd: Self.frontEnd(.grey))
        let among = try Self.assemble(
            [PictureRequest(picture: 3, item: 2), request], settings, of: pictures, frontEnd: Self.frontEnd(.grey))
        #expect(alone.pictures == Array(among.pictures[576...]))
    }

    @Test func flipsAndTurnsRearrangePixelsAndNothingElse() throws {
        var settings = PictureAugmentation()
        settings.horizontalFlip = true
        settings.verticalFlip = true
        settings.rightAngles = true
        let pictures = Self.pictures(.grey)
        let requests = (0..<64).map { PictureRequest(picture: 2, item: $0) }
        let (values, _) = try Self.assemble(requests, settings, of: pictures, frontEnd: Self.frontEnd(.grey))
        let sorted = pictures[2].pixels.sorted().map { Float($0) / 255 }
        var seen: Set<[Float]> = []
        for place in 0..<64 {
            let shown = Array(values[place * 576..<(place + 1) * 576])
            #expect(shown.sorted() == sorted)
            seen.insert(shown)
        }
        #expect(seen.count == 8, "a square has eight symmetries")
    }

    /// The store keeps pictures at the model's size, so that the picture itself no longer tells.
    @Test(arguments: [PictureFrontEnd.Fit.stretch, .pad], [true, false])
    func whatWasStretchedToASquareIsNotTurnedByAQuarter(fit: PictureFrontEnd.Fit, wereSquare: Bool) throws {
        var settings = PictureAugmentation()
        settings.rightAngles = true
        var frontEnd = Self.frontEnd(.grey)
        frontEnd.fit = fit
        let (values, _) = try Self.assemble(
            (0..<32).map { PictureRequest(picture: 2, item: $0) }, settings, of: Self.pictures(.grey),
            frontEnd: frontEnd, wereSquare: wereSquare)
        let seen = Set((0..<32).map { Array(values[$0 * 576..<($0 + 1) * 576]) })
        #expect(seen.count == (fit == .stretch && !wereSquare ? 2 : 4))
    }

    @Test func mixupMixesLabelsAsItMixesPictures() throws {
        var settings = PictureAugmentation()
        settings.mixupAlpha = 1
        // Even pictures of 50 · number: a mixture's value tells its label.
        let pictures = (0..<5).map {
            Picture(width: 24, height: 24, colour: .grey, pixels: [UInt8](repeating: UInt8(50 * $0), count: 576))
        }
        let requests = (0..<5).map { PictureRequest(picture: $0, item: $0) }
        let (values, labels) = try Self.assemble(requests, settings, of: pictures, frontEnd: Self.frontEnd(.grey))
        var mixed = 0
        for place in 0..<5 {
            let label = labels[place * 5..<(place + 1) * 5]
            #expect(abs(label.reduce(0, +) - 1) < 1e-6)
            let expected = label.enumerated().reduce(Float(0)) { $0 + Float(50 * $1.offset) / 255 * $1.element }
            #expect(abs(values[place * 576] - expected) < 1e-5)
            mixed += label.contains { $0 > 0 && $0 < 1 } ? 1 : 0
        }
        #expect(mixed == 4, "one of five has no partner")
    }

    struct Broken: Error, Equatable { var number: Int }

    @Test(arguments: [1, 3])
    func theFirstPictureThatFailsIsReported(threads: Int) {
        let assembler = PictureBatchAssembler(
            frontEnd: Self.frontEnd(.grey), classCount: 1, augmentation: .off, seed: 0, threads: threads)
        let good = Self.pictures(.grey)[0]
        var values = [Float](repeating: 0, count: 9 * 576)
        var labels = [Float](repeating: 0, count: 9)
        #expect(throws: Broken(number: 4)) {
            try values.withUnsafeMutableBufferPointer { values in
                try labels.withUnsafeMutableBufferPointer { labels in
                    try assembler.assemble(
                        (0..<9).map { PictureRequest(picture: $0, item: $0) }, batch: 0, epoch: 0,
                        picture: { number in
                            if number >= 4 { throw Broken(number: number) }
                            return good
                        }, isSquare: { _ in true }, label: { _ in [1] }, pictures: values, labels: labels)
                }
            }
        }
    }
}

/// Compression, and pictures of another size or colour than the model's.
@Suite struct PictureBatchFittingTests {
    typealias Batches = PictureBatchAssemblerTests

    static func smooth(width: Int, height: Int, colour: Picture.Colour) -> Picture {
        let channels = colour.channelCount
        let pixels = (0..<width * height * channels).map { index -> UInt8 in
            let (pixel, channel) = (index / channels, index % channels)
            return UInt8(min(255, 30 + pixel % width * 2 + pixel / width + 20 * channel))
        }
        return Picture(width: width, height: height, colour: colour, pixels: pixels)
    }

    @Test(arguments: [Picture.Colour.grey, .rgb])
    func compressionChangesValuesALittleAndNotTheSize(colour: Picture.Colour) throws {
        var settings = PictureAugmentation()
        settings.jpegProbability = 1
        settings.jpegQuality = 30...30
        let picture = Self.smooth(width: 24, height: 24, colour: colour)
        let request = [PictureRequest(picture: 0, item: 0)]
        let plain = try Batches.assemble(request, .off, of: [picture], frontEnd: Batches.frontEnd(colour)).pictures
        let packed = try Batches.assemble(request, settings, of: [picture], frontEnd: Batches.frontEnd(colour)).pictures
        #expect(plain.count == packed.count && plain != packed)
        #expect(zip(plain, packed).allSatisfy { abs($0 - $1) < 30.0 / 255 })
    }

    @Test(arguments: [PictureFrontEnd.Fit.stretch, .pad, .crop])
    func otherSizesAndColoursAreFittedAsInService(fit: PictureFrontEnd.Fit) throws {
        let frontEnd = PictureFrontEnd(width: 24, height: 24, colour: .grey, fit: fit)
        let picture = Self.smooth(width: 60, height: 45, colour: .rgb)
        let found = try Batches.assemble(
            [PictureRequest(picture: 0, item: 0)], .off, of: [picture], frontEnd: frontEnd
        ).pictures
        #expect(found == PictureFeatureExtractor(frontEnd).features(of: picture))
        var flips = PictureAugmentation()
        flips.horizontalFlip = true
        let requests = (0..<8).map { PictureRequest(picture: 0, item: $0) }
        let flipped = try Batches.assemble(requests, flips, of: [picture], frontEnd: frontEnd).pictures
        for place in 0..<8 { #expect(flipped[place * 576..<(place + 1) * 576].sorted() == found.sorted()) }
        let seen = Set((0..<8).map { Array(flipped[$0 * 576..<$0 * 576 + 576]) })
        #expect(seen.count == 2)
    }

    @Test func aLargerPictureIsWarpedInItsOwnPixels() throws {
        var zoom = PictureAugmentation()
        zoom.cropScale = 0.25...0.25
        // Half of the side of a picture twice as large: its pixels as they are, wherever the part lies.
        let picture = Self.smooth(width: 48, height: 48, colour: .grey)
        let found = try Batches.assemble(
            (0..<10).map { PictureRequest(picture: 0, item: $0) }, zoom, of: [picture],
            frontEnd: Batches.frontEnd(.grey)
        ).pictures
        for place in 0..<10 {
            let rows: [Float] = found[place * 576..<(place + 1) * 576].map { ($0 * 255).rounded() }
            // The ramp's own slope, 2 a column and 1 a row, not the 4 and 2 of a picture that was halved.
            #expect((0..<23).allSatisfy { abs(rows[$0 + 1] - rows[$0] - 2) <= 1 })
            #expect((0..<23).allSatisfy { abs(rows[24 * ($0 + 1)] - rows[24 * $0] - 1) <= 1 })
        }
    }
}
