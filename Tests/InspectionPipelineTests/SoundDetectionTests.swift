import Foundation
import Inference
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks
import Testing

@Suite struct SoundDetectionTests {
    static let low = DetectorModels.tone(300, level: 0.1)
    static let high = DetectorModels.tone(6000, level: 0.1)

    @Test func theMachineIsHeardAndTheScoreTakenAgainstIt() throws {
        let detection = try DetectorModels.detection(DetectorModels.model())
        for (signal, machine, place) in [(Self.low, "fan id_00", 0), (Self.high, "pump id_02", 1)] {
            let outcome = try DetectorModels.judged(detection, signal)
            let finding = outcome.findings[0]
            let scores = try #require(outcome.detection?[0])
            #expect(finding.machine?.name == machine)
            #expect(finding.machine?.isGiven == false)
            #expect(finding.machine?.heardAs == nil)
            #expect((finding.machine?.probability ?? 0) > 0.9)
            #expect(finding.probabilities.map(\.name) == DetectorModels.machines)
            #expect(scores.likeliestMachine == place)
            #expect(finding.score == scores.scores.map { $0[place] }.max())
            #expect(finding.threshold == [2, 3][place])
            #expect(finding.windows.map(\.score) == scores.scores.map { $0[place] })
            #expect(scores.nearest.allSatisfy { $0 == [3, 7] })
            #expect(scores.nearestRow(machine: place) == [3, 7][place])
            #expect(outcome.warnings.isEmpty)
        }
    }

    @Test func theVerdictIsTheMachinesThreshold() throws {
        let score = try DetectorModels.judged(DetectorModels.detection(DetectorModels.model()), Self.low).findings[0]
            .score
        for (threshold, verdict, label) in [
            (score, Verdict.defect, "anomaly"), (score + 1e-6, .normal, "normal"),
        ] {
            let card = DetectorModels.card(thresholds: [threshold, -100])
            let finding = try DetectorModels.judged(DetectorModels.detection(DetectorModels.model(card)), Self.low)
                .findings[0]
            #expect(finding.verdict == verdict)
            #expect(finding.label == label)
            #expect(finding.windows.contains { $0.label == "anomaly" } == (verdict == .defect))
        }
    }

