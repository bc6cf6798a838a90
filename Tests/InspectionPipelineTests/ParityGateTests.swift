import Inference
import InspectionPipeline
import InspectionTypes
import Testing

@Suite struct ParityGateTests {
    static func set(_ probabilities: [[Double]], spread: Double = 0.1) -> GoldenSet {
        GoldenSet(
            origin: .synthetic,
            inputs: probabilities.map { GoldenInput(AudioSignal(mono: [0], sampleRate: 16_000), probabilities: $0) },
            spread: spread
        )
    }

    struct GateCase: Sendable, CustomTestStringConvertible {
        var name: String
        var golden: [Double]
        var found: [Double]
        var precision: Precision
        var spread = 0.1
        var passes: Bool
        var testDescription: String { name }
    }

    static let cases = [
        GateCase(
            name: "f32, equal within 1e-4", golden: [0.7, 0.3], found: [0.70009, 0.29991], precision: .f32, passes: true
        ),
        GateCase(
            name: "f32, a drift above 1e-4", golden: [0.7, 0.3], found: [0.7002, 0.2998], precision: .f32, passes: false
        ),
        GateCase(name: "f32, not a number", golden: [0.7, 0.3], found: [.nan, .nan], precision: .f32, passes: false),
        GateCase(
            name: "bf16, within the least allowance", golden: [0.7, 0.3], found: [0.715, 0.285], precision: .bf16,
            passes: true),
        GateCase(name: "bf16, beyond it", golden: [0.7, 0.3], found: [0.73, 0.27], precision: .bf16, passes: false),
        GateCase(
            name: "bf16, within a tenth of a wide spread", golden: [0.7, 0.3], found: [0.73, 0.27], precision: .bf16,
            spread: 0.4,
            passes: true
        ),
        GateCase(
            name: "bf16, a flip inside the band", golden: [0.505, 0.495], found: [0.495, 0.505], precision: .bf16,
            passes: true),
        GateCase(
            name: "bf16, a flip outside the band", golden: [0.56, 0.44], found: [0.49, 0.51], precision: .bf16,
            spread: 2, passes: false
        ),
        GateCase(
            name: "another number of classes", golden: [0.7, 0.3], found: [0.7, 0.2, 0.1], precision: .f32,
            passes: false),
    ]

    @Test(arguments: cases)
    func theGateRefusesWhatItShould(_ gate: GateCase) {
        let outcome = ParityGate.compare(
            [GoldenScores(probabilities: gate.found)], with: Self.set([gate.golden], spread: gate.spread),
            precision: gate.precision)
        #expect(outcome.passed == gate.passes, "\(outcome.description)")
    }

    @Test func theOutcomeGivesBothNumbers() {
        let outcome = ParityGate.compare(
            [GoldenScores(probabilities: [0.6, 0.4])], with: Self.set([[0.7, 0.3]]), precision: .f32)
        #expect(outcome.description == "largest drift 1.0e-1 of 1.0e-4 allowed on 1 golden inputs")
    }

    @Test func aGoldenInputKeepsItsSamplesToSixteenBits() throws {
        let signal = AudioSignal(channels: [[0, 0.5, -1, 0.999], [1, -0.25, 0.125, 0]], sampleRate: 44_100)
        let kept = try GoldenInput(signal).signal
        #expect(kept.sampleRate == 44_100)
        for (a, b) in zip(signal.channels.joined(), kept.channels.joined()) { #expect(abs(a - b) <= 1 / 32768) }
        // What was kept is kept again without a change.
        #expect(try GoldenInput(kept).signal == kept)
    }

    @Test(
        arguments: [(0, 16_000.0), (1025, 16_000.0), (Int.max, 16_000.0), (1, 0.0), (1, 99.0), (1, 1e300)]
            as [(Int, Double)])
    func goldenInputsOfNoRecorderAreErrors(channelCount: Int, sampleRate: Double) {
        let input = GoldenSound(sampleRate: sampleRate, channelCount: channelCount, samples: "")
        #expect(throws: PipelineError.self) { try input.signal }
    }

    @Test func damagedGoldenTextIsAnError() throws {
        let input = GoldenSound(sampleRate: 16_000, channelCount: 1, samples: "###")
        #expect(throws: PipelineError.self) { try input.signal }
    }
}
