import InspectionTypes
import Testing

@testable import Augmentation

/// Geometry by reasoning: where a picture's marks must lie after each transform.
@Suite struct PictureTransformTests {
    /// A picture whose pixels all differ.
    static func numbered(width: Int, height: Int, colour: Picture.Colour = .grey) -> Picture {
        let count = width * height * colour.channelCount
        return Picture(width: width, height: height, colour: colour, pixels: (0..<count).map { UInt8($0 % 251) })
    }

    /// The whole of `picture` through a geometry, in an output of the same or another size.
    static func through(
        _ geometry: PictureChange.Geometry, _ picture: Picture, width: Int? = nil, height: Int? = nil,
        window: PictureTransform.Window? = nil
    ) -> Picture {
        let (width, height) = (width ?? picture.width, height ?? picture.height)
        let window =
            window
            ?? PictureTransform.Window(left: 0, top: 0, width: Double(picture.width), height: Double(picture.height))
        let transform = PictureTransform(geometry, window: window, width: width, height: height)
        var output = [UInt8](repeating: 7, count: width * height * picture.channelCount)
        picture.pixels.withUnsafeBufferPointer { bytes in
            output.withUnsafeMutableBufferPointer { output in
                guard let pixels = bytes.baseAddress, let output = output.baseAddress else { return }
                let source = PictureWarp.Source(
                    pixels: pixels, width: picture.width, height: picture.height, channelCount: picture.channelCount)
                PictureWarp.sample(source, transform, into: output, width: width, height: height)
            }
        }
        return Picture(width: width, height: height, colour: picture.colour, pixels: output)
    }

    struct Exact: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var geometry: PictureChange.Geometry
        /// Source column and row of an output column and row, in a picture of 5 × 5.
        var source: @Sendable (_ column: Int, _ row: Int) -> (Int, Int)