    @Test func theRuleMakesAnEventOfWindows() throws {
        var loud = Self.low
        // One loud stretch of half a second in three seconds.
        loud.channels[0] += DetectorModels.tone(300, level: 0.001, seconds: 2).channels[0]
        func score(_ rule: EventRule) throws -> (Double, DetectionScores) {
            let outcome = try DetectorModels.judged(
                DetectorModels.detection(DetectorModels.model(DetectorModels.card(rule: rule))), loud)
            return (outcome.findings[0].score, try #require(outcome.detection?[0]))
        }
        let (highest, scores) = try score(.every)
        let (event, _) = try score(EventRule(needed: 5, of: 5))
        #expect(highest > event)
        #expect(event == EventRule(needed: 5, of: 5).eventScore(scores.scores.map { $0[0] }))
    }

    @Test func aGivenMachineIsJudgedAgainstAndChecked() throws {
        let byOrder = try DetectorModels.judged(
            DetectorModels.detection(DetectorModels.model()), Self.low, machine: "pump id_02")
        let bySettings = try DetectorModels.judged(
            DetectorModels.detection(DetectorModels.model(), InspectionSettings(machine: "pump id_02")), Self.low)
        for outcome in [byOrder, bySettings] {
            let finding = outcome.findings[0]
            #expect(finding.machine?.name == "pump id_02")
            #expect(finding.machine?.isGiven == true)
            #expect(finding.machine?.heardAs == "fan id_00")
            #expect(finding.threshold == 3)
            #expect(outcome.warnings.count == 1)
            #expect(outcome.warnings.first?.contains("it sounds like fan id_00") == true)
        }
        let right = try DetectorModels.judged(
            DetectorModels.detection(DetectorModels.model(), InspectionSettings(machine: "pump id_02")), Self.low,
            machine: "fan id_00")
        #expect(right.findings[0].machine?.heardAs == nil)
        #expect(right.warnings.isEmpty)
    }

    @Test(arguments: [(0.59, 0), (0.97, 1)])
    func oneThatHearsPoorlyContradictsNobody(_ share: Double, warnings: Int) throws {
        var card = DetectorModels.card()
        card.detector?.heardRightly = MetricValue(share)
        let outcome = try DetectorModels.judged(
            DetectorModels.detection(DetectorModels.model(card)), Self.low, machine: "pump id_02")
        #expect(outcome.findings[0].machine?.heardAs == "fan id_00")
        #expect(outcome.warnings.count == warnings)
    }

    @Test func anUnknownMachineIsAnErrorThatListsThoseThereAre() throws {
        let error = #expect(throws: PipelineError.self) {
            try DetectorModels.detection(DetectorModels.model(), InspectionSettings(machine: "fan id_99"))
        }
        #expect(error?.message.contains("'fan id_00', 'pump id_02'") == true)
        #expect(throws: PipelineError.self) {
            try DetectorModels.judged(
                DetectorModels.detection(DetectorModels.model()), Self.low, machine: "fan id_99")
        }
    }

    struct Strange: Sendable, CustomTestStringConvertible {
        var name: String
        /// How sure the network is of a machine.
        var sharpness: Float
        var threshold: Double
        /// As the card has it.
        var leastProbability: Double? = 0.5
        var isStrange: Bool
        var testDescription: String { name }
    }

    @Test(arguments: [
        Strange(name: "not sure, and beyond every threshold", sharpness: 0.001, threshold: -5, isStrange: true),
        Strange(name: "not sure, and normal for one", sharpness: 0.001, threshold: 100, isStrange: false),
        Strange(
            name: "not sure, and nobody knows how sure it is of normal ones", sharpness: 0.001, threshold: -5,
            leastProbability: nil, isStrange: false),
        Strange(name: "sure, and beyond the threshold", sharpness: 2, threshold: -5, isStrange: false),
        Strange(name: "sure, and far beyond all", sharpness: 2, threshold: -50, isStrange: true),
    ])
    func aMachineNeverHeardIsSaid(_ strange: Strange) throws {
        var card = DetectorModels.card(
            machines: ["a", "b", "c"], thresholds: Array(repeating: strange.threshold, count: 3))
        card.detector?.leastProbability = strange.leastProbability
        let detection = try DetectorModels.detection(
            DetectorModels.model(card, centres: [-8, -6, -7], sharpness: strange.sharpness))
        let outcome = try DetectorModels.judged(detection, Self.low)
        #expect(
            (outcome.warnings.first?.contains("resembles none of the machines") == true) == strange.isStrange,
            "\(outcome.warnings), \(outcome.findings[0].score)")
        #expect(try DetectorModels.judged(detection, Self.low, machine: "a").warnings.isEmpty)
    }

    @Test func whereTheGraphTellsNoMachinesTheOneThatFitsBestIsTaken() throws {
        var file = try DetectorModels.model()
        file.graph.outputs.removeAll { $0.name == "probabilities" }
        let detection = try DetectorModels.detection(file)
        // The higher centre gives the lower score.
        let finding = try DetectorModels.judged(detection, Self.low).findings[0]
        #expect(finding.machine == HeardMachine(name: "pump id_02", probability: nil))
        let given = try DetectorModels.judged(detection, Self.low, machine: "fan id_00")
        #expect(given.findings[0].machine == HeardMachine(name: "fan id_00", probability: nil, isGiven: true))
        #expect(given.warnings.isEmpty)
    }

    /// Told from the recording's start, whatever stretch of it was asked for.
    @Test func aStretchIsToldFromTheRecordingsStart() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "stretch-\(UUID().uuidString).wav").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var signal = DetectorModels.tone(300, level: 0.0001, seconds: 6)
        signal.channels[0] += Self.high.channels[0] + DetectorModels.tone(300, level: 0.0001, seconds: 3).channels[0]
        try AudioFileWriter.write(signal, to: path)
        var file = try DetectorModels.model()
        try file.setNormalReference(DetectorModels.reference())
        let detection = try DetectorModels.detection(file)
        let whole = try detection.inspect(InspectionOrder(path: path)).findings[0]
        let part = try detection.inspect(InspectionOrder(path: path, start: 4, end: 9)).findings[0]
        for finding in [whole, part] {
            let high = try #require(
                finding.deviations.first { $0.lowFrequency < 6000 && $0.highFrequency > 6000 && $0.decibels > 3 },
                "\(finding.deviations)")
            #expect(abs(high.start - 6) < 0.5 && abs(high.end - 7) < 0.5, "\(high.start) to \(high.end)")
        }
        #expect(whole.windows.first?.start == 0 && part.windows.first?.start == 4)
    }

    @Test func aDetectorOfOneMachineNamesNone() throws {
        let card = DetectorModels.card(machines: ["fan"], thresholds: [2])
        let outcome = try DetectorModels.judged(DetectorModels.detection(DetectorModels.model(card)), Self.low)
        #expect(outcome.findings[0].machine == nil)
        #expect(outcome.findings[0].probabilities.isEmpty)
        #expect(outcome.detection?[0].probabilities == [1])
    }

    @Test func everyChannelIsJudgedAlone() throws {
        let detection = try DetectorModels.detection(DetectorModels.model(), InspectionSettings(channels: .each))
        let both = AudioSignal(channels: [Self.low.channels[0], Self.high.channels[0]], sampleRate: 16_000)
        let outcome = try DetectorModels.judged(detection, both)
        #expect(outcome.findings.map(\.file) == ["x.wav#0", "x.wav#1"])
        #expect(outcome.findings.map { $0.machine?.name } == ["fan id_00", "pump id_02"])
        #expect(outcome.detection?.count == 2)
    }

    @Test func aRecordingWithoutSoundIsAnError() throws {
        let detection = try DetectorModels.detection(DetectorModels.model())
        #expect(throws: PipelineError.self) {
            try detection.inspect("x", sampleRate: 16_000, channelCount: 1) { nil }
        }
    }
}
