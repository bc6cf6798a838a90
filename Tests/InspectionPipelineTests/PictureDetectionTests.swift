import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Testing

@Suite struct PictureDetectionTests {
    static let threshold = 5.0

    /// `anomaly_map = 10 · brightness`, averaged over `cell`² pixels; `scores` its largest, `nearest = 2`.
    static func model(
        _ frontEnd: PictureFrontEnd, cell: Int = 1, threshold: Double = threshold, area: Double = 1
    ) throws -> ModelFile {
        let channels = frontEnd.colour.channelCount
        let (height, width) = (frontEnd.height / cell, frontEnd.width / cell)
        let graph = Graph(
            name: "bright",
            inputs: [
                ValueInfo(
                    name: "picture",
                    shape: ["batch", .fixed(channels), .fixed(frontEnd.height), .fixed(frontEnd.width)])
            ],
            outputs: [
                ValueInfo(name: "scores", shape: ["batch", 1]),
                ValueInfo(name: "anomaly_map", shape: ["batch", 1, .fixed(height), .fixed(width)]),
                ValueInfo(name: "nearest", shape: ["batch", 1]),
            ],
            nodes: [
                Node(
                    name: "pool", operatorType: "AveragePool", inputs: ["picture"], outputs: ["pooled"],
                    attributes: ["kernel_shape": .integers([cell, cell]), "strides": .integers([cell, cell])]),
                Node(
                    name: "score", operatorType: "Conv", inputs: ["pooled", "kernel"], outputs: ["anomaly_map"],
                    attributes: ["kernel_shape": .integers([1, 1])]),
                Node(
                    name: "largest", operatorType: "ReduceMax", inputs: ["anomaly_map"], outputs: ["scores"],
                    attributes: ["axes": .integers([2, 3]), "keepdims": .integer(0)]),
                Node(
                    name: "row", operatorType: "Gemm", inputs: ["scores", "zero", "two"], outputs: ["nearest"]),
            ],
            initializers: [
                Initializer(
                    name: "kernel",
                    value: NDArray(
                        [Float](repeating: 10 / Float(channels), count: channels), shape: [1, channels, 1, 1])),
                Initializer(name: "zero", value: NDArray([Float(0)], shape: [1, 1])),
                Initializer(name: "two", value: NDArray([Float(2)], shape: [1])),
            ])
        var file = ModelFile(graph: graph)
        var card = PictureModels.card(.detector, frontEnd, classes: ["normal", "anomaly"], normal: ["normal"])
        card.thresholds = [
            "score": .init(value: threshold, derivation: "by hand"), "area": .init(value: area, derivation: "by hand"),
        ]
        card.detector = DetectorCard(
            method: "patchcore",
            machines: [
                .init(name: "casting", items: 9, threshold: threshold, calibration: DetectorModels.calibration())
            ], scoring: "by hand")
        try file.setCard(card)
        return file
    }

    static func detection(_ file: ModelFile) throws -> PictureDetection {
        try #require(Inspector(file, engine: InferenceEngine()).inspection() as? PictureDetection)
    }

    static let bar = Region.Box(x: 30, y: 10, width: 12, height: 50)

    struct FitCase: Sendable, CustomTestStringConvertible {
        var fit: PictureFrontEnd.Fit
        var cell = 1
        var tolerance: Int
        var testDescription: String { "\(fit.rawValue), cells of \(cell)" }
    }

    @Test(arguments: [
        FitCase(fit: .stretch, tolerance: 3), FitCase(fit: .pad, tolerance: 4), FitCase(fit: .crop, tolerance: 4),
        FitCase(fit: .stretch, cell: 2, tolerance: 6),
    ])
    func anAnomalyIsARegionWhereItStands(_ fit: FitCase) throws {
        let detection = try Self.detection(Self.model(PictureModels.frontEnd(32, 32, fit: fit.fit), cell: fit.cell))
        let picture = PictureModels.bars(90, 75, [Self.bar])
        let outcome = try detection.inspect(picture, name: "x", wantsEvidence: true)
        let finding = outcome.findings[0]
        #expect(finding.verdict == .defect && finding.label == "anomaly" && finding.threshold == Self.threshold)
        #expect(finding.score > 8 && finding.score == outcome.detection?[0].scores[0][0])
        #expect(finding.machine == nil && finding.probabilities.isEmpty)
        let region = try #require(finding.regions.first)
        #expect(finding.regions.count == 1 && region.label == "anomaly")
        #expect(abs(region.box.x - Self.bar.x) <= fit.tolerance, "\(region.box)")
        #expect(abs(region.box.height - Self.bar.height) <= 2 * fit.tolerance, "\(region.box)")
        #expect(region.score > Self.threshold && region.score < finding.score)
        let evidence = try #require(outcome.evidence)
        #expect(evidence.anomalyMap?.width == 32 / fit.cell)
        let level = try #require(evidence.map?.levels[35 * 90 + 36])
        #expect(level > 128)
    }

    @Test func aNormalPictureHasNoRegionAndGivesItsMapWhereAskedFor() throws {
        let detection = try Self.detection(Self.model(PictureModels.frontEnd(16, 16)))
        let picture = PictureModels.plain(40, 30, 100)
        let outcome = try detection.inspect(picture, name: "x", wantsEvidence: true)
        #expect(outcome.findings[0].verdict == .normal && outcome.findings[0].label == "normal")
        #expect(outcome.findings[0].regions.isEmpty)
        // 10 · 100/255 of a threshold of 5: 0.784 · 128.
        #expect(outcome.evidence?.map?.levels.allSatisfy { $0 == 100 } == true)
        #expect(try detection.inspect(picture, name: "x").evidence == nil)
    }

