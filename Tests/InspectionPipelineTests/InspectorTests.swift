import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Testing

@Suite struct InspectorTests {
    static let frontEnd = SoundFrontEnd(
        logMel: LogMelSettings(
            sampleRate: 16_000, fftLength: 512, windowLength: 512, hopLength: 320, bandCount: 16, lowestFrequency: 40,
            highestFrequency: 8000, compression: .naturalLogarithm(offset: 1e-6)
        ),
        windowSeconds: 0.5, hopSeconds: 0.25
    )

    static func card(classes: [String] = ["crack", "normal"]) -> ModelCard {
        var card = ModelCard(
            kind: .classifier, medium: .sound, name: "test", version: "1", created: Date(timeIntervalSince1970: 0),
            soundFrontEnd: frontEnd, classes: classes
        )
        card.normalClasses = ["normal"]
        return card
    }

    static func model() throws -> ModelFile {
        let graph = ResidualNetwork(width: 4, stages: 2).graph(
            frames: frontEnd.windowFrames, mean: Array(repeating: -6, count: 16),
            deviation: Array(repeating: 2, count: 16),
            classes: 2, seed: 1
        )
        var file = ModelFile(graph: graph)
        try file.setCard(card())
        return file
    }

    static func noise(_ count: Int, seed: UInt64, rate: Double = 16_000) -> AudioSignal {
        var generator = SeededGenerator(seed: seed)
        return AudioSignal(mono: (0..<count).map { _ in Float(0.1 * generator.nextNormal()) }, sampleRate: rate)
    }

    static func listener(_ file: ModelFile) throws -> SoundInspection {
        try #require(Inspector(file, engine: InferenceEngine()).inspection() as? SoundInspection)
    }

    /// The same model with golden inputs as the f32 engine scores them.
    static func withGolden(_ model: ModelFile, spread: Double = 0.1) throws -> ModelFile {
        var file = model
        let inspection = try listener(file)
        let inputs = try (0..<8).map { number in
            var input = GoldenInput(noise(8_000, seed: UInt64(number)))
            input.probabilities = try inspection.probabilities(of: input.signal)
            return input
        }
        try file.setGoldenSet(GoldenSet(origin: .synthetic, inputs: inputs, spread: spread))
        return file
    }

    /// Multiplies the last layer's weights and moves its bias so that noise stands on the threshold.
    static func steep(_ factor: Float) throws -> ModelFile {
        var file = try model()
        let logits = try {
            let network = try CompiledNetwork(file, engine: InferenceEngine())
            let inspection = try listener(file)
            _ = network
            return try inspection.probabilities(of: noise(8_000, seed: 3))
        }()
        func scale(_ suffix: String, _ change: (Float, Int) -> Float) throws {
            let place = try #require(file.graph.initializers.firstIndex { $0.name.hasSuffix(suffix) })
            let value = file.graph.initializers[place].value
            let floats = try #require(value.floats)
            file.graph.initializers[place].value = NDArray(
                floats.enumerated().map { change($1, $0) }, shape: value.shape)
        }
        // The difference of the logits, from the probabilities, is taken back before it is made steep.
        let difference = Float(Self.logarithm(logits[0] / logits[1]))
        try scale("linear0.weight") { weight, _ in weight * factor }
        try scale("linear0.bias") { bias, index in (bias + (index == 0 ? -difference : 0)) * factor }
        return file
    }

    private static func logarithm(_ x: Double) -> Double {
        // atanh's series: enough for a test's numbers, and without a C library.
        let z = (x - 1) / (x + 1)
        var (sum, power) = (0.0, z)
        for n in stride(from: 1, to: 4001, by: 2) {
            sum += power / Double(n)
            power *= z * z
        }
        return 2 * sum
    }

    @Test func aCardSurvivesTheFile() throws {
        var card = Self.card()
        card.thresholds = ["defect": .init(value: 0.5, derivation: "by hand")]
        card.validation = ["group_accuracy": MetricValue(0.9, low: 0.8, high: 1)]
        card.soundFrontEnd?.channels = .index(3)
        var file = try Self.model()
        try file.setCard(card)
        #expect(try ModelFile(bytes: file.encoded()).card() == card)
    }

    @Test func aTestedModelServesAndSaysSo() throws {
        let inspector = try Inspector(
            ModelFile(bytes: Self.withGolden(Self.model()).encoded()), engine: InferenceEngine())
        #expect(inspector.parity?.passed == true)
        #expect(inspector.parity?.inputs == 8)
        #expect(inspector.notices.isEmpty)
    }

