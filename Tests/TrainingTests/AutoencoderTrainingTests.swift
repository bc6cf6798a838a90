import Evaluation
import Foundation
import Inference
import InspectionTypes
import NeuralNetworks
import Testing
import Training

/// What `Fixtures/training/make_reconstruction_goldens.py` wrote.
private struct ReconstructionGolden: Decodable {
    let frameCount, bandCount, width, depth, bottleneck, count, batch, epochs: Int
    /// Mean squared errors that PyTorch reached, from different first weights.
    let errors: [Double]
    /// The second vector.
    let vector: [Float]

    static func read() throws -> ReconstructionGolden {
        try JSONDecoder().decode(
            ReconstructionGolden.self, from: Data(contentsOf: fixture("reconstruction.json")))
    }

    var network: AutoencoderNetwork {
        AutoencoderNetwork(
            frameCount: frameCount, bandCount: bandCount, width: width, depth: depth, bottleneck: bottleneck)
    }

    /// As the generator makes them.
    var vectors: [[Float]] {
        (0..<count).map { item in
            let place = (0.618034 * Double(item + 1)).truncatingRemainder(dividingBy: 1)
            let strength = (0.754878 * Double(item + 1)).truncatingRemainder(dividingBy: 1)
            return (0..<frameCount * bandCount).map { position in
                let band = Double(position % bandCount) / Double(bandCount)
                return Float(-2 + 6 * cos(2 * .pi * (band + place)) + 5 * strength * sin(6 * .pi * band))
            }
        }
    }
}

private struct ShuffledVectors: BatchSource {
    struct Stream: BatchStream {
        var batches: [TrainingBatch]
        mutating func next() -> TrainingBatch? { batches.isEmpty ? nil : batches.removeFirst() }
    }

    let vectors: [[Float]]
    let batch: Int

    var stepsPerEpoch: Int { vectors.count / batch }

    func epoch(_ number: Int) -> any BatchStream {
        var generator = SeededGenerator(seed: 3, stream: UInt64(number))
        let order = vectors.indices.shuffled(using: &generator)
        return Stream(
            batches: (0..<stepsPerEpoch).map { step in
                let values = order[step * batch..<(step + 1) * batch].flatMap { vectors[$0] }
                return TrainingBatch(inputs: values, inputShape: [batch, values.count / batch], targets: values)
            })
    }
}

extension Trainings {
    @Suite("Training the autoencoder")
    struct AutoencoderTrainingTests {
        private static let engine = Result { try InferenceEngine() }
        private static let small = AutoencoderNetwork(frameCount: 3, bandCount: 4, width: 6, depth: 2, bottleneck: 2)

        @Test("it rebuilds as well as PyTorch's, within the spread of first weights")
        func reachesTorch() throws {
            let golden = try ReconstructionGolden.read()
            #expect(relativeDistance(golden.vectors[1], golden.vector) <= 1e-4, "the generator's vectors are others")
            let errors = try (1...3).map { try Self.reached(golden, seed: $0) }.sorted()
            let (least, most) = try (#require(golden.errors.min()), #require(golden.errors.max()))
            print("autoencoder: errors \(errors), PyTorch's \(least)…\(most)")
            #expect(errors[1] <= 1.3 * most)
            // Far below what PyTorch reaches, it would be another network or other data.
            #expect(errors[1] >= 0.5 * least)
        }

        /// The mean squared error after a training by the golden's numbers.
        private static func reached(_ golden: ReconstructionGolden, seed: UInt64) throws -> Double {
            let vectors = golden.vectors
            let names = (input: AutoencoderNetwork.Names.vectors, output: AutoencoderNetwork.Names.reconstruction)
            let trainer = try GraphTrainer(
                golden.network.graph(seed: seed), input: names.input, output: names.output,
                objective: ReconstructionObjective(), options: .plainAdam(epochs: golden.epochs))
            let outcome = try trainer.run(
                training: ShuffledVectors(vectors: vectors, batch: golden.batch), validation: nil)
            #expect(outcome.epochs.last?.learningRate == 1e-3, "the rate stays")
            let all = try Tensor(vectors.flatMap(\.self), shape: [vectors.count, vectors[0].count])
            let served = try GraphExecutor(outcome.graph).run(
                [names.input: all], training: false, fetch: [names.output])
            let made = try #require(served[names.output]).floats()
            var squares = 0.0
            for (one, other) in zip(made, vectors.joined()) { squares += Double((one - other) * (one - other)) }
            return squares / Double(made.count)
        }

        @Test("the serving graph's errors are those of the trained graph, vector by vector", arguments: [7, nil])
        func servesWhatWasTrained(frames: Int?) throws {
            let trained = try [1, 2].map { try Self.withStatistics(Self.small.graph(seed: $0)) }
            let graph = try Self.small.detectorGraph(
                trained, columns: [1, 0, 1], frames: frames.map { .fixed($0) } ?? "frame")
            let features = NDArray((0..<2 * 7 * 4).map { 3 * sin(Float(7 * $0)) }, shape: [2, 1, 7, 4])
            let expected = try trained.map { network in
                try [0, 1].map { try Self.error(of: network, try #require(features.floats), item: $0) }
            }
            let wanted = [0, 1].flatMap { item in [1, 0, 1].map { expected[$0][item] } }
            let names = [AutoencoderNetwork.Names.errors]

            let executed = try GraphExecutor(graph).run(
                [AutoencoderNetwork.Names.features: Tensor(features)], training: false, fetch: names)
            #expect(relativeDistance(try #require(executed[names[0]]).floats(), wanted) <= 1e-5)
            let options = CompiledNetwork.Options(precision: .f32, threads: 1)
            let session = try InferenceSession(
                CompiledNetwork(ModelFile(graph: graph), engine: Self.engine.get(), options: options))
            let served = try session.run([AutoencoderNetwork.Names.features: features], fetch: names)[0]
            #expect(served.shape == [2, 3])
            #expect(relativeDistance(served.asFloats, wanted) <= 2e-5)
            #expect(abs(wanted[0] - wanted[1]) > 1e-3, "two networks of different weights")
        }

        /// Running statistics as after a training, so that a forgotten one is seen.
        private static func withStatistics(_ graph: Graph) throws -> Graph {
            var graph = graph
            for place in graph.initializers.indices {
                let (name, count) = (graph.initializers[place].name, graph.initializers[place].value.elementCount)
                let values: [Float]? =
                    if name.hasSuffix(".mean") {
                        (0..<count).map { 0.1 * Float($0) - 0.2 }
                    } else if name.hasSuffix(".variance") {
                        (0..<count).map { 0.5 + 0.3 * Float($0) }
                    } else { nil }
                if let values { graph.initializers[place].value = NDArray(values, shape: [count]) }
            }
            return graph
        }

        /// The mean squared error of one recording's vectors, cut by hand.
        private static func error(of network: Graph, _ features: [Float], item: Int) throws -> Float {
            let length = small.vectorLength
            var vectors: [Float] = []
            for frame in 0..<5 {
                let first = item * 28 + frame * 4
                vectors += features[first..<first + length]
            }
            let made = try GraphExecutor(network).run(
                [AutoencoderNetwork.Names.vectors: Tensor(vectors, shape: [5, length])], training: false,
                fetch: [AutoencoderNetwork.Names.reconstruction])
            let rebuilt = try #require(made[AutoencoderNetwork.Names.reconstruction]).floats()
            var sum: Float = 0
            for (one, other) in zip(rebuilt, vectors) { sum += (one - other) * (one - other) }
            return sum / Float(vectors.count)
        }
    }
}
