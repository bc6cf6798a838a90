public import InspectionTypes
import Synchronization

/// What came of an order.
public struct InspectionResult: Sendable {
    /// The order's place in the sequence, from 0.
    public var index: Int
    public var order: InspectionOrder
    /// One finding, or one a channel judged alone; or why there is none.
    public var findings: Result<[Finding], any Error>
    /// What a user should know of the file though it could be read.
    public var warnings: [String]
    /// What the verdict rests on, when asked for.
    public var evidence: InspectionEvidence?
    /// Of a detector: the network's own numbers, one for each finding.
    public var detection: [DetectionScores]?
    /// Of a detector of sounds, when evidence was asked for: what was heard, one for each finding.
    public var soundEvidence: [SoundEvidence]?
}

extension Inspector {
    /// Inspects orders side by side on threads of their own; results come as they are ready.
    ///
    /// - Parameters:
    ///   - workers: threads; no more than the inspector was made for.
    ///   - wantsEvidence: whether results carry their evidence, a picture's worth of memory each.
    ///   - next: the next order, `nil` at the end; called by one thread at a time.
    ///   - report: called by one thread at a time; answers whether to go on.
    /// - Throws: `InferenceError` when the engine gives no session. A file's own error is in its result.
    public func inspect(
        workers: Int, wantsEvidence: Bool = false, next: @escaping @Sendable () -> InspectionOrder?,
        report: @escaping @Sendable (InspectionResult) -> Bool
    ) throws {
        try inspect(workers: workers, wantsEvidence: wantsEvidence, next: next, digest: { $0 }, report: report)
    }

    /// Inspects orders side by side, each thread making of its results what is to be kept of them.
    ///
    /// - Parameter digest: called by several threads at a time, for what takes long: counting a map's pixels, drawing, writing files. It
    ///   may take the evidence out of the result as soon as it is used: a large photo is 72 MB.
    public func inspect<Digest>(
        workers: Int, wantsEvidence: Bool = false, next: @escaping @Sendable () -> InspectionOrder?,
        digest: @escaping @Sendable (inout InspectionResult) -> Digest, report: @escaping @Sendable (Digest) -> Bool
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
                var result = InspectionResult(index: index, order: order, findings: .success([]), warnings: [])
                result.findings = Result {
                    let outcome = try inspection.inspect(order, wantsEvidence: wantsEvidence)
                    (result.warnings, result.evidence) = (outcome.warnings, outcome.evidence)
                    (result.detection, result.soundEvidence) = (outcome.detection, outcome.soundEvidence)
                    return outcome.findings
                }
                let kept = digest(&result)
                let goOn = sink.withLock { _ in report(kept) }
                if !goOn { source.withLock { $0.ended = true } }
            }
        }
    }

    /// Embeddings of sounds or pictures, for neighbours and maps of a data set: the graph's `embedding` output, the mean over a
    /// recording's windows or a picture's tiles.
    ///
    /// - Returns: in the orders' order, each with its error where it has none.
    /// - Throws: ``PipelineError`` for a model without that output.
    public func embeddings(of orders: [InspectionOrder], workers: Int = 1) throws -> [Result<[Float], any Error>] {
        try requireEmbedding()
        let position = Mutex(0)
        let results = Mutex([Result<[Float], any Error>?](repeating: nil, count: orders.count))
        let inspections = try (0..<workers).map { _ in Handover(try inspection()) }
        WorkerThreads.run(workers) { worker in
            while true {
                let index = position.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard index < orders.count else { return }
                let result = Result { try inspections[worker].value.embedding(of: orders[index]) }
                results.withLock { $0[index] = result }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }

    /// The embedding of one sound or picture.
    public func embedding(of order: InspectionOrder) throws -> [Float] {
        try requireEmbedding()
        return try inspection().embedding(of: order)
    }
}