    @Test func changedWeightsAreRefused() throws {
        var file = try Self.withGolden(Self.model())
        let place = try #require(file.graph.initializers.firstIndex { $0.name.hasSuffix("linear0.weight") })
        let value = file.graph.initializers[place].value
        file.graph.initializers[place].value = NDArray(try #require(value.floats).map { $0 * 1.1 }, shape: value.shape)
        let error = #expect(throws: PipelineError.self) { try Inspector(file, engine: InferenceEngine()) }
        #expect(error?.code == .parity)
        #expect(error?.message.contains("of 1.0e-4 allowed") == true, "\(error?.message ?? "")")
    }

    /// Whether this processor computes bf16 at all: without it OpenVINO quietly computes f32.
    static let computesBF16 = (try? InferenceEngine())?.capabilities(of: "CPU")?.contains("BF16") == true

    @Test(.enabled(if: computesBF16, "this processor has no bf16"))
    func aPrecisionThatFailsItsTestFallsBackToF32AndSaysSo() throws {
        let inspector = try Inspector(Self.withGolden(Self.steep(2000)), engine: InferenceEngine(), precision: .bf16)
        #expect(inspector.precision == .f32)
        #expect(inspector.notices.contains { $0.contains("bf16 failed the self-test") && $0.contains("f32 instead") })
        #expect(inspector.parity?.passed == true)
    }

    @Test func aPrecisionThatPassesItsTestServes() throws {
        let inspector = try Inspector(Self.withGolden(Self.model()), engine: InferenceEngine(), precision: .bf16)
        #expect(inspector.precision == .bf16)
        #expect(inspector.parity?.precision == .bf16)
        #expect(inspector.notices.isEmpty)
    }

    @Test func chunksDoNotMatter() throws {
        let inspection = try Self.listener(Self.model())
        let signal = Self.noise(48_123, seed: 9)
        func findings(chunk: Int) throws -> [WindowFinding] {
            var place = 0
            return try inspection.inspect("x", sampleRate: 16_000, channelCount: 1) {
                guard place < signal.frameCount else { return nil }
                defer { place += chunk }
                return AudioSignal(
                    mono: Array(signal.channels[0][place..<min(signal.frameCount, place + chunk)]), sampleRate: 16_000
                )
            }[0].windows
        }
        let whole = try findings(chunk: 48_123)
        let parts = try findings(chunk: 1_000)
        #expect(whole.count >= 10)
        #expect(whole.map(\.start) == parts.map(\.start))
        #expect(whole.map(\.probabilities) == parts.map(\.probabilities))
    }

    @Test func theVerdictFollowsTheCardsNormalClasses() throws {
        let inspection = try Self.listener(Self.model())
        var sent = false
        let finding = try inspection.inspect("x", sampleRate: 16_000, channelCount: 1) {
            defer { sent = true }
            return sent ? nil : Self.noise(16_000, seed: 2)
        }[0]
        #expect(finding.verdict == (finding.label == "normal" ? .normal : .defect))
        #expect(finding.probabilities.map(\.name) == ["crack", "normal"])
    }

    struct Misfit: Sendable, CustomTestStringConvertible {
        var name: String
        var change: @Sendable (inout ModelFile) throws -> Void
        var message: String
        var testDescription: String { name }
    }

    static let misfits = [
        Misfit(name: "no card", change: { $0.metadata = [:] }, message: "no card"),
        Misfit(
            name: "a card that is no JSON", change: { $0.metadata[ModelCard.metadataKey] = "{" },
            message: "cannot be read"),
        Misfit(
            name: "a newer card",
            change: { file in
                var card = Self.card()
                card.formatVersion = 99
                try file.setCard(card)
            }, message: "newer wheeltapper"
        ),
        Misfit(
            name: "another number of classes", change: { try $0.setCard(Self.card(classes: ["a", "b", "c"])) },
            message: "3 classes"
        ),
        Misfit(
            name: "another front end",
            change: { file in
                var card = Self.card()
                card.soundFrontEnd?.windowSeconds = 1
                try file.setCard(card)
            }, message: "front end"
        ),
        misfit("a hop of 0") { $0.logMel.hopLength = 0 },
        misfit("a hop that no Int32 holds") { $0.logMel.hopLength = 1 << 40 },
        misfit("a transform without end") { ($0.logMel.fftLength, $0.logMel.windowLength) = (1 << 30, 1 << 30) },
        misfit("bands without end") { $0.logMel.bandCount = 1 << 40 },
        misfit("a rate beyond all") { ($0.logMel.sampleRate, $0.logMel.highestFrequency) = (1e300, 8000) },
        misfit("a window without end") { $0.windowSeconds = 1e300 },
        misfit("no window") { $0.windowSeconds = 0 },
        misfit("windows that never follow") { $0.hopSeconds = 1e300 },
    ]

    /// A card whose front end alone makes no sense.
    static func misfit(_ name: String, _ change: @escaping @Sendable (inout SoundFrontEnd) -> Void) -> Misfit {
        Misfit(
            name: name,
            change: { file in
                var card = Self.card()
                if var frontEnd = card.soundFrontEnd {
                    change(&frontEnd)
                    card.soundFrontEnd = frontEnd
                }
                try file.setCard(card)
            }, message: "copy the model again"
        )
    }

    @Test func goldenInputsThatAreNoneAreRefused() throws {
        var file = try Self.model()
        try file.setGoldenSet(GoldenSet(origin: .synthetic, inputs: [], spread: 0.1))
        let error = #expect(throws: PipelineError.self) { try Inspector(file, engine: InferenceEngine()) }
        #expect(error?.code == .parity)
    }

    @Test(arguments: misfits)
    func aCardThatDoesNotFitIsAnErrorWithItsReason(_ misfit: Misfit) throws {
        var file = try Self.model()
        try misfit.change(&file)
        let error = #expect(throws: PipelineError.self) { try Inspector(file, engine: InferenceEngine()) }
        #expect(error?.message.contains(misfit.message) == true, "\(error?.message ?? "")")
    }
}
