import Inference
public import InspectionTypes
import NeuralNetworks
import Signals

#if canImport(Glibc)
import Glibc
#endif

/// One thread's way from a recording to its finding; takes recordings one after the other. One owner.
public final class SoundInspection {
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
        let begun = Self.milliseconds()
        var stream = try SoundWindowStream(
            frontEnd, sampleRate: sampleRate, channelCount: channelCount, name: name, extractor: extractor
        )
        var findings = [[WindowFinding]](repeating: [], count: stream.channelCount)
        while let chunk = try read() {
            for window in try stream.push(chunk) { findings[window.channel].append(try judge(window)) }
        }
        for window in try stream.finish() { findings[window.channel].append(try judge(window)) }
        guard findings.allSatisfy({ !$0.isEmpty }) else {
            throw PipelineError(.input, "\(name): there is no sound in it; record it again")
        }
        let elapsed = Self.milliseconds() - begun
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

    private func judge(_ window: SoundWindow) throws -> WindowFinding {
        let begun = Self.milliseconds()
        var probabilities: [Double] = []
        try window.values.withUnsafeBufferPointer { values in
            try session.run(
                ResidualNetwork.Names.features, values, shape: shape, fetch: [ResidualNetwork.Names.probabilities]
            ) { outputs, _ in probabilities = outputs[0].map(Double.init) }
        }
        guard probabilities.count == card.classes.count, probabilities.allSatisfy(\.isFinite) else {
            throw PipelineError(
                .mismatch,
                "the model gave \(probabilities.count) numbers for \(card.classes.count) classes, or some that are none"
            )
        }
        let best = ParityGate.winner(probabilities).index
        return WindowFinding(
            start: window.start, label: card.classes[best], score: probabilities[best],
            milliseconds: Self.milliseconds() - begun, probabilities: probabilities
        )
    }

    private func finding(_ name: String, _ windows: [WindowFinding], _ elapsed: Double) -> Finding {
        let mean = Self.mean(windows, count: card.classes.count)
        let best = ParityGate.winner(mean).index
        let label = card.classes[best]
        let verdict: Verdict =
            card.normalClasses.isEmpty ? .classified : card.normalClasses.contains(label) ? .normal : .defect
        return Finding(
            file: name, model: card.name, verdict: verdict, label: label, score: mean[best], threshold: nil,
            probabilities: zip(card.classes, mean).map(ClassProbability.init), windows: windows, milliseconds: elapsed
        )
    }

    private static func mean(_ windows: [WindowFinding], count: Int) -> [Double] {
        (0..<count).map { index in windows.reduce(0) { $0 + $1.probabilities[index] } / Double(windows.count) }
    }

    private static func milliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}
