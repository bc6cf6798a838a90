import Datasets
import Foundation
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks
import Signals
import Training

/// Chooses the inputs by which a model tests itself, and scores them on the engine that trained it.
struct SoundGoldenInputs {
    let frontEnd: SoundFrontEnd
    let graph: Graph

    /// Windows of recordings: half of them nearest to a change of verdict, the others the surest of each class.
    func real(_ items: [DataItem], of dataset: Dataset, seed: UInt64) throws -> GoldenSet {
        var candidates: [GoldenInput] = []
        for item in GoldenSelection.spread(over: items) {
            guard let signal = try? dataset.middle(of: item, seconds: frontEnd.windowSeconds) else { continue }
            candidates.append(GoldenInput(signal))
        }
        let scored = try score(candidates)
        // Recordings that can no longer be read: the file still gets something to test itself by.
        return try GoldenSelection.choose(classified: scored) ?? synthetic(seed: seed)
    }

    /// Tones in noise, at several levels.
    func synthetic(seed: UInt64) throws -> GoldenSet {
        let inputs = MadeUpInputs.sounds(GoldenSet.usualCount, for: frontEnd, seed: seed).map { GoldenInput($0) }
        let scored = try score(inputs)
        return GoldenSet(origin: .synthetic, inputs: scored, spread: GoldenSelection.spread(of: scored))
    }

    /// The inputs with what libtorch says of them.
    private func score(_ inputs: [GoldenInput]) throws -> [GoldenInput] {
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
