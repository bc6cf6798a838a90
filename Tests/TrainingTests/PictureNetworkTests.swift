import Inference
import InspectionTypes
import NeuralNetworks
import Testing
import Training

/// A network for pictures, with statistics and weights that no layer leaves as they began.
private struct PictureNetworkCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let graph: Graph
    let shape: [Int]

    private static let colour: (mean: [Float], deviation: [Float]) = ([0.5, 0.4, 0.45], [0.25, 0.2, 0.3])

    private static func unet(_ net: UNet, open: Bool = false) -> Graph {
        net.graph(
            channels: 3, height: open ? "height" : 64, width: open ? "width" : 96, mean: colour.mean,
            deviation: colour.deviation, seed: 2)
    }

    static let classifiers: [PictureNetworkCase] = [PictureResidualNetwork.Pooling.mean, .meanAndMaximum].map {
        pooling in
        PictureNetworkCase(
            testDescription: "classifier, \(pooling.rawValue)",
            graph: PictureResidualNetwork(width: 8, blocksPerStage: 1, stemStride: 2, pooling: pooling).graph(
                channels: 3, height: 64, width: 96, mean: colour.mean, deviation: colour.deviation, classes: 3, seed: 2),
            shape: [2, 3, 64, 96])
    }

    static let all =
        classifiers + [
            PictureNetworkCase(
                testDescription: "U-Net with detail", graph: unet(UNet(width: 8)), shape: [2, 3, 64, 96]),
            PictureNetworkCase(
                testDescription: "U-Net of full resolution, repeated pixels, open axes",
                graph: unet(UNet(width: 8, stemStride: 1, detailChannels: 0, enlargement: .nearest), open: true),
                shape: [1, 3, 48, 80]),
            PictureNetworkCase(
                testDescription: "U-Net of 34 layers without detail",
                graph: unet(UNet(depth: .resnet34, width: 4, detailChannels: 0)), shape: [1, 3, 64, 96]),
        ]

    func input() -> NDArray {
        var generator = SeededGenerator(seed: 4)
        return NDArray((0..<shape.reduce(1, *)).map { _ in Float(generator.nextUniform()) }, shape: shape)
    }

    /// The graph with every normalization's four vectors drawn anew.
    var stirred: Graph {
        var generator = SeededGenerator(seed: 9)
        var graph = graph
        for place in graph.initializers.indices {
            let name = graph.initializers[place].name
            guard let values = graph.initializers[place].value.floats, name.contains("norm") else { continue }
            let positive = name.hasSuffix("variance") || name.hasSuffix("scale")
            graph.initializers[place].value = NDArray(
                values.map { _ in Float(generator.nextUniform() * 0.6 + (positive ? 0.5 : -0.3)) },
                shape: [values.count])
        }
        return graph
    }
}

@Suite("Networks for pictures")
struct PictureNetworkTests {
    @Test("libtorch and OpenVINO agree on every output", arguments: PictureNetworkCase.all)
    fileprivate func agree(_ test: PictureNetworkCase) throws {
        let (graph, input) = (test.stirred, test.input())
        let names = graph.outputs.map(\.name)
        let network = try CompiledNetwork(
            ModelFile(graph: graph), engine: BothEnginesTests.engine.get(), options: .init(precision: .f32, threads: 1))
        let served = try InferenceSession(network).run([PictureNames.picture: input], fetch: names)
        let trained = try GraphExecutor(graph).run(
            [PictureNames.picture: Tensor(input)], training: false, fetch: names)
        for (name, value) in zip(names, served) {
            let other = try #require(trained[name]).array()
            #expect(value.shape == other.shape)
            #expect(relativeDistance(value.asFloats, other.asFloats) <= 1e-4, "\(name)")
            #expect(Set(value.asFloats).count > 1, "\(name) says nothing")
        }
    }

