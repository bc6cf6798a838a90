import AnomalyDetection
import Datasets
import FoundationEssentials
import Inference
import InspectionTypes
import Media
import NeuralNetworks
import Testing

@testable import DetectorFitting

/// Round parts on a bright ground, each a little different, in a folder of their own.
struct PartPictures {
    let folder: String
    let dataset: Dataset
    let store: PictureStore
    static let frontEnd = PictureFrontEnd(width: 64, height: 64, colour: .rgb)

    init(normal: Int, damaged: Int = 0) throws {
        folder = FileManager.default.temporaryDirectory.path + "/parts-\(UInt64.random(in: 0...UInt64.max))"
        for (name, count) in [("normal", normal), ("damaged", damaged)] where count > 0 {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            for number in 0..<count {
                try PictureFile.write(
                    Self.part(seed: UInt64(number) + (name == "normal" ? 0 : 1000), isDamaged: name == "damaged"),
                    to: "\(folder)/\(name)/\(number).png")
            }
        }
        dataset = try DatasetScanner.scan(folder, options: .init(purpose: .detection))
        store = try PictureStore.prepare(dataset, frontEnd: Self.frontEnd) { _, _ in }
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    var normal: [DataItem] { dataset.items.filter(\.isNegative) }
    var damaged: [DataItem] { dataset.items.filter { !$0.isNegative } }

    /// A disc with a hole in its middle; a damaged one with stripes around row 44, column 28.
    static func part(seed: UInt64, isDamaged: Bool) -> Picture {
        var generator = SeededGenerator(seed: seed, stream: "part")
        var pixels: [UInt8] = []
        let light = 2 * generator.nextNormal()
        for row in 0..<64 {
            for column in 0..<64 {
                let (x, y) = (Double(column) - 31.5, Double(row) - 31.5)
                let radius = (x * x + y * y).squareRoot()
                var value = radius < 8 || radius > 28 ? 190.0 : 90
                if isDamaged, (36..<52).contains(row), (20..<36).contains(column) {
                    value = (row + column) % 6 < 3 ? 20 : 250
                }
                for _ in 0..<3 {
                    pixels.append(UInt8(max(0, min(255, value + light + 3 * generator.nextNormal()))))
                }
            }
        }
        return Picture(width: 64, height: 64, colour: .rgb, pixels: pixels)
    }
}

@Suite("Detectors fitted on a backbone's maps")
struct PatchDetectorFitterTests {
    private static let engine = Result { try InferenceEngine() }

    /// A network of random weights as PyTorch exports it.
    private func backbone(isForeign: Bool) throws -> ModelFile {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        var file = try ModelFile(
            contentsOf: folder.appending(path: "Fixtures/neuralnetworks/torch_mobilenet_v2_kept_18.onnx").path)
        if isForeign {
            // The same function by an operator that only OpenVINO knows.
            for place in file.graph.nodes.indices where file.graph.nodes[place].operatorType == "Clip" {
                let clip = file.graph.nodes[place]
                file.graph.nodes[place] = Node(
                    name: clip.name, operatorType: "ThresholdedRelu", inputs: [clip.inputs[0]], outputs: clip.outputs,
                    attributes: ["alpha": .float(0)])
            }
        }
        return file
    }

    private func run(_ graph: Graph, _ picture: NDArray, _ names: [String]) throws -> [NDArray] {
        let session = try FeatureRun.session(of: graph, engine: Self.engine.get(), threads: 1)
        return try session.run([PictureNames.picture: picture], fetch: names)
    }

