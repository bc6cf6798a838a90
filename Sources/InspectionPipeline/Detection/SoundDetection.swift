import Inference
public import InspectionTypes
import Media
import NeuralNetworks
import Signals

/// One thread's way from a recording to how unlike its machine's normal sound it is; takes recordings one after the other. One owner.
///
/// Step one hears which machine it is, or checks the one that was given; step two takes the score against that machine's normal sounds.
/// A recording's score is the card's ``EventRule`` over its windows, and a defect from the machine's threshold on.
public final class SoundDetection: Inspection {
    private let card: ModelCard
    private let detector: DetectorCard
    private let reading: SoundReading
    private let session: InferenceSession
    private let outputs: DetectorOutputs
    private let choice: MachineChoice
    private let reference: NormalReference?
    /// The machine that settings name.
    private let given: Int?
    private let shape: [Int]
    private let words: (normal: String, anomaly: String)

    /// - Parameters:
    ///   - outputNames: of the graph.
    ///   - reference: fits the card.
    /// - Throws: ``PipelineError`` for a machine in `settings` that the model does not know.
    init(
        card: ModelCard, detector: DetectorCard, reading: SoundReading, session: InferenceSession,
        outputNames: Set<String>, reference: NormalReference?, settings: InspectionSettings
    ) throws {
        self.card = card
        self.detector = detector
        self.reading = reading
        self.session = session
        outputs = DetectorOutputs(machineCount: detector.machines.count, graph: outputNames)
        choice = MachineChoice(detector)
        self.reference = reference
        given = try settings.machine.map(choice.index)
        shape = [1, 1, reading.frontEnd.windowFrames, reading.frontEnd.logMel.bandCount]
        words = card.detectorWords
    }

    /// Inspects a file or a stretch of it. The evidence is ``InspectionOutcome/soundEvidence``.
    public func inspect(_ order: InspectionOrder, wantsEvidence: Bool) throws -> InspectionOutcome {
        let sound = try SoundReading.open(order)
        var outcome = try inspect(
            order.path, sampleRate: sound.reader.sampleRate, channelCount: sound.reader.channelCount,
            machine: order.machine, wantsEvidence: wantsEvidence, read: sound.next)
        outcome.warnings = sound.reader.warnings + outcome.warnings
        outcome.findings = outcome.findings.map { $0.shifted(by: sound.start) }
        return outcome
    }

    /// Listens to a recording, chunk by chunk; memory grows by the windows' scores alone.
    ///
    /// - Parameters:
    ///   - name: what the finding calls it.
    ///   - machine: which one it is, where that is known; the settings' machine without.
    ///   - read: the next chunk, `nil` at the end.
    /// - Returns: one finding, or one a channel where the card says that each is judged alone; with the network's numbers.
    /// - Throws: `SignalError`, ``PipelineError`` for a recording without sound or an unknown machine, whatever `read` throws.
    public func inspect(
        _ name: String, sampleRate: Double, channelCount: Int, machine: String? = nil, wantsEvidence: Bool = false,
        read: () throws -> AudioSignal?
    ) throws -> InspectionOutcome {
        let begun = Stopwatch()
        let given = try machine.map(choice.index) ?? self.given
        let start = HeardChannel(
            reading.frontEnd, reference: reference, keepsSpectrogram: wantsEvidence)
        var channels: [HeardChannel] = []
        var frames = 0
        try reading.windows(
            name, sampleRate: sampleRate, channelCount: channelCount,
            read: {
                let signal = try read()
                frames += signal?.frameCount ?? 0
                return signal
            }
        ) { window, count in
            if channels.isEmpty { channels = Array(repeating: start, count: count) }
            try score(window, into: &channels[window.channel].scores)
            channels[window.channel].add(window)
        }
        guard !channels.isEmpty, channels.allSatisfy({ !$0.scores.starts.isEmpty }) else {
            throw SoundReading.silent(name)
        }
        let duration = Double(frames) / sampleRate
        var outcome = InspectionOutcome(findings: [], detection: [], soundEvidence: wantsEvidence ? [] : nil)
        for (number, channel) in channels.enumerated() {
            let file = channels.count == 1 ? name : "\(name)#\(number)"
            judge(file, channel, duration: duration, given: given, begun, into: &outcome)
        }
        return outcome
    }

