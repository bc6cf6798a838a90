import Foundation
import InspectionTypes
import Signals
import Testing

@testable import InspectionPipeline

@Suite struct COCODocumentTests {
    static func ring() -> Mask {
        RegionShapeTests.mask(60, 50) { x, y in
            // A plate with three holes, one above the other and one beside.
            let isPlate = x > 5 && x < 45 && y > 5 && y < 45
            let isHole = [(20.5, 15.5), (20.5, 32.5), (36.5, 24.5)].contains { hypot(x - $0.0, y - $0.1) < 5 }
            return isPlate && !isHole
        }
    }

    @Test func writesWhatEvaluatorsExpect() throws {
        var document = COCODocument(categories: ["crack", "spall"])
        document.add(file: "clean.png", width: 60, height: 50, regions: [])
        document.add(
            file: "wände/ß.png", width: 60, height: 50,
            regions: RegionFinder.regions(of: Self.ring(), label: "spall", millimetresPerPixel: 0.5))
        let json = try JSONSerialization.jsonObject(with: document.encoded()) as? [String: Any]
        let images = try #require(json?["images"] as? [[String: Any]])
        #expect(images.map { $0["id"] as? Int } == [1, 2])
        #expect(images[1]["file_name"] as? String == "wände/ß.png")
        #expect(images[1]["width"] as? Int == 60 && images[1]["height"] as? Int == 50)
        let annotation = try #require((json?["annotations"] as? [[String: Any]])?.first)
        #expect(annotation["image_id"] as? Int == 2)
        #expect(annotation["category_id"] as? Int == 2)
        #expect(annotation["iscrowd"] as? Int == 0)
        #expect(annotation["area"] as? Int == Self.ring().area)
        #expect(annotation["bbox"] as? [Int] == [5, 5, 40, 40])
        #expect((annotation["segmentation"] as? [[Double]])?.count == 1)
        #expect((annotation["attributes"] as? [String: Any])?["area_mm2"] as? Double == Double(Self.ring().area) / 4)
        #expect((json?["categories"] as? [[String: Any]])?.map { $0["name"] as? String } == ["crack", "spall"])
    }

    @Test func unknownLabelsBecomeCategories() {
        var document = COCODocument(categories: ["crack"])
        document.add(
            file: "a.png", width: 60, height: 50, regions: RegionFinder.regions(of: Self.ring(), label: "hole"))
        #expect(document.categories.map(\.name) == ["crack", "hole"])
        #expect(document.annotations.map(\.categoryID) == [2])
    }

    /// One outline for a shape with holes: the same area, the same pixels.
    @Test func holesAreJoinedToTheOutline() throws {
        let region = try #require(RegionFinder.regions(of: Self.ring(), label: "x").first)
        #expect(region.polygons.count == 4)
        let joined = KeyholePolygon.joined(region.polygons)
        #expect(abs(RegionGoldenTests.signedArea(joined)) == Double(region.area))
        #expect(Mask(width: 60, height: 50, polygons: [joined], rule: .evenOdd) == Self.ring())
    }

    @Test(arguments: RegionGoldenTests.goldens)
    func holesOfNoiseAreJoined(_ golden: RegionGoldenTests.Golden) {
        for region in RegionFinder.find(in: golden.map, threshold: golden.threshold, label: "x").listed
        where region.polygons.count <= KeyholePolygon.limit {
            let joined = KeyholePolygon.joined(region.polygons)
            #expect(abs(RegionGoldenTests.signedArea(joined)) == Double(region.area))
            #expect(
                Mask(width: golden.width, height: golden.height, polygons: [joined], rule: .evenOdd)
                    == Mask(width: golden.width, height: golden.height, polygons: region.polygons, rule: .evenOdd))
        }
    }

    @Test func writesAFile() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/wheeltapper-coco-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var document = COCODocument()
        document.add(file: "a.png", width: 60, height: 50, regions: RegionFinder.regions(of: Self.ring(), label: "x"))
        try document.write(to: folder + "/findings.json")
        #expect(FileManager.default.contents(atPath: folder + "/findings.json") == (try document.encoded()))
    }
}