    @Test("shapes are inferred as they come out", arguments: PictureNetworkCase.all)
    fileprivate func shapes(_ test: PictureNetworkCase) throws {
        var fixed = test.graph
        fixed.inputs[0].shape = test.shape.map(Dimension.fixed)
        let inferred = try ShapeInference(fixed).shapes
        let names = test.graph.nodes.compactMap(\.outputs.first)
        let made = try GraphExecutor(test.graph).run(
            [PictureNames.picture: Tensor(test.input())], training: false, fetch: names)
        for name in names { #expect(inferred[name] == made[name]?.shape, "\(name)") }
        #expect(try GraphSummary(fixed).layers.allSatisfy { $0.shape != nil })
    }

    @Test("every picture-shaped value of a training step lies channels last", arguments: PictureNetworkCase.all)
    fileprivate func channelsLast(_ test: PictureNetworkCase) throws {
        let kinds: Set = ["Sub", "Div", "Conv", "BatchNormalization", "Relu", "Resize", "Concat", "Add", "MaxPool"]
        let names = test.graph.nodes.filter { kinds.contains($0.operatorType) }.compactMap(\.outputs.first)
        for mixed in [false, true] {
            let executor = try GraphExecutor(test.graph)
            for name in names {
                // One at a time: a value that is fetched is not overwritten, as it would be in a real step.
                let made = try Libtorch.withAutocast(mixed) {
                    try executor.run([PictureNames.picture: Tensor(test.input())], training: true, fetch: [name])[name]
                }
                let value = try #require(made)
                #expect(value.rank != 4 || value.isChannelsLast, "\(name) \(value.shape), bfloat16: \(mixed)")
            }
        }
    }

    @Test("with mean pooling, the activation map's mean plus the bias is the logit")
    func activationMap() throws {
        let test = PictureNetworkCase.classifiers[0]
        var graph = test.stirred
        graph[initializer: "head.linear0.bias"] = NDArray([0.3, -0.2, 0.7], shape: [3])
        let values = try GraphExecutor(graph).run(
            [PictureNames.picture: Tensor(test.input())], training: false,
            fetch: [PictureNames.logits, PictureNames.activationMap])
        let logits = try #require(values[PictureNames.logits]).floats()
        let map = try #require(values[PictureNames.activationMap])
        #expect(map.shape == [2, 3, 4, 6])
        let numbers = try map.floats()
        for row in 0..<6 {
            let mean = numbers[row * 24..<(row + 1) * 24].reduce(0, +) / 24
            #expect(abs(mean + [0.3, -0.2, 0.7][row % 3] - logits[row]) <= 1e-5)
        }
    }

    @Test("training the head moves the activation map with it: the weights are shared")
    func sharedWeights() throws {
        let graph = PictureNetworkCase.classifiers[1].graph
        let readers = graph.nodes.filter { $0.inputs.contains("head.linear0.weight") }.map(\.operatorType)
        #expect(readers == ["Gemm", "Reshape"])
        #expect(try GraphExecutor(graph).parameters.map(\.name).count { $0.hasPrefix("head") } == 2)
    }

    @Test("a new segmenter begins by saying that cracks are rare")
    func prior() throws {
        let test = PictureNetworkCase.all[2]
        let values = try GraphExecutor(test.graph).run(
            [PictureNames.picture: Tensor(test.input())], training: true, fetch: [PictureNames.probability])
        let probabilities = try #require(values[PictureNames.probability]).floats()
        let mean = probabilities.reduce(0, +) / Float(probabilities.count)
        #expect(mean > 0.01 && mean < 0.15, "mean \(mean)")
    }

    @Test(
        "a strided 1×1 convolution of a large picture is every second place's, forwards and backwards",
        arguments: [12, 16])
    func stridedShortcut(channels: Int) throws {
        // libtorch 2.13's oneDNN crashes on 12 channels of 128×128 in plain PyTorch.
        let size = 128
        func gradient(stride: Int) throws -> (output: [Float], weight: [Float]) {
            var net = GraphBuilder(name: "shortcut", seed: 1)
            let length = size * stride / 2
            let x = net.input("x", shape: ["batch", .fixed(channels), .fixed(length), .fixed(length)])
            let y = net.convolution(
                x, channels: 2 * channels, kernel: (1, 1), stride: (stride, stride), padding: (0, 0))
            net.output(y, as: "y")
            let executor = try GraphExecutor(net.graph)
            // The same picture, spread over every second place of the larger one, with noise between.
            var values = [Float](repeating: 0.7, count: 2 * channels * length * length)
            for plane in 0..<2 * channels {
                for row in 0..<size / 2 {
                    for column in 0..<size / 2 {
                        let place = (row * length + column) * (stride == 2 ? 2 : 1)
                        values[plane * length * length + place] = Float((plane * 31 + row * 7 + column) % 17) / 17
                    }
                }
            }
            let input = try Tensor(values, shape: [2, channels, length, length])
            let output = try #require(try executor.run(["x": input], training: true, fetch: ["y"])["y"])
            let zeros = try Tensor([Float](repeating: 0, count: output.elementCount), shape: output.shape)
            try Loss.meanSquaredError(output, targets: zeros).backward()
            return try (output.floats(), try #require(executor.parameters[0].tensor.gradient).floats())
        }
        let (strided, plain) = try (gradient(stride: 2), gradient(stride: 1))
        #expect(relativeDistance(strided.output, plain.output) <= 1e-5)
        #expect(relativeDistance(strided.weight, plain.weight) <= 1e-5)
    }
}
