import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Testing

@Suite struct DetectorCardTests {
    struct Misfit: Sendable, CustomTestStringConvertible {
        var name: String
        var change: @Sendable (inout ModelFile) throws -> Void
        var message: String
        var testDescription: String { name }
    }

    /// A card whose part on detection makes no sense.
    static func card(_ name: String, _ message: String, _ change: @escaping @Sendable (inout ModelCard) -> Void)
        -> Misfit
    {
        Misfit(
            name: name,
            change: { file in
                var card = DetectorModels.card()
                change(&card)
                try file.setCard(card)
            }, message: message)
    }

    /// A card whose JSON says what no value of ours can.
    static func text(_ name: String, _ message: String, _ old: String, _ new: String) -> Misfit {
        Misfit(
            name: name,
            change: { file in
                let text = try #require(file.metadata[ModelCard.metadataKey])
                #expect(text.contains(old))
                file.metadata[ModelCard.metadataKey] = text.replacing(old, with: new)
            }, message: message)
    }

    static func reference(
        _ name: String, _ message: String, _ change: @escaping @Sendable (inout NormalReference) -> Void
    )
        -> Misfit
    {
        Misfit(
            name: name,
            change: { file in
                var reference = DetectorModels.reference()
                change(&reference)
                try file.setNormalReference(reference)
            }, message: message)
    }

    static let misfits = [
        card("no part on detection", "no 'detector'") { $0.detector = nil },
        card("no machines", "machines []") { $0.detector?.machines = [] },
        card("one machine twice", "a name of its own") { $0.detector?.machines[1].name = "fan id_00" },
        card("a machine without a name", "a name of its own") { $0.detector?.machines[1].name = "" },
        card("three machines for two columns", "3 machines") { card in
            card.detector?.machines.append(
                .init(name: "c", items: 1, threshold: 1, calibration: DetectorModels.calibration()))
        },
        card("classes of a classifier", "tells one class that is normal") { $0.classes = ["normal", "crack", "wear"] },
        card("nothing normal", "tells one class that is normal") { $0.normalClasses = [] },
        card("a probability beyond 1", "lies within 0...1") { $0.detector?.leastProbability = 1.5 },
        card("a share of false alarms beyond 1", "shares lie within 0...1") {
            $0.detector?.machines[0].calibration.falseAlarms = MetricValue(7, low: 0.01, high: 0.1)
        },
        card("a bound below 0", "shares lie within 0...1") {
            $0.detector?.machines[1].calibration.falseAlarms = MetricValue(0.05, low: -1, high: 0.1)
        },
        card("bounds the wrong way round", "low not above high") {
            $0.detector?.machines[1].calibration.falseAlarms = MetricValue(0.05, low: 0.2, high: 0.1)
        },
        card("fewer false alarms than none", "numbers from 0 on") {
            $0.detector?.machines[0].calibration.perHour = MetricValue(-2)
        },
        card("a calibration by fewer than none", "0 or more") { $0.detector?.machines[0].calibration.items = -1 },
        text("a rule of 0 windows", "rule of 0 of 0", "\"needed\":1,\"windows\":1", "\"needed\":0,\"windows\":0"),
        text("a rule of more than there are", "rule of 9 of 1", "\"needed\":1", "\"needed\":9"),
        text("a rule without end", "rule of", "\"windows\":1", "\"windows\":9000000000000000000"),
        text("a rule of more windows than hours hold", "1...10000", "\"windows\":1", "\"windows\":10001"),
        text("a threshold beyond all", "cannot be", "\"threshold\":2", "\"threshold\":1e999"),
        Misfit(
            name: "a graph without scores", change: { $0.graph.outputs.removeAll { $0.name == "scores" } },
            message: "no output 'scores'"),
        Misfit(
            name: "an input that nobody gives",
            change: { $0.graph.inputs.append(ValueInfo(name: "temperature", shape: ["batch", 1])) },
            message: "'temperature'"),
        reference("a reference of other machines", "1 machines, the card of 2") { $0.machines.removeLast() },
        reference("a reference of other bands", "16 bands") { $0.machines[0].levels.removeLast() },
        reference("a spread below 0", "below 0") { $0.machines[1].deviations[3] = -1 },
        reference("a level that is no number", "no packed numbers") { $0.machines[1].levels[3] = .nan },
        reference("stretches of no length", "stretches are") { $0.stretchSeconds = -1 },
        reference("more starts than rows", "rows with") { $0.memory.starts.append(1) },
        Misfit(
            name: "a reference that is no JSON", change: { $0.metadata[NormalReference.metadataKey] = "{" },
            message: "normal reference cannot be used"),
    ]

