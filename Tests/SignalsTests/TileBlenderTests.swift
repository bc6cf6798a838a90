import InspectionTypes
import Testing

@testable import Signals

@Suite struct TileBlenderTests {
    struct Case: CustomTestStringConvertible {
        var width: Int
        var height: Int
        var tileWidth = 32
        var tileHeight = 32
        var overlap = 8
        var testDescription: String { "\(width)×\(height) by \(tileWidth)×\(tileHeight), \(overlap)" }

        var plan: TilePlan {
            TilePlan(width: width, height: height, tileWidth: tileWidth, tileHeight: tileHeight, overlap: overlap)
        }
    }

    static let cases = [
        Case(width: 32, height: 32), Case(width: 100, height: 70), Case(width: 33, height: 200),
        Case(width: 20, height: 90), Case(width: 7, height: 5), Case(width: 1, height: 1),
        Case(width: 97, height: 61, tileWidth: 24, tileHeight: 16, overlap: 15),
        Case(width: 64, height: 64, overlap: 0), Case(width: 57, height: 120, overlap: 0),
    ]

    /// What a network that changes nothing gives: the tile's own values.
    func values(_ tile: TilePlan.Tile, _ picture: Picture, _ plan: TilePlan) -> [Float] {
        let frontEnd = PictureFrontEnd(
            width: plan.tileWidth, height: plan.tileHeight, colour: .grey, fit: .tile, overlap: plan.overlap)
        let extractor = PictureFeatureExtractor(frontEnd)
        return [Float](unsafeUninitializedCapacity: extractor.count) { out, count in
            extractor.write(tile, of: picture, into: out)
            count = extractor.count
        }
    }

    @Test(arguments: cases)
    func `tiles cover the picture, share the overlap and do not stand out of a larger one`(shape: Case) {
        let plan = shape.plan
        for (origins, length, tile) in [
            (plan.lefts, shape.width, shape.tileWidth), (plan.tops, shape.height, shape.tileHeight),
        ] {
            #expect(origins[0] <= 0 && origins[origins.count - 1] + tile >= length)
            #expect(length <= tile || origins[0] == 0 && origins[origins.count - 1] + tile == length)
            #expect(zip(origins, origins.dropFirst()).allSatisfy { $1 > $0 && $0 + tile - $1 >= shape.overlap })
        }
        #expect(plan.tiles.count == plan.count)
    }

    @Test(arguments: cases, [Float(0), 0.25, 1])
    func `a constant blends to a constant`(shape: Case, value: Float) {
        var blender = TileBlender(shape.plan)
        for _ in shape.plan.tiles {
            blender.add([Float](repeating: value, count: shape.tileWidth * shape.tileHeight))
        }
        let map = blender.finished()
        #expect(map.levels.allSatisfy { $0 == UInt8((value * 255).rounded()) })
    }

    @Test(arguments: cases)
    func `a network that changes nothing gives the picture back`(shape: Case) {
        let picture = noisyPicture(shape.width, shape.height, .grey)
        var blender = TileBlender(shape.plan)
        for tile in shape.plan.tiles { blender.add(values(tile, picture, shape.plan)) }
        let map = blender.finished()
        #expect([map.width, map.height] == [shape.width, shape.height])
        #expect(map.levels == picture.pixels)
    }

    @Test func `a tile counts less towards its edge, and all of it where it is alone`() {
        let plan = TilePlan(width: 56, height: 32, tileWidth: 32, tileHeight: 32, overlap: 8)
        var blender = TileBlender(plan)
        blender.add([Float](repeating: 1, count: 1024))
        blender.add([Float](repeating: 0, count: 1024))
        let row = Array(blender.finished().levels[0..<56])
        #expect(row[0..<24].allSatisfy { $0 == 255 } && row[32...].allSatisfy { $0 == 0 })
        #expect(zip(row[23..<33], row[24..<33]).allSatisfy { $0 > $1 })
    }

    @Test func `what lies beyond 0 and 1 is cut, and no number counts as none`() {
        let plan = TilePlan(width: 2, height: 2, tileWidth: 2, tileHeight: 2, overlap: 0)
        var blender = TileBlender(plan)
        blender.add([-3, .nan, 7, .infinity])
        #expect(blender.finished().levels == [0, 0, 255, 255])
    }

    @Test(arguments: [(20, 12), (100, 70)])
    func `a colour tile is what the whole picture's features hold`(width: Int, height: Int) {
        let picture = noisyPicture(width, height, .rgb)
        let frontEnd = PictureFrontEnd(
            width: 32, height: 32, colour: .rgb, fit: .tile, overlap: 8, mean: [0.5, 0.4, 0.3])
        let extractor = PictureFeatureExtractor(frontEnd)
        let plan = extractor.tiles(width: width, height: height)
        for tile in plan.tiles {
            var values = [Float](repeating: 0, count: extractor.count)
            values.withUnsafeMutableBufferPointer { extractor.write(tile, of: picture, into: $0) }
            for channel in 0..<3 {
                for row in max(0, -tile.top)..<min(32, height - tile.top) {
                    for column in max(0, -tile.left)..<min(32, width - tile.left) {
                        let pixel = ((tile.top + row) * width + tile.left + column) * 3 + channel
                        let expected = Float(picture.pixels[pixel]) / 255 - frontEnd.mean[channel]
                        #expect(values[(channel * 32 + row) * 32 + column] == expected)
                    }
                }
            }
        }
    }
}
