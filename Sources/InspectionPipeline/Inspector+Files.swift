public import InspectionTypes
import Media
import Synchronization

/// A file to inspect, or a stretch of one.
public struct InspectionOrder: Sendable {
    /// The file, and its name in the finding.
    public var path: String
    /// Seconds from the start; `nil` for the whole file.
    public var start: Double?
    /// Seconds from the start; `nil` for the file's end.
    public var end: Double?

    public init(path: String, start: Double? = nil, end: Double? = nil) {
        self.path = path
        self.start = start
        self.end = end
    }
}

/// What came of an order.
public struct InspectionResult: Sendable {
    /// The order's place in the sequence, from 0.
    public var index: Int
    public var order: InspectionOrder
    /// One finding, or one a channel judged alone; or why there is none.
    public var findings: Result<[Finding], any Error>
    /// What a user should know of the file though it could be read.
    public var warnings: [String]
}

extension SoundInspection {
    /// Samples a channel read at a time: large enough to cost nothing, small enough to stay in the cache.
    private static let chunk = 32_768

    /// Inspects a file or a stretch of it.
    public func inspect(_ order: InspectionOrder) throws -> (findings: [Finding], warnings: [String]) {
        let reader = try AudioFileReader(path: order.path)
        let first = Int(((order.start ?? 0) * reader.sampleRate).rounded())
        if first > 0 { try reader.seek(toFrame: first) }
        var left = order.end.map { max(0, Int(($0 * reader.sampleRate).rounded()) - first) } ?? Int.max
        let findings = try inspect(order.path, sampleRate: reader.sampleRate, channelCount: reader.channelCount) {
            guard left > 0, let signal = try reader.read(maxFrames: min(Self.chunk, left)) else { return nil }
            left -= signal.frameCount
            return signal
        }
        return (findings, reader.warnings)
    }
}

extension Inspector {
    /// Inspects orders side by side on threads of their own; results come as they are ready.
    ///
    /// - Parameters:
    ///   - workers: threads; no more than the inspector was made for.
    ///   - next: the next order, `nil` at the end; called by one thread at a time.
    ///   - report: called by one thread at a time; answers whether to go on.
    /// - Throws: `InferenceError` when the engine gives no session. A file's own error is in its result.
    public func inspect(
        workers: Int, next: @escaping @Sendable () -> InspectionOrder?,
        report: @escaping @Sendable (InspectionResult) -> Bool
    ) throws {
        let source = Mutex((count: 0, ended: false))
        let sink = Mutex(())
        let inspections = try (0..<workers).map { _ in Handover(try inspection()) }
        WorkerThreads.run(workers) { worker in
            let inspection = inspections[worker].value
            while true {
                let taken: (Int, InspectionOrder)? = source.withLock { state in
                    guard !state.ended, let order = next() else {
                        state.ended = true
                        return nil
                    }
                    state.count += 1
                    return (state.count - 1, order)
                }
                guard let (index, order) = taken else { return }
                var warnings: [String] = []
                let findings = Result {
                    let outcome = try inspection.inspect(order)
                    warnings = outcome.warnings
                    return outcome.findings
                }
                let goOn = sink.withLock { _ in
                    report(InspectionResult(index: index, order: order, findings: findings, warnings: warnings))
                }
                if !goOn { source.withLock { $0.ended = true } }
            }
        }
    }

    /// Hands a one-owner object to the one thread that will own it.
    private final class Handover<Value>: @unchecked Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }
}
