import Inference
public import InspectionTypes
import Media
import NeuralNetworks
import Signals

/// One thread's way from a recording to its finding; takes recordings one after the other. One owner.
public final class SoundInspection: Inspection {
    /// Windows that are judged one right after the other: between two of them decoding would push the network's weights out of the cache.
    private static let burst = 16

    private let card: ModelCard
    private let reading: SoundReading
    private let session: InferenceSession
    private let shape: [Int]

    init(card: ModelCard, reading: SoundReading, session: InferenceSession) {
        self.card = card
        self.reading = reading
        self.session = session
        self.shape = [1, 1, reading.frontEnd.windowFrames, reading.frontEnd.logMel.bandCount]
    }

    /// Inspects a file or a stretch of it. A sound gives no evidence.
    public func inspect(_ order: InspectionOrder, wantsEvidence: Bool) throws -> InspectionOutcome {
        let sound = try SoundReading.open(order)
        let findings = try inspect(
            order.path, sampleRate: sound.reader.sampleRate, channelCount: sound.reader.channelCount, read: sound.next)
        return InspectionOutcome(
            findings: findings.map { $0.shifted(by: sound.start) }, warnings: sound.reader.warnings)
    }

    /// Listens to a recording, chunk by chunk; memory does not grow with the sound.
    ///
    /// - Parameters:
    ///   - name: what the finding calls it.
    ///   - read: the next chunk, `nil` at the end.
    /// - Returns: one finding, or one a channel where the card says that each is judged alone.
    /// - Throws: `SignalError`, ``PipelineError`` for a recording without sound, whatever `read` throws.
    public func inspect(
        _ name: String, sampleRate: Double, channelCount: Int, read: () throws -> AudioSignal?
    ) throws -> [Finding] {
        let begun = Stopwatch()
        var findings: [[WindowFinding]] = []
        var waiting: [SoundWindow] = []
        func judgeWaiting() throws {
            for window in waiting { findings[window.channel].append(try judge(window)) }
            waiting.removeAll(keepingCapacity: true)
        }
        try reading.windows(name, sampleRate: sampleRate, channelCount: channelCount, read: read) { window, channels in
            if findings.isEmpty { findings = Array(repeating: [], count: channels) }
            waiting.append(window)
            if waiting.count == Self.burst { try judgeWaiting() }
        }
        try judgeWaiting()
        guard !findings.isEmpty, findings.allSatisfy({ !$0.isEmpty }) else { throw SoundReading.silent(name) }
        let elapsed = begun.milliseconds
        return findings.enumerated().map { channel, windows in
            finding(findings.count == 1 ? name : "\(name)#\(channel)", windows.sorted { $0.start < $1.start }, elapsed)
        }
    }

    /// Probability a class, the mean over the windows of a short signal's first channel listened to.
    public func probabilities(of signal: AudioSignal) throws -> [Double] {
        Self.mean(try reading.windows(of: signal).map(judge), count: card.classes.count)
    }

    public func scores(of golden: GoldenInput) throws -> GoldenScores {
        GoldenScores(probabilities: try probabilities(of: golden.signal))
    }

    public func embedding(of order: InspectionOrder) throws -> [Float] {
        let sound = try SoundReading.open(order)
        var mean = MeanEmbedding()
        try reading.windows(
            order.path, sampleRate: sound.reader.sampleRate, channelCount: sound.reader.channelCount, read: sound.next
        ) { window, _ in
            try run(window, fetch: ResidualNetwork.Names.embedding) { try mean.add($0) }
        }
        guard let values = mean.values else { throw SoundReading.silent(order.path) }
        return values
    }

    private func judge(_ window: SoundWindow) throws -> WindowFinding {
        let begun = Stopwatch()
        var probabilities: [Double] = []
        try run(window, fetch: ResidualNetwork.Names.probabilities) { probabilities = $0.map(Double.init) }
        try card.check(probabilities: probabilities)
        let best = ParityGate.winner(probabilities).index
        return WindowFinding(
            start: window.start, label: card.classes[best], score: probabilities[best],
            milliseconds: begun.milliseconds, probabilities: probabilities
        )
    }

    private func run(_ window: SoundWindow, fetch output: String, _ body: (UnsafeBufferPointer<Float>) throws -> Void)
        throws
    {
        try window.values.withUnsafeBufferPointer { values in
            try session.run(ResidualNetwork.Names.features, values, shape: shape, fetch: [output]) { outputs, _ in
                try body(outputs[0])
            }
        }
    }

    private func finding(_ name: String, _ windows: [WindowFinding], _ elapsed: Double) -> Finding {
        Finding(
            file: name, card: card, probabilities: Self.mean(windows, count: card.classes.count), windows: windows,
            milliseconds: elapsed)
    }

    private static func mean(_ windows: [WindowFinding], count: Int) -> [Double] {
        var mean = [Double](repeating: 0, count: count)
        for window in windows {
            window.probabilities.withUnsafeBufferPointer { values in
                for (index, value) in values.enumerated() { mean[index] += value }
            }
        }
        for index in mean.indices { mean[index] /= Double(windows.count) }
        return mean
    }
}
