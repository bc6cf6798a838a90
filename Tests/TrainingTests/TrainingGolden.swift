import Foundation
import NeuralNetworks
import Testing
import Training

/// What `Fixtures/training/make_training_goldens.py` wrote.
struct TrainingGolden: Decodable, Sendable {
    struct Array: Decodable, Sendable {
        let shape: [Int]
        let values: [Float]

        var value: NDArray { NDArray(values, shape: shape) }
        func tensor() throws -> Tensor { try Tensor(value) }
    }

    struct LossCase: Decodable, Sendable {
        let name: String
        let kind: String
        let output: Array
        let targets: Array
        let labelSmoothing: Double
        let weights: Array?
        let value: Float
        let gradient: Array
    }

    struct Optimization: Decodable, Sendable {
        struct Step: Decodable, Sendable {
            let rate: Double
            let gradients: [Array]
            let parameters: [Array]
        }

        let parameters: [Array]
        let steps: [Step]
    }

    struct BatchNorm: Decodable, Sendable {
        let x, scale, bias, mean, variance, y, cotangent, newMean, newVariance: Array
        let momentum, epsilon: Float
        let gradients: [String: Array]
    }

    struct Network: Decodable, Sendable {
        struct Layer: Decodable, Sendable {
            let `operator`: String
            let inputs: [String]
            let outputs: [String]
            let attributes: [String: AttributeFixture]
        }

        let nodes: [Layer]
        let initializers: [String: Array]
        let x, targets, logits: Array
        let losses, norms: [Float]
        let gradients: [String: Array]
        let final: [String: Array]

        var graph: Graph {
            Graph(
                name: "residual", inputs: [ValueInfo(name: "x", shape: ["batch", 1, 9, 8])],
                outputs: [ValueInfo(name: "logits", shape: ["batch", 3])],
                nodes: nodes.map {
                    Node(
                        name: $0.outputs[0], operatorType: $0.operator, inputs: $0.inputs, outputs: $0.outputs,
                        attributes: $0.attributes.mapValues(\.attribute)
                    )
                },
                initializers: initializers.sorted { $0.key < $1.key }.map {
                    Initializer(name: $0.key, value: $0.value.value)
                }
            )
        }
    }

    let losses: [LossCase]
    let adamw: Optimization
    let batchNormalization: BatchNorm
    let network: Network

    static func read() throws -> TrainingGolden {
        try JSONDecoder().decode(TrainingGolden.self, from: Data(contentsOf: fixture("training.json")))
    }
}

extension TrainingGolden.LossCase: CustomTestStringConvertible {
    var testDescription: String { name }
}
