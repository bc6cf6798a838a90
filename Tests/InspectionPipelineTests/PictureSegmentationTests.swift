import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks
import Testing

@Suite struct PictureSegmentationTests {
    static let bar = Region.Box(x: 30, y: 10, width: 6, height: 50)

    struct FitCase: Sendable, CustomTestStringConvertible {
        var fit: PictureFrontEnd.Fit
        var width = 32
        var height = 32
        var overlap = 8
        /// Of the box, in pixels: a resized map is as coarse as the model's input.
        var tolerance: Int
        var testDescription: String { fit.rawValue }
    }

    @Test(arguments: [
        FitCase(fit: .tile, tolerance: 0), FitCase(fit: .stretch, tolerance: 3), FitCase(fit: .pad, tolerance: 4),
        FitCase(fit: .crop, tolerance: 4),
    ])
    func aBrightBarIsOneRegionWhereItStands(_ fit: FitCase) throws {
        let frontEnd = PictureModels.frontEnd(fit.width, fit.height, fit: fit.fit, overlap: fit.overlap)
        let inspection = try PictureModels.segmentation(PictureModels.segmenter(frontEnd))
        let picture = PictureModels.bars(90, 75, [Self.bar], colour: .rgb)
        let finding = try inspection.inspect(picture, name: "x").findings[0]
        #expect(finding.verdict == .defect && finding.label == "crack")
        let region = try #require(finding.regions.first)
        #expect(finding.regions.count == 1)
        #expect(abs(region.box.x - Self.bar.x) <= fit.tolerance && abs(region.box.y - Self.bar.y) <= fit.tolerance)
        #expect(abs(region.box.width - Self.bar.width) <= 2 * fit.tolerance, "\(region.box)")
        #expect(abs(region.box.height - Self.bar.height) <= 2 * fit.tolerance, "\(region.box)")
        #expect(finding.score == region.score)
        #expect(finding.threshold == 0.5)
    }

    @Test func tilesAreBlendedIntoTheMapOfTheWhole() throws {
        // The network judges each pixel by itself, so that tiles must make no difference.
        let picture = PictureModels.noise(101, 67, seed: 5)
        let tiles = try PictureModels.segmentation(
            PictureModels.segmenter(PictureModels.frontEnd(24, 16, fit: .tile, overlap: 5)))
        let whole = try PictureModels.segmentation(
            PictureModels.segmenter(PictureModels.frontEnd(101, 67, fit: .stretch)))
        let (a, b) = try (tiles.probabilityMap(of: picture), whole.probabilityMap(of: picture))
        #expect(a.width == 101 && a.height == 67)
        #expect(zip(a.levels, b.levels).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test func aPictureSmallerThanATileKeepsItsSize() throws {
        let inspection = try PictureModels.segmentation(
            PictureModels.segmenter(PictureModels.frontEnd(64, 64, fit: .tile, overlap: 16)))
        let picture = PictureModels.bars(20, 13, [.init(x: 5, y: 4, width: 10, height: 3)])
        let finding = try inspection.inspect(picture, name: "x").findings[0]
        #expect(finding.regions.map(\.box) == [.init(x: 5, y: 4, width: 10, height: 3)])
    }

    @Test func withoutARegionTheVerdictIsNormalAndTheScoreTheMapsLargest() throws {
        let inspection = try PictureModels.segmentation(
            PictureModels.segmenter(PictureModels.frontEnd(16, 16, fit: .tile), area: 10))
        // Three bright pixels are fewer than the card's ten.
        let picture = PictureModels.bars(40, 40, [.init(x: 5, y: 5, width: 3, height: 1)])
        let finding = try inspection.inspect(picture, name: "x").findings[0]
        #expect(finding.verdict == .normal && finding.label == "normal" && finding.regions.isEmpty)
        #expect(finding.score > 0.99)
    }

    @Test func millimetresFollowThePixelsSize() throws {
        let inspection = try PictureModels.segmentation(
            PictureModels.segmenter(PictureModels.frontEnd(16, 16, fit: .tile)),
            InspectionSettings(millimetresPerPixel: 0.5))
        let picture = PictureModels.bars(40, 40, [.init(x: 5, y: 5, width: 20, height: 3)])
        let region = try #require(inspection.inspect(picture, name: "x").findings[0].regions.first)
        #expect(region.millimetres?.area == 15)
    }

    @Test func flipsAreTheMeanOfFourLooks() throws {
        // A network that adds a ramp to what it sees: flips even it out.
        let frontEnd = PictureModels.frontEnd(8, 8, fit: .tile)
        var file = try PictureModels.segmenter(frontEnd)
        var ramp: [Float] = []
        for row in 0..<8 {
            for column in 0..<8 { ramp.append(Float(column) / 8 + Float(row) / 4) }
        }
        file.graph.initializers.append(Initializer(name: "ramp", value: NDArray(ramp, shape: [1, 1, 8, 8])))
        file.graph.nodes[0].inputs[0] = "seen"
        file.graph.nodes.insert(
            Node(name: "add", operatorType: "Add", inputs: ["picture", "ramp"], outputs: ["seen"]), at: 0)
        let picture = PictureModels.plain(8, 8, 0)
        let once = try PictureModels.segmentation(file).probabilityMap(of: picture)
        let four = try PictureModels.segmentation(file, InspectionSettings(flips: true)).probabilityMap(of: picture)
        #expect(once.levels[0] < once.levels[63])
        for row in 0..<8 {
            for column in 0..<8 {
                var sum = 0
                for (y, x) in [(row, column), (row, 7 - column), (7 - row, column), (7 - row, 7 - column)] {
                    sum += Int(once.levels[y * 8 + x])
                }
                let found = Int(four.levels[row * 8 + column])
                #expect(abs(4 * found - sum) <= 4, "row \(row), column \(column)")
            }
        }
    }

    @Test func evidenceIsThePictureAndItsMap() throws {
        let folder = try Folder()
        let picture = PictureModels.bars(50, 40, [.init(x: 5, y: 5, width: 20, height: 3)])
        try PictureFile.write(picture, to: folder.path("a.png"))
        let inspector = try Inspector(
            PictureModels.segmenter(PictureModels.frontEnd(16, 16, fit: .tile, overlap: 4)), engine: InferenceEngine())
        let outcome = try inspector.inspection().inspect(
            InspectionOrder(path: folder.path("a.png")), wantsEvidence: true)
        let evidence = try #require(outcome.evidence)
        #expect(evidence.picture == picture)
        #expect(evidence.map?.mask(threshold: 0.5).area == 60)
    }

    @Test func theEmbeddingIsTheMeanOverTheTiles() throws {
        let folder = try Folder()
        try PictureFile.write(
            PictureModels.bars(32, 16, [.init(x: 0, y: 0, width: 16, height: 16)]), to: folder.path("a.png"))
        let inspector = try Inspector(
            PictureModels.segmenter(PictureModels.frontEnd(16, 16, fit: .tile)), engine: InferenceEngine())
        let embedding = try inspector.embedding(of: InspectionOrder(path: folder.path("a.png")))
        #expect(abs(embedding[0] - 0.5) < 1e-3, "\(embedding)")
    }
}
