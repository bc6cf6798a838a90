import Foundation
import Testing

@testable import NeuralNetworks

/// Whether libhdf5 is there; says loudly where it is not.
private let hasHDF5: Bool = {
    guard let missing = HDF5File.missing else { return true }
    print("SKIPPED: \(missing), so the tests of Keras weights do not run")
    return false
}()

@Suite(.enabled(if: hasHDF5, "libhdf5 is not installed")) struct KerasImportTests {
    private let network = YAMNetGoldens.network

    @Test func arraysAreFoundUnderTheirLayersNames() throws {
        let file = try HDF5File(path: YAMNetGoldens.path("small.h5"))
        #expect(file.datasets.count == 7 * 4 + 2)
        #expect(file.datasets.contains("layer2/depthwise_conv/bn/layer2/depthwise_conv/bn/beta:0"))
        #expect(try file.floats("layer1/conv/layer1/conv/kernel:0").shape == [3, 3, 1, 4])
        #expect(throws: NetworkError.self) { try file.floats("layer1/conv/layer1/conv/bias:0") }
    }

    @Test func normalisationIsKept() throws {
        let (weights, format) = try network.weights(contentsOf: YAMNetGoldens.path("small.h5"))
        #expect(format == .keras)
        for layer in weights.layers {
            guard case .kept(let scale, _, _, let variance, let epsilon) = layer.normalization else {
                Issue.record("normalisation was folded")
                return
            }
            #expect(Set(scale) == [1] && epsilon == 1e-4 && variance.allSatisfy { $0 > 0.1 })
        }
        let graph = try network.graph(weights)
        #expect(graph.nodes.count { $0.operatorType == "BatchNormalization" } == 7)
    }

    @Test func aMissingArrayIsNamed() throws {
        let path = YAMNetGoldens.path("small.h5")
        let refusal = #expect(throws: NetworkError.self) { try YAMNetNetwork.published.weights(contentsOf: path) }
        #expect(refusal?.message.contains(path) == true)
        #expect(refusal?.message.contains("layer5/depthwise_conv/depthwise_kernel") == true)
    }

    @Test func aFileCutShortIsAnErrorThatNamesIt() throws {
        let bytes = try YAMNetGoldens.bytes("small.h5")
        let path = FileManager.default.temporaryDirectory.appending(path: "cut-\(UUID().uuidString).h5").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        for count in [8, 100, 5000, bytes.count / 2, bytes.count - 1] {
            try Data(bytes.prefix(count)).write(to: URL(filePath: path))
            let refusal = #expect(throws: NetworkError.self) { try network.weights(contentsOf: path) }
            #expect(refusal?.message.hasPrefix(path) == true)
        }
    }
}