    /// The network's numbers for a signal in memory: of its first channel listened to.
    public func scores(of signal: AudioSignal) throws -> DetectionScores {
        var scores = DetectionScores()
        for window in try reading.windows(of: signal) { try score(window, into: &scores) }
        scores.finish()
        return scores
    }

    public func scores(of golden: GoldenInput) throws -> GoldenScores {
        GoldenScores(try scores(of: golden.signal), rule: detector.rule)
    }

    public func embedding(of order: InspectionOrder) throws -> [Float] {
        let sound = try SoundReading.open(order)
        var mean = MeanEmbedding()
        try reading.windows(
            order.path, sampleRate: sound.reader.sampleRate, channelCount: sound.reader.channelCount, read: sound.next
        ) { window, _ in
            try run(window, fetch: [DetectorNames.embedding]) { try mean.add($0[0]) }
        }
        guard let values = mean.values else { throw SoundReading.silent(order.path) }
        return values
    }

    private func score(_ window: SoundWindow, into scores: inout DetectionScores) throws {
        let begun = Stopwatch()
        var found = DetectorOutputs.Reading()
        try run(window, fetch: outputs.names) { found = try outputs.read($0) }
        scores.add(
            start: window.start, scores: found.scores, probabilities: found.probabilities, nearest: found.nearest,
            milliseconds: begun.milliseconds)
    }

    private func run(
        _ window: SoundWindow, fetch names: [String], _ body: ([UnsafeBufferPointer<Float>]) throws -> Void
    ) throws {
        try window.values.withUnsafeBufferPointer { values in
            try session.run(ResidualNetwork.Names.features, values, shape: shape, fetch: names) { outputs, _ in
                try body(outputs)
            }
        }
    }

    private func judge(
        _ file: String, _ channel: HeardChannel, duration: Double, given: Int?, _ begun: Stopwatch,
        into outcome: inout InspectionOutcome
    ) {
        var scores = channel.scores
        scores.finish()
        let (machine, heard) = choice.heard(scores, given: given)
        var finding = finding(file, scores, machine, heard)
        let normal = reference.flatMap { $0.machines.isEmpty ? nil : $0.machines[machine] }
        finding.deviations = normal.map { channel.deviations(from: $0, duration: duration) } ?? []
        finding.nearest = scores.nearestRow(machine: machine).flatMap { reference?.memory[row: $0] }
        finding.milliseconds = begun.milliseconds
        outcome.findings.append(finding)
        let margins = detector.machines.indices.map { machine in
            (scores.eventScore(machine: machine, rule: detector.rule) ?? 0) - detector.machines[machine].threshold
        }
        if let warning = choice.warning(file, heard, scores.probabilities, margins: margins) {
            outcome.warnings.append(warning)
        }
        outcome.detection?.append(scores)
        if let spectrogram = channel.spectrogram {
            outcome.soundEvidence?.append(
                SoundEvidence(spectrogram: spectrogram, duration: duration, normalLevels: normal?.levels))
        }
    }

    private func finding(
        _ file: String, _ scores: DetectionScores, _ machine: Int, _ heard: HeardMachine?
    ) -> Finding {
        let threshold = detector.machines[machine].threshold
        func label(_ score: Double) -> String { score >= threshold ? words.anomaly : words.normal }
        let score = scores.eventScore(machine: machine, rule: detector.rule) ?? 0
        var finding = Finding(
            file: file, model: card.name, verdict: score >= threshold ? .defect : .normal, label: label(score),
            score: score, threshold: threshold,
            probabilities: heard == nil ? [] : zip(choice.names, scores.probabilities).map(ClassProbability.init),
            windows: scores.scores.indices.map { window in
                let value = scores.scores[window][machine]
                return WindowFinding(
                    start: scores.starts[window], label: label(value), score: value,
                    milliseconds: scores.milliseconds[window], probabilities: [])
            },
            milliseconds: 0)
        finding.machine = heard
        return finding
    }
}

extension ModelCard {
    /// What a detector calls its two verdicts.
    var detectorWords: (normal: String, anomaly: String) {
        (normalClasses.first ?? "normal", classes.first { !normalClasses.contains($0) } ?? "anomaly")
    }
}
