import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Signals
import Training

/// Inputs by which a model tests itself, scored on the engine that trained it.
struct SoundGoldenInputs {
    let frontEnd: SoundFrontEnd
    let graph: Graph

    /// The inputs with what libtorch says of them.
    func score(_ inputs: [GoldenInput]) throws -> [GoldenInput] {
        let executor = try GraphExecutor(graph)
        let names = ResidualNetwork.Names.self
        return try inputs.compactMap { input in
            let windows = try SoundWindowStream.windows(of: input.signal, frontEnd: frontEnd).filter { $0.channel == 0 }
            guard !windows.isEmpty else { return nil }
            let values = try Tensor(
                windows.flatMap(\.values), shape: [windows.count, 1, frontEnd.windowFrames, frontEnd.logMel.bandCount]
            )
            let scores = try Libtorch.withGradients(false) {
                try executor.run([names.features: values], training: false, fetch: [names.probabilities])[
                    names.probabilities]?.floats()
            }
            guard let scores else { return nil }
            let classes = scores.count / windows.count
            var golden = input
            golden.probabilities = (0..<classes).map { index in
                windows.indices.reduce(0) { $0 + Double(scores[$1 * classes + index]) } / Double(windows.count)
            }
            return golden
        }
    }
}
