import CSoxr

/// Changes the sample rate of one channel as its samples come in (band-limited interpolation by soxr).
///
/// With equal rates the samples pass through untouched. `n` samples in give `round(n · to / from)` out, in line with the input: the
/// filter's delay is taken out. The numbers do not depend on how the input is cut into chunks. One owner.
///
/// ```swift
/// let resampler = try Resampler(from: 44_100, to: 16_000)
/// while let chunk = next() { out += try resampler.push(chunk) }
/// out += try resampler.finish()
/// ```
public final class Resampler {
    public enum Quality: Sendable {
        /// 20 bits: for listening networks more than enough.
        case high
        /// 28 bits.
        case veryHigh
    }

    public let sourceRate: Double
    public let targetRate: Double
    /// `nil` where the rates are equal.
    private let handle: soxr_t?
    private var pending: [Float] = []
    /// soxr is given blocks of one size, so that its output cannot depend on the caller's.
    private static let blockLength = 4096

    /// - Throws: ``SignalError`` where a rate is not positive or soxr refuses it.
    public init(from sourceRate: Double, to targetRate: Double, quality: Quality = .high) throws {
        guard sourceRate.isFinite, targetRate.isFinite, sourceRate > 0, targetRate > 0 else {
            throw SignalError(
                .sampleRate,
                "cannot resample from \(sourceRate) Hz to \(targetRate) Hz: both rates must be positive numbers"
            )
        }
        self.sourceRate = sourceRate
        self.targetRate = targetRate
        guard sourceRate != targetRate else {
            handle = nil
            return
        }
        var problem: soxr_error_t?
        var format = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I)
        var recipe = soxr_quality_spec(quality == .high ? 4 : 6, 0)
        var threads = soxr_runtime_spec(1)
        handle = soxr_create(sourceRate, targetRate, 1, &problem, &format, &recipe, &threads)
        guard handle != nil, problem == nil else {
            let reason = problem.map { String(cString: $0) } ?? "no reason given"
            throw SignalError(.resampling, "soxr cannot resample from \(sourceRate) Hz to \(targetRate) Hz: \(reason)")
        }
    }

    deinit { soxr_delete(handle) }

    /// Takes the next samples; returns those that can be given out by now.
    public func push(_ samples: [Float]) throws -> [Float] {
        guard handle != nil else { return samples }
        if pending.isEmpty, samples.count < Self.blockLength {
            pending = samples
            return []
        }
        pending += samples
        let ready = pending.count / Self.blockLength * Self.blockLength
        guard ready > 0 else { return [] }
        var out: [Float] = []
        out.reserveCapacity(Int(Double(ready) * targetRate / sourceRate) + 64)
        try pending.withUnsafeBufferPointer { pending in
            for start in stride(from: 0, to: ready, by: Self.blockLength) {
                try process(pending.baseAddress.map { $0 + start }, Self.blockLength, into: &out)
            }
        }
        pending.removeFirst(ready)
        return out
    }

    /// Says that the signal has ended; returns the rest. Call it once.
    public func finish() throws -> [Float] {
        guard handle != nil else { return [] }
        var out: [Float] = []
        if !pending.isEmpty {
            try pending.withUnsafeBufferPointer { try process($0.baseAddress, $0.count, into: &out) }
            pending = []
        }
        try process(nil, 0, into: &out)
        return out
    }

    /// Resamples a whole signal of one channel.
    public static func resample(
        _ samples: [Float], from sourceRate: Double, to targetRate: Double, quality: Quality = .high
    ) throws -> [Float] {
        let resampler = try Resampler(from: sourceRate, to: targetRate, quality: quality)
        let most = try resampler.push(samples)
        return try most + resampler.finish()
    }

    /// Feeds `count` samples, or the end where there are none, until soxr has taken all and given all it has.
    private func process(_ samples: UnsafePointer<Float>?, _ count: Int, into out: inout [Float]) throws {
        var taken = 0
        let room = Int(Double(Self.blockLength) * max(1, targetRate / sourceRate)) + 64
        while true {
            var (used, made) = (0, 0)
            var problem: soxr_error_t?
            out += [Float](unsafeUninitializedCapacity: room) { block, written in
                problem = soxr_process(
                    handle, samples.map { UnsafeRawPointer($0 + taken) }, count - taken, &used, block.baseAddress, room,
                    &made
                )
                written = made
            }
            if let problem { throw SignalError(.resampling, "soxr stopped: \(String(cString: problem))") }
            taken += used
            if taken >= count, made < room { return }
        }
    }
}
