public import Datasets
public import InspectionPipeline
public import InspectionTypes

/// Chooses the inputs by which a classifier of sounds tests itself.
public struct SoundGoldens {
    private let frontEnd: SoundFrontEnd
    /// The inputs with what an engine says of them; those it can say nothing of are left out.
    private let score: ([GoldenInput]) throws -> [GoldenInput]

    public init(frontEnd: SoundFrontEnd, score: @escaping ([GoldenInput]) throws -> [GoldenInput]) {
        self.frontEnd = frontEnd
        self.score = score
    }

    /// Windows of recordings: half of them nearest to a change of verdict, the others the surest of each class.
    public func real(_ items: [DataItem], of dataset: Dataset, seed: UInt64) throws -> GoldenSet {
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
    public func synthetic(seed: UInt64) throws -> GoldenSet {
        let inputs = MadeUpInputs.sounds(GoldenSet.usualCount, for: frontEnd, seed: seed).map { GoldenInput($0) }
        let scored = try score(inputs)
        return GoldenSet(origin: .synthetic, inputs: scored, spread: GoldenSelection.spread(of: scored))
    }
}