    @Test(
        "learns normal parts, finds the damaged one and where it is damaged", arguments: PatchMethod.allCases,
        [false, true])
    func finds(_ method: PatchMethod, isForeign: Bool) throws {
        let parts = try PartPictures(normal: 30, damaged: 2)
        defer { parts.remove() }
        let fitter = try PatchDetectorFitter(
            method, backbone: backbone(isForeign: isForeign), frontEnd: PartPictures.frontEnd,
            options: .init(bytes: 16_000, threads: 1), engine: Self.engine.get())
        let held = NormalPictures(Array(parts.normal[20...]), store: parts.store)
        let fitted = try fitter.fit(
            training: NormalPictures(Array(parts.normal[..<20]), store: parts.store), heldOut: held)
        #expect(fitted.notes.isEmpty)
        let scores = fitted.heldOutScores.map(\.score)
        #expect(fitted.heldOutScores.map(\.path) == parts.normal[20...].map(\.path))
        #expect(abs(scores.reduce(0, +)) < 1e-3 * Double(scores.count))
        for index in 0..<held.count {
            let found = try run(fitted.graph, held.input(index), [DetectorNames.scores])[0]
            #expect(abs(Double(found.floats?[0] ?? .nan) - scores[index]) < 1e-3)
        }
        let damaged = NormalPictures(parts.damaged, store: parts.store)
        let found = try run(fitted.graph, damaged.input(0), [DetectorNames.scores, DetectorNames.anomalyMap])
        #expect(Double(found[0].floats?[0] ?? 0) > (scores.max() ?? 0) + 3)
        #expect(found[1].shape == [1, 1, 8, 8])
        let map = try #require(found[1].floats)
        // Random weights blur: what is seen at a place reaches far around it.
        let damage = (0..<64).filter { (4...6).contains($0 / 8) && (2...4).contains($0 % 8) }
        let far = (0..<64).filter { $0 / 8 < 2 }
        func mean(_ places: [Int]) -> Float { places.reduce(0) { $0 + map[$1] } / Float(places.count) }
        #expect(mean(damage) > mean(far) + 1, "\(mean(damage)) \(mean(far))")
        try checkBudget(fitted, method, parts)
    }

    private func checkBudget(
        _ fitted: FittedPictureDetector, _ method: PatchMethod, _ parts: PartPictures
    ) throws {
        switch method {
        case .patchcore:
            let bank = try #require(fitted.graph[initializer: PatchCore.bankName])
            #expect(bank.byteCount <= 16_000 && bank.byteCount > 8_000)
            #expect(fitted.memory.count == bank.shape[0])
            #expect(Set(fitted.memory.map(\.file)).isSubset(of: Set(parts.normal[..<20].map(\.path))))
        case .padim:
            let matrices = try #require(fitted.graph.initializers.first { $0.name.contains("whitening") })
            #expect(matrices.value.byteCount <= 16_000 && matrices.value.shape == [64, 7, 7])
            #expect(fitted.memory.isEmpty)
        }
    }

    @Test("a file is of one kind and speaks alike, written and read again")
    func written() throws {
        let parts = try PartPictures(normal: 12)
        defer { parts.remove() }
        let fitter = try PatchDetectorFitter(
            .patchcore, backbone: backbone(isForeign: false), frontEnd: PartPictures.frontEnd,
            options: .init(bytes: 8000, threads: 1), engine: Self.engine.get())
        let training = NormalPictures(parts.normal, store: parts.store)
        let fitted = try fitter.fit(training: training, heldOut: NormalPictures([], store: parts.store))
        #expect(fitted.notes.count == 1 && fitted.heldOutScores.count == 12)
        let again = try ModelFile(bytes: ModelFile(graph: fitted.graph).encoded()).graph
        #expect(again == fitted.graph)
        let names = [DetectorNames.scores, DetectorNames.nearest, DetectorNames.embedding]
        let (a, b) = (
            try run(fitted.graph, training.input(3), names), try run(again, training.input(3), names)
        )
        #expect(a == b)
        #expect(a[1].shape == [1, 1] && a[2].shape == [1, fitter.features.dimension])
        let row = Int(a[1].floats?[0] ?? -1)
        #expect(fitted.memory.indices.contains(row))
    }

    @Test("strangers among normal pictures are found before anything is learnt, and nobody else is")
    func strangers() throws {
        let parts = try PartPictures(normal: 30, damaged: 3)
        defer { parts.remove() }
        let fitter = try PatchDetectorFitter(
            .patchcore, backbone: backbone(isForeign: false), frontEnd: PartPictures.frontEnd,
            options: .init(bytes: 16_000, threads: 1), engine: Self.engine.get())
        func found(_ damaged: [DataItem]) throws -> Set<String> {
            let strangers = try fitter.strangers(
                among: NormalPictures(Array(parts.normal[..<22]) + Array(damaged.prefix(2)), store: parts.store),
                NormalPictures(Array(parts.normal[22...]) + Array(damaged.dropFirst(2)), store: parts.store))
            return Set(strangers.map(\.path))
        }
        #expect(try found([]).isEmpty)
        let strangers = try found(parts.damaged)
        #expect(strangers == Set(parts.damaged.map(\.path)), "\(strangers)")
        let few = NormalPictures(Array(parts.normal[..<3]) + Array(parts.damaged[..<1]), store: parts.store)
        #expect(try fitter.strangers(among: few, NormalPictures([], store: parts.store)).isEmpty)
    }

