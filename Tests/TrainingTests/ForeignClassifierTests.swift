import Foundation
import Inference
import NeuralNetworks
import Testing

/// Whole files of others, head and all, as ordinary models: `ForeignModel` on what the exporters write.
@Suite("Foreign classifiers in service")
struct ForeignClassifierTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var file: String
        var output = ForeignInterface.Output.logits
        var layout = ForeignInterface.Layout.nchw
        var testDescription: String { file }
    }

    static let cases = [
        Case(file: "torch_resnet50_folded_11"), Case(file: "torch_mobilenet_v2_kept_18"), Case(file: "zoo_resnet_v1_8"),
        Case(file: "zoo_resnet_caffe2_9", output: .probabilities), Case(file: "zoo_mobilenet_v2_10"),
        Case(file: "nhwc_reduce_mean_10", layout: .nhwc),
    ]

    private func serve(_ graph: Graph, _ inputs: [String: NDArray]) throws -> NDArray {
        let network = try CompiledNetwork(
            ModelFile(graph: graph), engine: BothEnginesTests.engine.get(), options: .init(precision: .f32, threads: 1))
        return try InferenceSession(network).run(inputs, fetch: [graph.outputs[0].name])[0]
    }

    @Test("probabilities are the file's own, under our names", arguments: cases)
    func probabilities(_ test: Case) throws {
        let graph = try BackboneGolden.named(test.file).graph
        let picture = BackboneGolden.standardized(BackboneGolden.picture([1, 64, 64]))
        let adapted = try ForeignModel.adapted(
            graph, ForeignInterface(kind: .classifier, output: test.output, layout: test.layout), channels: 3,
            height: 64,
            width: 64, classes: 5)
        let served = try serve(adapted, [PictureNames.picture: picture])
        #expect(served.shape == [1, 5])
        let input = test.layout == .nchw ? picture : channelsLast(picture)
        let own = try serve(graph, [graph.inputs[0].name: input]).asFloats
        let expected = test.output == .logits ? softmax(own) : own
        #expect(relativeDistance(served.asFloats, expected) <= 1e-5)
    }

    private func channelsLast(_ picture: NDArray) -> NDArray {
        let (values, area) = (picture.asFloats, picture.shape[2] * picture.shape[3])
        return NDArray(
            (0..<values.count).map { values[$0 % 3 * area + $0 / 3] },
            shape: [1, picture.shape[2], picture.shape[3], 3])
    }

    private func softmax(_ scores: [Float]) -> [Float] {
        let powers = scores.map { Float(exp(Double($0 - (scores.max() ?? 0)))) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}
