import ArgumentParser
import FoundationEssentials
import Inference
import InspectionTypes
import NeuralNetworks

extension BenchCommand {
    /// What a network says of windows that someone else made, so that networks are compared without their front ends.
    struct Scores: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "scores")

        @Argument var model: String
        /// Raw floats, one window of the model's input after the other.
        @Argument var windows: String
        /// Where the scores go, as raw floats.
        @Option var output: String
        @Option var precision: Precision = .f32

        func run() throws {
            let file = try ModelFile(contentsOf: model)
            guard let input = file.graph.inputs.first else { throw NetworkError(.incomplete, "\(model) has no input") }
            let shape = [1] + input.shape.dropFirst().map { $0.value ?? 1 }
            let length = shape.reduce(1, *)
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: windows)))
            guard bytes.count % (4 * length) == 0 else {
                throw ValidationError("\(windows) holds no whole number of windows \(shape).")
            }
            let session = try InferenceSession(
                CompiledNetwork(
                    file, engine: InferenceEngine(),
                    options: .init(precision: precision, threads: 1, streams: 1, batch: 1)))
            let values = bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
            var scores: [Float] = []
            try values.withUnsafeBufferPointer { values in
                for start in stride(from: 0, to: values.count, by: length) {
                    let window = UnsafeBufferPointer(rebasing: values[start..<start + length])
                    try session.run(input.name, window, shape: shape, fetch: [ClassifierNames.probabilities]) {
                        found, _ in scores += found[0]
                    }
                }
            }
            try AtomicFile.write(scores.withUnsafeBytes { Array($0) }, to: output)
        }
    }
}
