public import Datasets
public import InspectionPipeline
import InspectionTypes
public import NeuralNetworks

/// Golden inputs of a detector of sounds: windows of normal recordings, half of them those that come nearest to their machine's threshold.
public struct DetectorGoldens {
    /// Windows to choose from.
    private static let candidates = 32
    private let file: ModelFile

    /// - Parameter file: the model with its card, without golden inputs.
    public init(_ file: ModelFile) { self.file = file }

    /// Cut from the middle of recordings, and scored on the engine that serves.
    ///
    /// What a window scores is not what its recording does: more are scored than are kept, and the windows' own scores decide.
    ///
    /// - Parameter items: those whose recordings come nearest to the threshold first. Recordings that cannot be read any more are left
    ///   out; where none is left, made-up ones stand in.
    /// - Throws: `PipelineError`, `InferenceError` where the model does not run.
    public func sounds(_ items: [DataItem], of dataset: Dataset, seed: UInt64) throws -> GoldenSet {
        guard let frontEnd = try file.card().soundFrontEnd else { return try syntheticSounds(seed: seed) }
        var machines: [String?] = []
        var inputs: [GoldenInput] = []
        for item in GoldenChoice.chosen(items, count: Self.candidates) {
            guard let signal = try? dataset.middle(of: item, seconds: frontEnd.windowSeconds) else { continue }
            inputs.append(GoldenInput(signal))
            machines.append(item.machine)
        }
        guard !inputs.isEmpty else { return try syntheticSounds(seed: seed) }
        let scored = try GoldenChoice.scored(inputs, by: file)
        let margins = try zip(scored, machines).map(margin)
        let order = scored.indices.sorted { (margins[$0], $0) < (margins[$1], $1) }
        return GoldenSet(origin: .real, inputs: GoldenChoice.chosen(order).map { scored[$0] }, spread: 1)
    }

    /// Tones in noise, at several levels.
    public func syntheticSounds(seed: UInt64) throws -> GoldenSet {
        guard let frontEnd = try file.card().soundFrontEnd else {
            throw PipelineError(.card, "the card has no 'sound_front_end'")
        }
        let inputs = MadeUpInputs.sounds(GoldenSet.usualCount, for: frontEnd, seed: seed).map { GoldenInput($0) }
        return GoldenSet(origin: .synthetic, inputs: try GoldenChoice.scored(inputs, by: file), spread: 1)
    }

    /// How far a window's score lies from the threshold of its machine; of a machine that is not named, from the nearest.
    private func margin(_ input: GoldenInput, _ machine: String?) throws -> Double {
        let known = try file.card().detector?.machines ?? []
        let margins = zip(known, input.scores.scores ?? []).map { (name: $0.name, value: abs($1 - $0.threshold)) }
        return margins.first { $0.name == machine }?.value ?? margins.map(\.value).min() ?? .infinity
    }
}
