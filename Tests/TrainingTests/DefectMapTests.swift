import FoundationEssentials
import Inference
import InspectionTypes
import NeuralNetworks
import Testing
import Training

@Suite("Maps of painted defects")
struct DefectMapTests {
    private func network(_ channels: Int = 1, width: Int = 4) -> Graph {
        DefectMapNetwork(width: width).graph(
            channels: channels, height: 64, width: 64, mean: [Float](repeating: 0.5, count: channels),
            deviation: [Float](repeating: 0.2, count: channels), seed: 3)
    }

    private func picture(_ batch: Int, _ channels: Int = 1, height: Int = 64, width: Int = 64) -> NDArray {
        var generator = SeededGenerator(seed: 11)
        let values = (0..<batch * channels * height * width).map { _ in Float(generator.nextUniform()) }
        return NDArray(values, shape: [batch, channels, height, width])
    }

    private func serve(_ graph: Graph, _ picture: NDArray, _ names: [String]) throws -> [NDArray] {
        let network = try CompiledNetwork(
            ModelFile(graph: graph), engine: BothEnginesTests.engine.get(), options: .init(precision: .f32, threads: 1))
        return try InferenceSession(network).run([PictureNames.picture: picture], fetch: names)
    }

    private func train(_ graph: Graph, _ picture: NDArray, _ names: [String]) throws -> [NDArray] {
        let made = try GraphExecutor(graph).run(
            [PictureNames.picture: Tensor(picture)], training: false, fetch: names)
        return try names.map { try #require(made[$0]).array() }
    }

    @Test("the network gives half of the rows and columns, and holds what its table says")
    func shapes() throws {
        let graph = network(3)
        let found = try serve(graph, picture(2, 3), [PictureNames.logits, PictureNames.embedding])
        #expect(found.map(\.shape) == [[2, 1, 32, 32], [2, 92]])
        let whole = DefectMapNetwork().graph(
            channels: 1, height: 192, width: 192, mean: [0], deviation: [1], seed: 0)
        #expect((840_000...860_000).contains(try GraphSummary(whole).parameters))
    }

    /// Rows or columns of `[batch, channel, row, column]` the other way round, or both axes exchanged.
    private func changed(_ array: NDArray, rows: Bool, columns: Bool, swaps: Bool) -> NDArray {
        let (planes, height, width) = (array.shape[0] * array.shape[1], array.shape[2], array.shape[3])
        let values = array.floats ?? []
        var result = [Float](repeating: 0, count: values.count)
        for plane in 0..<planes {
            for y in 0..<height {
                for x in 0..<width {
                    let (fromY, fromX) = (rows ? height - 1 - y : y, columns ? width - 1 - x : x)
                    let value = values[(plane * height + fromY) * width + fromX]
                    result[plane * height * width + (swaps ? x * height + y : y * width + x)] = value
                }
            }
        }
        return NDArray(result, shape: Array(array.shape[..<2]) + (swaps ? [width, height] : [height, width]))
    }

    @Test(
        "a detector's map is the mean of the views' maps, turned back, on both engines",
        arguments: DefectMapDetector.Views.allCases)
    func views(_ views: DefectMapDetector.Views) throws {
        let graph = network()
        let shown = picture(2)
        let all = [false, true].flatMap { swaps in
            [(false, false), (false, true), (true, false), (true, true)].map { (rows: $0, columns: $1, swaps: swaps) }
        }
        let used: [(rows: Bool, columns: Bool, swaps: Bool)] =
            switch views {
            case .one: [all[0]]
            case .two: [all[0], all[1]]
            case .four: Array(all[..<4])
            case .eight: all
            }
        var sum = [Float](repeating: 0, count: 2 * 32 * 32)
        for (rows, columns, swaps) in used {
            let map = try serve(
                graph, changed(shown, rows: rows, columns: columns, swaps: swaps), [PictureNames.logits])[0]
            // Exchanged first on the way back.
            let straight = changed(map, rows: false, columns: false, swaps: swaps)
            let back = changed(straight, rows: rows, columns: columns, swaps: false)
            for (place, value) in (back.floats ?? []).enumerated() { sum[place] += value / Float(used.count) }
        }
        let detector = try DefectMapDetector(graph, views: views).graph()
        let names = [DetectorNames.anomalyMap, DetectorNames.scores, DetectorNames.embedding]
        #expect(Set(detector.outputs.map(\.name)) == Set(names))
        for found in [try serve(detector, shown, names), try train(detector, shown, names)] {
            #expect(found.map(\.shape) == [[2, 1, 32, 32], [2, 1], [2, 92]])
            #expect(relativeDistance(found[0].asFloats, sum) <= 1e-4)
            for picture in 0..<2 {
                let most = sum[picture * 1024..<(picture + 1) * 1024].max() ?? 0
                #expect(abs((found[1].floats?[picture] ?? 0) - most) <= 1e-4 * max(1, abs(most)))
            }
        }
    }

    @Test("map and score are put on the scale of normal pictures")
    func scaled() throws {
        let graph = network()
        let (mean, deviation): (Float, Float) = (-3, 0.5)
        let names = [DetectorNames.anomalyMap, DetectorNames.scores]
        let raw = try serve(DefectMapDetector(graph, views: .two).graph(), picture(1), names)
        let scaled = try serve(
            DefectMapDetector(graph, views: .two).graph(
                scale: .init(mean: Double(mean), deviation: Double(deviation))), picture(1),
            names)
        for (a, b) in zip(raw, scaled) {
            #expect(relativeDistance(b.asFloats, a.asFloats.map { ($0 - mean) / deviation }) <= 1e-5)
        }
    }

    @Test(
        "with a Gaussian, the score is the mean of map and distance, each on its scale, and the map's largest value is the score",
        arguments: [(1, -9), (2, 9), (4, 40)] as [(Int, Float)])
    func gaussian(count: Int, middle: Float) throws {
        let views = try #require(DefectMapDetector.Views(rawValue: count))
        let graph = network()
        var generator = SeededGenerator(seed: 5)
        let whitening = (0..<92 * 92).map { $0 / 92 >= $0 % 92 ? Float(generator.nextNormal()) : 0 }
        let offset = (0..<92).map { _ in Float(generator.nextNormal()) }
        let (mapScale, ownScale) = (
            ScoreScale(mean: -2, deviation: 0.5), ScoreScale(mean: Double(middle), deviation: 3)
        )
        let detector = DefectMapDetector(
            graph, views: views, mapScale: mapScale,
            gaussian: .init(whitening: whitening, offset: offset, scale: ownScale))
        let names = [DetectorNames.scores, DetectorNames.anomalyMap, DefectMapDetector.distance]
        let shown = picture(2)
        let made = try detector.graph(scale: .init(mean: 1, deviation: 2), keepsDistance: true)
        let map = try serve(
            DefectMapDetector(graph, views: views).graph(), shown, [DetectorNames.anomalyMap])[0].asFloats
        for found in [try serve(made, shown, names), try train(made, shown, names)] {
            #expect(found.map(\.shape) == [[2, 1], [2, 1, 32, 32], [2, 1]])
            for picture in 0..<2 {
                let own = map[picture * 1024..<(picture + 1) * 1024].map { ($0 + 2) / 0.5 }
                let peak = own.max() ?? 0
                let score = (peak + found[2].asFloats[picture]) / 2
                let expected = own.map { value in
                    let lifted =
                        score > peak ? (score - peak) * Float(1 / Double(peak - value).exponential) : score - peak
                    return (value + lifted - 1) / 2
                }
                let shown = Array(found[1].asFloats[picture * 1024..<(picture + 1) * 1024])
                #expect(relativeDistance(shown, expected) <= 1e-3)
                #expect(abs(found[0].asFloats[picture] - (score - 1) / 2) <= 1e-3 * max(1, abs(score)))
                // Exactly: the threshold is the same of both.
                #expect(shown.max() == found[0].asFloats[picture])
            }
        }
        guard count == 1 else { return }
        let embedding = try serve(graph, shown, [PictureNames.embedding])[0].asFloats
        let distances = try serve(made, shown, [DefectMapDetector.distance])[0].asFloats
        for picture in 0..<2 {
            var sum: Float = 0
            for row in 0..<92 {
                let value = (0..<92).reduce(-offset[row]) {
                    $0 + whitening[row * 92 + $1] * embedding[picture * 92 + $1]
                }
                sum += value * value
            }
            #expect(abs(distances[picture] - (sum.squareRoot() - middle) / 3) <= 1e-3 * max(1, abs(distances[picture])))
        }
    }

    @Test("Dice by picture weighs a small defect as much as a large one, and leaves normal pictures out")
    func dice() throws {
        var generator = SeededGenerator(seed: 2)
        let count = 25
        let logits = (0..<3 * count).map { _ in Float(generator.nextNormal()) }
        var targets = [Float](repeating: 0, count: 3 * count)
        for place in 0..<20 { targets[place] = 1 }
        targets[count + 7] = 1
        let losses = (0..<2).map { picture -> Double in
            let range = picture * count..<(picture + 1) * count
            let p = range.map { 1 / (1 + Double(-logits[$0]).exponential) }
            let shared = zip(p, targets[range]).reduce(0) { $0 + $1.0 * Double($1.1) }
            let sums = p.reduce(0, +) + Double(targets[range].reduce(0, +))
            return 1 - (2 * shared + 1) / (sums + 1)
        }
        let loss = try Loss.segmentation(
            Tensor(logits, shape: [3, 1, 5, 5]), targets: Tensor(targets, shape: [3, 1, 5, 5]), crossEntropy: 0,
            dice: 1, byPicture: true)
        #expect(abs(Double(try loss.floats()[0]) - (losses[0] + losses[1]) / 2) <= 1e-5)
        let none = try Loss.segmentation(
            Tensor(logits, shape: [3, 1, 5, 5]),
            targets: Tensor([Float](repeating: 0, count: 3 * count), shape: [3, 1, 5, 5]), crossEntropy: 0, dice: 1,
            byPicture: true)
        #expect(try none.floats()[0] == 0)
    }
}

extension Double {
    /// eˣ by its series; no library for one number.
    fileprivate var exponential: Double {
        var (sum, term) = (1.0, 1.0)
        for n in 1...60 {
            term *= self / Double(n)
            sum += term
        }
        return sum
    }
}