    @Test(arguments: misfits)
    func aCardThatDoesNotFitIsAnErrorWithItsReason(_ misfit: Misfit) throws {
        var file = try DetectorModels.model()
        try misfit.change(&file)
        let error = #expect(throws: PipelineError.self) { try Inspector(file, engine: InferenceEngine()) }
        #expect(error?.message.contains(misfit.message) == true, "\(error?.message ?? "")")
    }

    /// The map that a graph hands out is known to be one before any picture is looked at.
    @Test func aMapThatIsNoneIsAnErrorWhenTheFileIsRead() throws {
        var file = try PictureDetectionTests.model(PictureModels.frontEnd(32, 32, colour: .rgb, fit: .stretch))
        #expect(throws: Never.self) { try Inspector(file, engine: InferenceEngine()) }
        // Three channels instead of one.
        let place = try #require(file.graph.outputs.firstIndex { $0.name == "anomaly_map" })
        file.graph.outputs[place] = ValueInfo(name: "anomaly_map", shape: ["batch", 3, 32, 32])
        let node = try #require(file.graph.nodes.firstIndex { $0.outputs == ["anomaly_map"] })
        file.graph.nodes[node].outputs = ["map"]
        for index in file.graph.nodes.indices where index != node {
            file.graph.nodes[index].inputs = file.graph.nodes[index].inputs.map { $0 == "anomaly_map" ? "map" : $0 }
        }
        file.graph.nodes.append(
            Node(
                name: "wrong", operatorType: "Relu", inputs: ["pooled"], outputs: ["anomaly_map"], attributes: [:]))
        let error = #expect(throws: PipelineError.self) { try Inspector(file, engine: InferenceEngine()) }
        #expect(
            error?.code == .mismatch && error?.message.contains("[1, 1, height, width]") == true,
            "\(error?.message ?? "")")
    }

    @Test func theReferenceSaysWhyAndWhatResemblesMost() throws {
        var file = try DetectorModels.model()
        try file.setNormalReference(DetectorModels.reference(level: -60))
        let detection = try DetectorModels.detection(file)
        let finding = try DetectorModels.judged(detection, SoundDetectionTests.high).findings[0]
        #expect(finding.nearest == NearestNormal(file: "normal/7.wav", start: 3.5))
        #expect(!finding.deviations.isEmpty)
        #expect(finding.deviations.contains { $0.lowFrequency < 6000 && $0.highFrequency > 6000 && $0.decibels > 3 })
    }

    @Test func aMemoryShorterThanTheGraphSaysNamesNothing() throws {
        var file = try DetectorModels.model()
        var reference = DetectorModels.reference()
        reference.memory = NormalReference.Memory([NearestNormal(file: "only.wav", start: 0)])
        try file.setNormalReference(reference)
        let finding = try DetectorModels.judged(DetectorModels.detection(file), SoundDetectionTests.high).findings[0]
        #expect(finding.nearest == nil)
    }

    @Test func evidenceIsTheSpectrogramOnceHowWindowsEverOverlap() throws {
        var file = try DetectorModels.model()
        try file.setNormalReference(DetectorModels.reference())
        let detection = try DetectorModels.detection(file)
        var sent = false
        let outcome = try detection.inspect("x", sampleRate: 16_000, channelCount: 1, wantsEvidence: true) {
            defer { sent = true }
            return sent ? nil : SoundDetectionTests.low
        }
        let evidence = try #require(outcome.soundEvidence?.first)
        #expect(evidence.duration == 1)
        #expect(evidence.normalLevels?.count == 16)
        #expect(evidence.spectrogram.stretchCount == 49)
        #expect(evidence.bandEdges.count == 17)
        #expect(evidence.spectrogram.decibels.allSatisfy { $0.isFinite })
    }
}