        init(
            _ name: String, columns: Bool = false, rows: Bool = false, turns: Int = 0,
            _ source: @escaping @Sendable (Int, Int) -> (Int, Int)
        ) {
            testDescription = name
            geometry = PictureChange.Geometry()
            geometry.flipsColumns = columns
            geometry.flipsRows = rows
            geometry.quarterTurns = turns
            self.source = source
        }
    }

    @Test(
        arguments: [
            Exact("nothing") { ($0, $1) },
            Exact("left and right", columns: true) { (4 - $0, $1) },
            Exact("top and bottom", rows: true) { ($0, 4 - $1) },
            // Clockwise: the output's upper left was the lower left.
            Exact("quarter turn", turns: 1) { ($1, 4 - $0) },
            Exact("half turn", turns: 2) { (4 - $0, 4 - $1) },
            Exact("three quarter turns", turns: 3) { (4 - $1, $0) },
            Exact("quarter turn, then flip", columns: true, turns: 1) { ($1, $0) },
        ], [Picture.Colour.grey, .rgb])
    func flipsAndTurnsAreCopies(_ known: Exact, colour: Picture.Colour) {
        let picture = Self.numbered(width: 5, height: 5, colour: colour)
        let changed = Self.through(known.geometry, picture)
        for row in 0..<5 {
            for column in 0..<5 {
                let (fromColumn, fromRow) = known.source(column, row)
                for channel in 0..<colour.channelCount {
                    #expect(
                        changed.pixels[(row * 5 + column) * colour.channelCount + channel]
                            == picture.pixels[(fromRow * 5 + fromColumn) * colour.channelCount + channel],
                        "column \(column), row \(row)")
                }
            }
        }
    }

    @Test(arguments: [(6, 4), (7, 4), (5, 8)])
    func picturesThatAreNotSquareAreFlippedAndHalfTurnedExactly(width: Int, height: Int) {
        let picture = Self.numbered(width: width, height: height)
        var flip = PictureChange.Geometry()
        flip.flipsColumns = true
        flip.flipsRows = true
        var turn = PictureChange.Geometry()
        turn.quarterTurns = 2
        #expect(Self.through(flip, picture).pixels == picture.pixels.reversed())
        #expect(Self.through(turn, picture).pixels == picture.pixels.reversed())
    }

    @Test func aTurnedWindowOfAnotherShapeFindsItsPixelsInThePicture() {
        let picture = Self.numbered(width: 12, height: 12)
        var turn = PictureChange.Geometry()
        turn.quarterTurns = 1
        // 6 × 2 pixels at columns 3…8, rows 5…6: turned, they are columns 5…6 and rows 3…8 of the picture.
        let turned = Self.through(
            turn, picture, width: 6, height: 2, window: PictureTransform.Window(left: 3, top: 5, width: 6, height: 2))
        for row in 0..<2 {
            for column in 0..<6 {
                #expect(turned.pixels[row * 6 + column] == picture.pixels[(8 - column) * 12 + 5 + row])
            }
        }
    }

    @Test func outsideThePictureItsMirrorImageGoesOn() {
        let picture = Self.numbered(width: 3, height: 2)
        let wide = Self.through(
            PictureChange.Geometry(), picture, width: 11, height: 2,
            window: PictureTransform.Window(left: -4, top: 0, width: 11, height: 2))
        #expect(Array(wide.pixels[0..<11]) == [0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2])
    }

    /// A dot at (24, 12) of 32 × 32, blurred enough to have a centre of mass between pixels.
    static let dot: Picture = {
        var pixels = [UInt8](repeating: 0, count: 32 * 32)
        for row in 0..<32 {
            for column in 0..<32 {
                let (x, y) = (Double(column) + 0.5 - 24, Double(row) + 0.5 - 12)
                pixels[row * 32 + column] = UInt8(max(0, 240 - 24 * (x * x + y * y)))
            }
        }
        return Picture(width: 32, height: 32, colour: .grey, pixels: pixels)
    }()

    static func centre(of picture: Picture) -> SIMD2<Double> {
        var sum = SIMD2<Double>(0, 0)
        var mass = 0.0
        for (index, value) in picture.pixels.enumerated() {
            let place = SIMD2(Double(index % picture.width) + 0.5, Double(index / picture.width) + 0.5)
            sum += place * Double(value)
            mass += Double(value)
        }
        return sum / mass
    }

    struct Moved: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var geometry = PictureChange.Geometry()
        var centre: SIMD2<Double>

        init(_ name: String, to x: Double, _ y: Double, _ change: (inout PictureChange.Geometry) -> Void) {
            testDescription = name
            centre = SIMD2(x, y)
            change(&geometry)
        }
    }

    // The dot lies 8 to the right of the middle and 4 above it.
    @Test(arguments: [
        Moved("unchanged", to: 24, 12) { _ in },
        Moved("30° clockwise", to: 16 + 8 * 0.866_025 + 4 * 0.5, 16 + 8 * 0.5 - 4 * 0.866_025) { $0.angle = .pi / 6 },
        Moved("45° back", to: 16 + 4 * 0.707_107, 16 - 12 * 0.707_107) { $0.angle = -.pi / 4 },
        Moved("half of the width, stretched", to: 20, 12) {
            $0.zoom = SIMD2(0.5, 1)
            $0.offset = SIMD2(6.0 / 32, 0)
        },
        Moved("smaller", to: 16 + 8 / 1.2, 16 - 4 / 1.2) { $0.zoom = SIMD2(1.2, 1.2) },
        Moved("twice as large", to: 14, 12) {
            $0.zoom = SIMD2(0.5, 0.5)
            $0.offset = SIMD2(9.0 / 32, -2.0 / 32)
        },
        Moved("seen further to the right", to: 21, 12) { $0.offset = SIMD2(3.0 / 32, 0) },
        Moved("turned, then flipped", to: 12, 24) {
            $0.flipsColumns = true
            $0.quarterTurns = 1
        },
        Moved("flipped, then rotated by 90°", to: 20, 8) {
            $0.angle = .pi / 2
            $0.flipsColumns = true
        },
    ])
    func aDotLandsWhereTheGeometrySays(_ known: Moved) {
        let found = Self.centre(of: Self.through(known.geometry, Self.dot))
        let miss = found - known.centre
        #expect(abs(miss.x) < 0.12 && abs(miss.y) < 0.12, "\(found)")
    }

    @Test func aRotatedRightAngleAgreesWithATurn() {
        let picture = Self.numbered(width: 16, height: 16, colour: .rgb)
        var turn = PictureChange.Geometry()
        turn.quarterTurns = 1
        var rotation = PictureChange.Geometry()
        rotation.angle = .pi / 2
        #expect(Self.through(turn, picture).pixels == Self.through(rotation, picture).pixels)
    }

    @Test func strongShrinkingAverages() {
        // Stripes of one column: bilinear sampling of every fourth column would see one colour only.
        let stripes = Picture(
            width: 64, height: 64, colour: .grey, pixels: (0..<64 * 64).map { $0 % 2 == 0 ? 0 : 200 })
        let small = Self.through(PictureChange.Geometry(), stripes, width: 16, height: 16)
        #expect(small.pixels.allSatisfy { $0 == 100 })
    }

    @Test func interpolationKeepsAnEvenPictureEven() {
        var geometry = PictureChange.Geometry()
        geometry.angle = 0.3
        geometry.zoom = SIMD2(1.3, 0.8)
        for value in [0, 1, 128, 255] as [UInt8] {
            let even = Picture(width: 20, height: 20, colour: .rgb, pixels: [UInt8](repeating: value, count: 1200))
            #expect(Self.through(geometry, even).pixels.allSatisfy { $0 == value })
        }
    }

    @Test func bilinearValuesAreTheNeighboursWeighted() {
        // A ramp of 8 a column, shown at twice its size: pixels lie at quarters between two columns.
        let ramp = Picture(width: 8, height: 8, colour: .grey, pixels: (0..<64).map { UInt8($0 % 8 * 8) })
        let large = Self.through(PictureChange.Geometry(), ramp, width: 16, height: 16)
        #expect(Array(large.pixels[..<16]) == [2, 2, 6, 10, 14, 18, 22, 26, 30, 34, 38, 42, 46, 50, 54, 54])
    }
}
