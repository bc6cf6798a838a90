import Inference
public import InspectionTypes
import Media
import NeuralNetworks
import Signals

/// One thread's way from a recording to its finding; takes recordings one after the other. One owner.
public final class SoundInspection: Inspection {
    /// Samples a channel read at a time: large enough to cost nothing, small enough to stay in the cache.
    private static let chunk = 32_768

    private let card: ModelCard
    private let frontEnd: SoundFrontEnd
    private let session: InferenceSession
    private let extractor: LogMelExtractor
    private let shape: [Int]

    init(card: ModelCard, frontEnd: SoundFrontEnd, session: InferenceSession, extractor: LogMelExtractor) {
        self.card = card
        self.frontEnd = frontEnd
        self.session = session
        self.extractor = extractor
        self.shape = [1, 1, frontEnd.windowFrames, frontEnd.logMel.bandCount]
    }

    /// Inspects a file or a stretch of it. A sound gives no evidence.
    public func inspect(_ order: InspectionOrder, wantsEvidence: Bool) throws -> InspectionOutcome {
        let sound = try open(order)
        let findings = try inspect(
            order.path, sampleRate: sound.reader.sampleRate, channelCount: sound.reader.channelCount, read: sound.next)
        return InspectionOutcome(findings: findings, warnings: sound.reader.warnings)
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
        try windows(name, sampleRate: sampleRate, channelCount: channelCount, read: read) { window, channels in
            if findings.isEmpty { findings = Array(repeating: [], count: channels) }
            findings[window.channel].append(try judge(window))
        }
        guard !findings.isEmpty, findings.allSatisfy({ !$0.isEmpty }) else { throw Self.silent(name) }
        let elapsed = begun.milliseconds
        return findings.enumerated().map { channel, windows in
            finding(findings.count == 1 ? name : "\(name)#\(channel)", windows.sorted { $0.start < $1.start }, elapsed)
        }
    }

    /// Probability a class, the mean over the windows of a short signal's first channel listened to.
    public func probabilities(of signal: AudioSignal) throws -> [Double] {
        let windows = try SoundWindowStream.windows(of: signal, frontEnd: frontEnd, extractor: extractor)
            .filter { $0.channel == 0 }.map(judge)
        guard !windows.isEmpty else { throw PipelineError(.input, "the signal holds no window") }
        return Self.mean(windows, count: card.classes.count)
    }

    public func scores(of golden: GoldenInput) throws -> GoldenScores {
        GoldenScores(probabilities: try probabilities(of: golden.signal))
    }

    public func embedding(of order: InspectionOrder) throws -> [Float] {
        let sound = try open(order)
        var mean = MeanEmbedding()
        try windows(
            order.path, sampleRate: sound.reader.sampleRate, channelCount: sound.reader.channelCount, read: sound.next
        ) { window, _ in
            try run(window, fetch: ResidualNetwork.Names.embedding) { try mean.add($0) }
        }
        guard let values = mean.values else { throw Self.silent(order.path) }
        return values
    }

    /// Cuts a recording into windows as it comes.
    private func windows(
        _ name: String, sampleRate: Double, channelCount: Int, read: () throws -> AudioSignal?,
        _ body: (_ window: SoundWindow, _ channels: Int) throws -> Void
    ) throws {
        var stream = try SoundWindowStream(
            frontEnd, sampleRate: sampleRate, channelCount: channelCount, name: name, extractor: extractor
        )
        let channels = stream.channelCount
        while let chunk = try read() {
            for window in try stream.push(chunk) { try body(window, channels) }
        }
        for window in try stream.finish() { try body(window, channels) }
    }

    /// A file, put to where its stretch begins, and the way to read it to the stretch's end.
    private func open(_ order: InspectionOrder) throws -> (reader: AudioFileReader, next: () throws -> AudioSignal?) {
        if PictureFile.isPicture(order.path) {
            throw PipelineError(
                .input, "\(order.path) is a picture, and this model listens to sounds: give it a recording")
        }
        let reader = try AudioFileReader(path: order.path)
        let first = Int(((order.start ?? 0) * reader.sampleRate).rounded())
        if first > 0 { try reader.seek(toFrame: first) }
        var left = order.end.map { max(0, Int(($0 * reader.sampleRate).rounded()) - first) } ?? Int.max
        return (
            reader,
            {
                guard left > 0, let signal = try reader.read(maxFrames: min(Self.chunk, left)) else { return nil }
                left -= signal.frameCount
                return signal
            }
        )
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

    private static func silent(_ name: String) -> PipelineError {
        PipelineError(.input, "\(name): there is no sound in it; record it again")
    }

    private static func mean(_ windows: [WindowFinding], count: Int) -> [Double] {
        (0..<count).map { index in windows.reduce(0) { $0 + $1.probabilities[index] } / Double(windows.count) }
    }
}