    @Test func whatTheFrontEndCutsOffIsNoAnomaly() throws {
        let detection = try Self.detection(Self.model(PictureModels.frontEnd(16, 16, fit: .crop)))
        let outcome = try detection.inspect(PictureModels.plain(64, 16, 255), name: "x", wantsEvidence: true)
        let map = try #require(outcome.evidence?.map)
        #expect(map.levels[8 * 64 + 2] == 0 && map.levels[8 * 64 + 32] == 255)
    }

    @Test func specksSmallerThanTheCardsAreaAreNotListed() throws {
        let picture = PictureModels.bars(
            32, 32, [.init(x: 3, y: 3, width: 2, height: 2), .init(x: 10, y: 10, width: 8, height: 8)])
        let detection = try Self.detection(Self.model(PictureModels.frontEnd(32, 32), area: 10))
        #expect(try detection.inspect(picture, name: "x").findings[0].regions.map(\.area) == [64])
    }

    struct WorstPlace: Sendable, CustomTestStringConvertible {
        var fit = PictureFrontEnd.Fit.stretch
        var cell = 4
        var area = 1.0
        /// Times the score, so that the map stays below the threshold.
        var lift: Float = 1
        var testDescription: String { "\(fit.rawValue), cells of \(cell), area \(area), score × \(lift)" }
    }

    @Test(arguments: [
        WorstPlace(), WorstPlace(fit: .pad), WorstPlace(fit: .crop), WorstPlace(area: 500), WorstPlace(lift: 1.5),
        WorstPlace(cell: 16, lift: 1.2),
    ])
    func aReportedPictureHasARegionAtItsWorstPlace(_ place: WorstPlace) throws {
        let frontEnd = PictureModels.frontEnd(32, 32, fit: place.fit)
        let picture = PictureModels.bars(50, 38, [.init(x: 22, y: 14, width: 7, height: 7)])
        let plain = try Self.model(frontEnd, cell: place.cell)
        let peak = try Self.detection(plain).inspect(picture, name: "x").findings[0].score
        // A threshold that the score just passes, and the map between its cells' centres does not.
        var file = try Self.model(
            frontEnd, cell: place.cell, threshold: peak * Double(place.lift) * 0.9999, area: place.area)
        let scaled = try #require(file.graph.nodes.firstIndex { $0.name == "largest" })
        file.graph.nodes[scaled].outputs = ["peak"]
        file.graph.nodes.insert(
            Node(name: "lift", operatorType: "Mul", inputs: ["peak", "factor"], outputs: ["scores"]), at: scaled + 1)
        file.graph.initializers.append(Initializer(name: "factor", value: NDArray([place.lift], shape: [1])))
        let outcome = try Self.detection(file).inspect(picture, name: "x", wantsEvidence: true)
        let finding = outcome.findings[0]
        #expect(finding.verdict == .defect && finding.regions.count == 1)
        let box = try #require(finding.regions.first?.box)
        #expect((18...28).contains(box.x) && (8...20).contains(box.y) || place.cell == 16, "\(box)")
        #expect(outcome.evidence?.map?.levels.contains { $0 >= 128 } == true)
        #expect(outcome.warnings.isEmpty)
    }

    @Test func theNearestNormalPictureIsNamed() throws {
        var file = try Self.model(PictureModels.frontEnd())
        try file.setNormalReference(
            NormalReference(
                memory: .init(["a.png", "a.png", "b.png"].map { NearestNormal(file: $0) })))
        let finding = try Self.detection(file).inspect(PictureModels.plain(9, 9, 9), name: "x").findings[0]
        #expect(finding.nearest == NearestNormal(file: "b.png"))
    }

    @Test(arguments: [5, 0.2, 0, -3])
    func aScoresLevelPassesExactlyWhereTheScorePassesTheThreshold(threshold: Double) {
        let scale = AnomalyScale(threshold: threshold)
        #expect(scale.level(of: threshold) == 128)
        #expect(scale.level(of: threshold.nextDown) == 127)
        #expect(scale.level(of: -1e9) == 0 && scale.level(of: 1e9) == 255)
        #expect(abs(scale.score(ofLevel: 128) - threshold) < 1e-12)
    }

    @Test func tilesAreRefusedInWords() throws {
        let file = try Self.model(PictureModels.frontEnd(32, 32, fit: .tile, overlap: 4))
        let error = #expect(throws: PipelineError.self) { try Inspector(file, engine: InferenceEngine()) }
        #expect(error?.message.contains("a detector takes a picture whole") == true)
    }

    @Test func theSelfTestCoversScores() throws {
        var file = try Self.model(PictureModels.frontEnd())
        let detection = try Self.detection(file)
        let inputs = try (0..<4).map { number in
            var input = try GoldenInput(
                PictureModels.noise(20, 20, seed: UInt64(number)), frontEnd: PictureModels.frontEnd())
            input.scores = try detection.scores(of: input)
            return input
        }
        #expect(inputs[0].scores.scores?.count == 1)
        try file.setGoldenSet(GoldenSet(origin: .real, inputs: inputs, spread: 1))
        let read = try ModelFile(bytes: file.encoded())
        #expect(try read.goldenSet()?.inputs == inputs)
        #expect(try Inspector(read, engine: InferenceEngine()).parity?.passed == true)
        let place = try #require(file.graph.initializers.firstIndex { $0.name == "kernel" })
        file.graph.initializers[place].value = NDArray([10.1], shape: [1, 1, 1, 1])
        #expect(throws: PipelineError.self) { try Inspector(file, engine: InferenceEngine()) }
    }
}
