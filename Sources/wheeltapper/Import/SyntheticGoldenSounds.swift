import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Made-up windows by which an imported sound model tests itself: nobody's recordings travel with it.
struct SyntheticGoldenSounds {
    private let frontEnd: SoundFrontEnd
    private var generator: SeededGenerator

    init(frontEnd: SoundFrontEnd, seed: UInt64) {
        self.frontEnd = frontEnd
        self.generator = SeededGenerator(seed: seed, stream: "golden")
    }

    /// What the model, which carries a card but no golden inputs yet, says of them on the serving engine in f32.
    static func scored(by file: ModelFile, seed: UInt64) throws -> GoldenSet {
        guard let frontEnd = try file.card().soundFrontEnd else {
            throw PipelineError(.card, "the card has no 'sound_front_end'")
        }
        var sounds = SyntheticGoldenSounds(frontEnd: frontEnd, seed: seed)
        let inspection = try Inspector(file, engine: InferenceEngine()).inspection()
        let inputs = try sounds.signals().map { signal in
            var input = GoldenInput(signal)
            input.scores = try inspection.scores(of: input)
            return input
        }
        return GoldenSet(origin: .synthetic, inputs: inputs, spread: spread(inputs))
    }

    /// Standard deviation of the winning score.
    private static func spread(_ inputs: [GoldenInput]) -> Double {
        let winners = inputs.compactMap { $0.probabilities.max() }
        guard winners.count > 1 else { return 0 }
        let mean = winners.reduce(0, +) / Double(winners.count)
        return (winners.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(winners.count - 1)).squareRoot()
    }

    /// One window each of what such a network knows apart: noise loud and faint, a tone, a chord, a siren, clicks, a hum, a growing hiss.
    mutating func signals() -> [AudioSignal] {
        let rate = frontEnd.logMel.sampleRate
        let count = frontEnd.windowSamples
        let seconds = Double(count) / rate
        func sine(_ frequency: Double, _ time: Double) -> Double { sin(2 * .pi * frequency * time) }
        let sounds: [(_ time: Double, _ noise: Double) -> Double] = [
            { _, noise in 0.2 * noise },
            { _, noise in 0.001 * noise },
            { time, noise in 0.4 * sine(1000, time) + 0.0005 * noise },
            { time, noise in 0.2 * (sine(262, time) + sine(330, time) + sine(392, time)) + 0.002 * noise },
            { time, noise in 0.4 * sin(2 * .pi * 900 * time + 120 * sine(1, time)) + 0.005 * noise },
            { time, noise in 0.8 * noise * exp(-200 * (time * 4).truncatingRemainder(dividingBy: 1)) },
            { time, noise in 0.3 * (sine(50, time) + 0.5 * sine(100, time) + 0.3 * sine(150, time)) + 0.01 * noise },
            { time, noise in 0.3 * time / seconds * noise },
        ]
        return sounds.map { sound in
            AudioSignal(
                mono: (0..<count).map { Float(sound(Double($0) / rate, generator.nextNormal())) }, sampleRate: rate)
        }
    }
}
