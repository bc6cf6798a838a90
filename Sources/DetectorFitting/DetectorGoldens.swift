public import Datasets
import Foundation
public import InspectionPipeline
import InspectionTypes
import Media
public import NeuralNetworks

/// Golden inputs of a detector: windows of normal recordings, half of them those that come nearest to the threshold.
public struct DetectorGoldens {
    private let file: ModelFile

    /// - Parameter file: the model with its card, without golden inputs.
    public init(_ file: ModelFile) { self.file = file }

    /// Cut from recordings, the highest scores first in `items`.
    ///
    /// - Throws: `PipelineError`, `InferenceError` where the model does not run. Recordings that cannot be read any more are left out.
    public func sounds(_ items: [DataItem], of dataset: Dataset, seed: UInt64) throws -> GoldenSet {
        guard let frontEnd = try file.card().soundFrontEnd else { return try syntheticSounds(seed: seed) }
        let inputs = GoldenChoice.chosen(items).compactMap { item -> GoldenInput? in
            guard let signal = try? Self.cut(item, of: dataset, seconds: frontEnd.windowSeconds) else { return nil }
            return GoldenInput(signal)
        }
        guard !inputs.isEmpty else { return try syntheticSounds(seed: seed) }
        return GoldenSet(origin: .real, inputs: try GoldenChoice.scored(inputs, by: file), spread: 1)
    }

    /// Tones in noise, at several levels.
    public func syntheticSounds(seed: UInt64) throws -> GoldenSet {
        guard let frontEnd = try file.card().soundFrontEnd else {
            throw PipelineError(.card, "the card has no 'sound_front_end'")
        }
        var generator = SeededGenerator(seed: seed, stream: "golden")
        let rate = frontEnd.logMel.sampleRate
        let inputs = (0..<GoldenChoice.count).map { number in
            let level = 0.3 * exp(-Double(number) / 2)
            let tone = 100 * exp(generator.nextUniform() * 3.5)
            let samples = (0..<frontEnd.windowSamples).map { n in
                Float(
                    level * (sin(2 * .pi * tone * Double(n) / rate) * Double(number % 2) + 0.3 * generator.nextNormal())
                )
            }
            return GoldenInput(AudioSignal(mono: samples, sampleRate: rate))
        }
        return GoldenSet(origin: .synthetic, inputs: try GoldenChoice.scored(inputs, by: file), spread: 1)
    }

    /// The window in the middle of an item, at the recorder's rate.
    private static func cut(_ item: DataItem, of dataset: Dataset, seconds: Double) throws -> AudioSignal? {
        let reader = try AudioFileReader(path: dataset.filePath(of: item))
        let start = item.range?.start ?? 0
        let length = (item.range?.end ?? reader.duration ?? start) - start
        let from = start + max(0, (length - seconds) / 2)
        if from > 0 { try reader.seek(toFrame: Int(from * reader.sampleRate)) }
        return try reader.read(maxFrames: Int((seconds * reader.sampleRate).rounded(.up)))
    }
}
