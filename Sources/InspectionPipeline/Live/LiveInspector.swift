public import Inference
public import InspectionTypes
public import NeuralNetworks
public import Signals

/// A sound model that listens live: takes windows of many sources at a time and gives the network's numbers for all of them.
///
/// The model is self-tested as by ``Inspector``. The network is compiled for one window and for a batch; windows that fill no batch run
/// one by one, so no shape changes while listening. One owner.
///
/// ```swift
/// let live = try LiveInspector(ModelFile(contentsOf: "rail.onnx"), engine: InferenceEngine())
/// var (stream, judge) = (try live.windows(sampleRate: 48_000, channelCount: 1, name: "lathe"), try live.judge())
/// for window in try stream.push(chunk) { print(judge.judge(try live.readings(of: [window])[0])) }
/// ```
public final class LiveInspector {
    /// Windows that are run at once where there are so many.
    public static let batch = 8

    public let inspector: Inspector
    /// As the card says, with the settings' channels.
    public let frontEnd: SoundFrontEnd
    private let extractor: LogMelExtractor
    private let detection: DetectorOutputs?
    /// The largest first.
    private var sessions: [(batch: Int, session: InferenceSession)]
    private var block: [Float] = []

    /// - Parameters:
    ///   - threads: of the network.
    ///   - isBatched: whether there will be several sources; one alone never fills a batch.
    /// - Throws: ``PipelineError`` for a model of pictures, besides what ``Inspector`` throws.
    public init(
        _ file: ModelFile, engine: InferenceEngine, precision: Precision = .f32, threads: Int = 1,
        isBatched: Bool = false, settings: InspectionSettings = InspectionSettings()
    ) throws {
        inspector = try Inspector(file, engine: engine, precision: precision, settings: settings)
        guard var frontEnd = inspector.card.soundFrontEnd, inspector.card.medium == .sound else {
            throw PipelineError(
                .input, "the model looks at pictures and cannot listen: give it to `watch`, or take a model of sounds")
        }
        if let channels = settings.channels { frontEnd.channels = channels }
        self.frontEnd = frontEnd
        extractor = try SoundCardCheck.extractor(frontEnd)
        detection =
            try inspector.card.kind == .detector
            ? DetectorOutputs(
                machineCount: DetectorCardCheck.check(inspector.card).machines.count, graph: Set(inspector.outputs))
            : nil
        let bytes = try file.encoded()
        let outputs = inspector.outputs
        let precision = inspector.precision
        func session(_ batch: Int) throws -> InferenceSession {
            try InferenceSession(
                CompiledNetwork(
                    onnx: bytes, outputs: outputs, engine: engine,
                    options: .init(precision: precision, threads: threads, batch: batch)))
        }
        sessions = [(1, try session(1))]
        guard frontEnd.channels != .each else {
            throw PipelineError(
                .input, "live, one channel or their mean is judged: say which with --channels mean, or a number from 0")
        }
        // A foreign graph may know one window at a time only.
        if isBatched, let large = try? session(Self.batch) {
            let single = sessions
            sessions.insert((Self.batch, large), at: 0)
            if try !agrees(with: single) { sessions = single }
        }
    }

    /// Whether a batch gives each of its windows what the window gets alone; a graph that mixes them is never asked for a batch.
    private func agrees(with single: [(batch: Int, session: InferenceSession)]) throws -> Bool {
        var generator = SeededGenerator(seed: 1)
        let count = frontEnd.windowFrames * frontEnd.logMel.bandCount
        let windows = (0..<Self.batch).map { number in
            SoundWindow(
                channel: 0, firstFrame: 0, start: 0,
                values: (0..<count).map { _ in Float(number - 4) + Float(generator.nextNormal()) })
        }
        guard let together = try? readings(of: windows) else { return false }
        return try zip(windows, together).allSatisfy { window, reading in
            let alone = try run([window], single[0].session)[0]
            let (first, second) = (alone.probabilities + alone.scores, reading.probabilities + reading.scores)
            return zip(first, second).allSatisfy { abs($0 - $1) <= 0.02 * max(1, abs($0)) }
        }
    }

    public var card: ModelCard { inspector.card }

    /// The front end of one source, from now on.
    ///
    /// - Throws: `SignalError` where rate or channels do not fit.
    public func windows(sampleRate: Double, channelCount: Int, name: String) throws -> SoundWindowStream {
        try SoundWindowStream(
            frontEnd, sampleRate: sampleRate, channelCount: channelCount, name: name, extractor: extractor)
    }

    /// What turns one source's readings into judgements.
    ///
    /// - Parameter machine: of a detector, the one that the source listens to; the settings' without.
    /// - Throws: ``PipelineError`` for a machine that the model does not know.
    public func judge(machine: String? = nil) throws -> LiveJudge {
        let given = try (machine ?? inspector.settings.machine).map(inspector.knownMachine)
        return LiveJudge(card: card, given: given.flatMap { inspector.machines.firstIndex(of: $0) })
    }

    /// The network's numbers, in the windows' order.
    ///
    /// - Parameter windows: `windowFrames · bandCount` numbers each, of any sources.
    /// - Throws: `InferenceError`, ``PipelineError`` for numbers that are none.
    public func readings(of windows: [SoundWindow]) throws -> [LiveReading] {
        var readings: [LiveReading] = []
        readings.reserveCapacity(windows.count)
        var rest = windows[...]
        for (batch, session) in sessions {
            while rest.count >= batch, !rest.isEmpty {
                readings += try run(rest.prefix(batch), session)
                rest = rest.dropFirst(batch)
            }
        }
        return readings
    }

    private func run(_ windows: ArraySlice<SoundWindow>, _ session: InferenceSession) throws -> [LiveReading] {
        let shape = [windows.count, 1, frontEnd.windowFrames, frontEnd.logMel.bandCount]
        block.removeAll(keepingCapacity: true)
        for window in windows { block += window.values }
        let names = detection?.names ?? [ResidualNetwork.Names.probabilities]
        var readings: [LiveReading] = []
        try block.withUnsafeBufferPointer { values in
            try session.run(ResidualNetwork.Names.features, values, shape: shape, fetch: names) { outputs, _ in
                for place in 0..<windows.count {
                    let rows = outputs.map { output in
                        let width = output.count / windows.count
                        return UnsafeBufferPointer(rebasing: output[place * width..<(place + 1) * width])
                    }
                    readings.append(try reading(rows))
                }
            }
        }
        return readings
    }

    private func reading(_ rows: [UnsafeBufferPointer<Float>]) throws -> LiveReading {
        guard let detection else {
            let probabilities = rows[0].map(Double.init)
            try card.check(probabilities: probabilities)
            return LiveReading(probabilities: probabilities)
        }
        let found = try detection.read(rows)
        return LiveReading(probabilities: found.probabilities, scores: found.scores)
    }
}