    @Test("pictures are held against one of each group before a second of any", arguments: [(20, 20), (80, 48)])
    func compared(groups: Int, distinct: Int) {
        let items = (0..<160).map { DataItem(path: "\($0).png", label: Label("normal"), group: "\($0 % groups)") }
        let compared = PatchDetectorFitter.compared(of: items, seed: 3)
        #expect(compared.count == 48 && Set(compared).count == 48)
        #expect(Set(compared.map { $0 % groups }).count == distinct)
        #expect(Set(PatchDetectorFitter.compared(of: Array(items[..<9]), seed: 3)) == Set(0..<9))
    }

    @Test("a picture's distance from another is that of its worst place from the nearest patch")
    func neighbours() throws {
        let parts = try PartPictures(normal: 4)
        defer { parts.remove() }
        let features = try PatchDetectorFitter(
            .patchcore, backbone: backbone(isForeign: false), frontEnd: PartPictures.frontEnd,
            options: .init(bytes: 8000, threads: 1), engine: Self.engine.get()
        ).features
        let (dimension, places) = (features.dimension, features.places)
        let run = try FeatureRun(features, engine: Self.engine.get(), threads: 1)
        let pictures = NormalPictures(parts.normal, store: parts.store)
        let seen = try (0..<4).map { index in
            let values = try run.features(of: pictures.input(index))
            return (0..<places).map { place in (0..<dimension).map { values[$0 * places + place] } }
        }
        // Three pictures of five places each, in blocks of one and of two of them.
        let rows = seen[..<3].map { $0[10..<15] }
        let centre = seen[0][0]
        let flat = rows.flatMap { $0 }.flatMap { zip($0, centre).map { $0 - $1 } }
        func squared(_ a: [Float], _ b: [Float]) -> Float {
            var sum: Float = 0
            for (x, y) in zip(a, b) { sum += (x - y) * (x - y) }
            return sum
        }
        for blockRows in [5, 10, 512] {
            let graph = try PatchNeighbours(
                features: features, centre: centre, rows: flat, each: 5, blockRows: blockRows
            ).graph()
            let found = try self.run(graph, pictures.input(3), [PatchNeighbours.name])[0].floats ?? []
            #expect(found.count == 3)
            for (distance, others) in zip(found, rows) {
                let nearest = seen[3].map { place in others.map { squared(place, $0) }.min() ?? .nan }
                let expected = nearest.max() ?? .nan
                #expect(abs(distance - expected) < 1e-3 * max(1, expected), "\(distance) \(expected)")
            }
        }
    }

    @Test("nothing normal, one picture for Gaussians, a network without maps: said with what to do")
    func refused() throws {
        let parts = try PartPictures(normal: 3)
        defer { parts.remove() }
        let none = NormalPictures([], store: parts.store)
        let one = NormalPictures(Array(parts.normal[..<1]), store: parts.store)
        for (method, pictures, code) in [
            (PatchMethod.patchcore, none, AnomalyError.Code.empty), (.padim, one, .tooLittle),
        ] {
            let fitter = try PatchDetectorFitter(
                method, backbone: backbone(isForeign: false), frontEnd: PartPictures.frontEnd,
                options: .init(bytes: 8000, threads: 1), engine: Self.engine.get())
            let error = #expect(throws: AnomalyError.self) { try fitter.fit(training: pictures, heldOut: none) }
            #expect(error?.code == code)
        }
        let stopped = #expect(throws: FittingError.self) {
            let fitter = try PatchDetectorFitter(
                .patchcore, backbone: backbone(isForeign: false), frontEnd: PartPictures.frontEnd,
                options: .init(bytes: 8000, threads: 1), engine: Self.engine.get())
            _ = try fitter.fit(training: one, heldOut: none) { _, _, _ in false }
        }
        #expect(stopped?.code == .cancelled && stopped?.message.contains("Start it again") == true)
    }

    @Test("a bank that fills its budget stays within the time that a picture may take", arguments: [64, 784, 3136])
    func time(places: Int) {
        let options = PatchFittingOptions()
        let bytes = options.bankBytes(places: places)
        #expect(bytes <= 16 << 20)
        #expect(bytes / 4 * places <= options.multiplyAdds)
        #expect(bytes == 16 << 20 || bytes / 4 * places > options.multiplyAdds - 4 * places)
    }
}
