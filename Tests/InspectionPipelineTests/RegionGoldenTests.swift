import Foundation
import InspectionTypes
import Signals
import Testing

@testable import InspectionPipeline

/// Components, their figures and distances as SciPy finds them: `Tests/Fixtures/inspectionpipeline/make_regions.py`.
@Suite struct RegionGoldenTests {
    struct Golden: Decodable, CustomTestStringConvertible {
        struct Piece: Decodable {
            var area: Int
            var score: Double
            var box: [Int]
        }

        var name: String
        var width: Int
        var height: Int
        var lowest: Int
        var levels: [UInt8]
        var squares: [Int32]
        var regions: [Piece]

        var testDescription: String { name }
        var map: ProbabilityMap { ProbabilityMap(width: width, height: height, levels: levels) }
        var threshold: Double { Double(lowest) / 255 }
    }

    static let goldens: [Golden] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/inspectionpipeline/regions.json")
        guard let data = try? Data(contentsOf: file) else { return [] }
        return (try? JSONDecoder().decode([Golden].self, from: data)) ?? []
    }()

    @Test func theGoldensAreThere() { #expect(Self.goldens.count == 4) }

    @Test(arguments: goldens)
    func findsTheComponentsOfSciPy(_ golden: Golden) {
        let regions = RegionFinder.find(in: golden.map, threshold: golden.threshold, label: "defect").listed
        #expect(regions.count == golden.regions.count)
        #expect(zip(regions, regions.dropFirst()).allSatisfy { $0.area >= $1.area })
        // Two components may have the same box, one within the other.
        func key(_ box: [Int], _ area: Int) -> [Int] { box + [area] }
        let scores = Dictionary(grouping: golden.regions) { key($0.box, $0.area) }.mapValues { $0.map(\.score) }
        for region in regions {
            let box = [region.box.x, region.box.y, region.box.width, region.box.height]
            let found = scores[key(box, region.area)] ?? []
            #expect(found.contains { abs($0 - region.score) < 1e-9 }, "no component of \(region.area) pixels in \(box)")
        }
    }

    @Test(arguments: goldens)
    func measuresTheDistancesOfSciPy(_ golden: Golden) {
        let mask = golden.map.mask(threshold: golden.threshold)
        // The whole mask as one piece, every pixel of it on the middle line.
        let runs = mask.values.withUnsafeBufferPointer {
            PixelRuns(levels: $0, width: mask.width, height: mask.height, lowest: 1).runs
        }
        var grid = RegionGrid(box: .init(x: 0, y: 0, width: golden.width, height: golden.height), runs: runs)
        for index in grid.spans.joined() { grid.cells[index] |= RegionGrid.skeleton }
        let distance = EdgeDistance(grid)
        #expect(distance.cells.count == mask.area)
        for (place, cell) in distance.cells.enumerated() {
            let (x, y) = (Int(cell) % grid.width - 1, Int(cell) / grid.width - 1)
            #expect(distance.squares[place] == golden.squares[y * golden.width + x])
        }
    }

    /// The union of all regions' outlines, filled, is the mask; their areas by the shoelace formula are the regions'.
    @Test(arguments: goldens)
    func outlinesGiveTheMaskBack(_ golden: Golden) {
        let mask = golden.map.mask(threshold: golden.threshold)
        let regions = RegionFinder.regions(of: mask, label: "defect")
        var union = Mask(width: mask.width, height: mask.height)
        for region in regions {
            let filled = Mask(width: mask.width, height: mask.height, polygons: region.polygons, rule: .evenOdd)
            #expect(filled.area == region.area)
            for index in filled.values.indices where filled.values[index] != 0 { union.values[index] = 1 }
            let areas = region.polygons.map(Self.signedArea)
            // The outer one clockwise as seen, holes against it.
            #expect((areas.first ?? 0) > 0 && areas.dropFirst().allSatisfy { $0 < 0 })
            #expect(areas.reduce(0, +) == Double(region.area))
        }
        #expect(union == mask)
    }

    static func signedArea(_ polygon: [Double]) -> Double {
        let count = polygon.count / 2
        return (0..<count).reduce(0) { sum, i in
            let j = (i + 1) % count
            return sum + (polygon[2 * i] * polygon[2 * j + 1] - polygon[2 * j] * polygon[2 * i + 1]) / 2
        }
    }
}
