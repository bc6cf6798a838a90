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
///
/// They are chosen as those of a trained model are: of 48 candidates the four whose likeliest label is the least clear, and the surest of
/// other labels.
struct SyntheticGoldenSounds {
    private let frontEnd: SoundFrontEnd
    private var generator: SeededGenerator

    private static let candidates = 48
    private static let count = 8

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
        let scored = try (0..<candidates).map { number in
            var input = GoldenInput(sounds.signal(number))
            input.scores = try inspection.scores(of: input)
            return input
        }
        return GoldenSet(origin: .synthetic, inputs: chosen(scored), spread: spread(scored))
    }

    private static func chosen(_ inputs: [GoldenInput]) -> [GoldenInput] {
        let ranked = inputs.map { input in
            let order = input.probabilities.indices.sorted { input.probabilities[$0] > input.probabilities[$1] }
            let scores = order.prefix(2).map { input.probabilities[$0] }
            return (label: order.first ?? 0, margin: (scores.first ?? 0) - (scores.count > 1 ? scores[1] : 0))
        }
        let order = inputs.indices.sorted { ranked[$0].margin < ranked[$1].margin }
        var places = Array(order.prefix(count / 2))
        var labels = Set<Int>()
        for place in order.reversed() where places.count < count && !places.contains(place) {
            if labels.insert(ranked[place].label).inserted { places.append(place) }
        }
        return places.sorted().map { inputs[$0] }
    }

    /// Standard deviation of the winning score.
    private static func spread(_ inputs: [GoldenInput]) -> Double {
        let winners = inputs.compactMap { $0.probabilities.max() }
        guard winners.count > 1 else { return 0 }
        let mean = winners.reduce(0, +) / Double(winners.count)
        return (winners.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(winners.count - 1)).squareRoot()
    }

    /// One window of what such a network knows apart, in turn: noise loud or faint, a tone, a chord, a siren, clicks, a hum, a growing hiss.
    mutating func signal(_ number: Int) -> AudioSignal {
        let rate = frontEnd.logMel.sampleRate
        let count = frontEnd.windowSamples
        let seconds = Double(count) / rate
        let level = 0.5 * exp(-2 * generator.nextUniform())
        let pitch = exp2(2 * generator.nextUniform() - 1)
        func sine(_ frequency: Double, _ time: Double) -> Double { sin(2 * .pi * pitch * frequency * time) }
        let sounds: [(_ time: Double, _ noise: Double) -> Double] = [
            { _, noise in 0.5 * noise },
            { _, noise in 0.003 * noise },
            { time, noise in sine(1000, time) + 0.002 * noise },
            { time, noise in 0.4 * (sine(262, time) + sine(330, time) + sine(392, time)) + 0.005 * noise },
            { time, noise in sin(2 * .pi * pitch * 900 * time + 120 * sine(1, time)) + 0.01 * noise },
            { time, noise in noise * exp(-200 * (time * 4 * pitch).truncatingRemainder(dividingBy: 1)) },
            { time, noise in sine(50, time) + 0.5 * sine(100, time) + 0.3 * sine(150, time) + 0.03 * noise },
            { time, noise in time / seconds * noise },
        ]
        let sound = sounds[number % sounds.count]
        return AudioSignal(
            mono: (0..<count).map { Float(level * sound(Double($0) / rate, generator.nextNormal())) }, sampleRate: rate)
    }
}
