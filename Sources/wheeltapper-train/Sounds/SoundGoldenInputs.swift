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
            guard let signal = try? cut(item, of: dataset) else { continue }
            candidates.append(GoldenInput(signal))
        }
        let scored = try score(candidates)
        // Recordings that can no longer be read: the file still gets something to test itself by.
        return try GoldenSelection.choose(classified: scored) ?? synthetic(seed: seed)
    }

    /// Tones in noise, at several levels.
    func synthetic(seed: UInt64) throws -> GoldenSet {
        var generator = SeededGenerator(seed: seed, stream: "golden")
        let rate = frontEnd.logMel.sampleRate
        let inputs = (0..<GoldenSelection.count).map { number in
            let level = 0.3 * exp(-Double(number) / 2)
            let tone = 100 * exp(generator.nextUniform() * 3.5)
            let samples = (0..<frontEnd.windowSamples).map { n in
                Float(
                    level * (sin(2 * .pi * tone * Double(n) / rate) * Double(number % 2) + 0.3 * generator.nextNormal())
                )
            }
            return GoldenInput(AudioSignal(mono: samples, sampleRate: rate))
        }
        let scored = try score(inputs)
        return GoldenSet(origin: .synthetic, inputs: scored, spread: GoldenSelection.spread(of: scored))
    }

    /// The window in the middle of an item, at the recorder's rate.
    private func cut(_ item: DataItem, of dataset: Dataset) throws -> AudioSignal? {
        let reader = try AudioFileReader(path: dataset.filePath(of: item))
        let start = item.range?.start ?? 0
        let length = (item.range?.end ?? reader.duration ?? start) - start
        let from = start + max(0, (length - frontEnd.windowSeconds) / 2)
        if from > 0 { try reader.seek(toFrame: Int(from * reader.sampleRate)) }
        return try reader.read(maxFrames: Int((frontEnd.windowSeconds * reader.sampleRate).rounded(.up)))
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
