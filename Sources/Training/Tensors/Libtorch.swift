import CTorch

/// The engine behind training: its version, threads, random numbers and modes.
public enum Libtorch {
    /// Tunes the allocator once in a process, before the first tensor.
    static let isReady: Bool = {
        wt_initialize()
        return true
    }()

    /// Such as `2.13.0`.
    public static var version: String { String(cString: wt_version()) }

    /// Threads inside one operator.
    public static var threadCount: Int { Int(wt_thread_count()) }

    public static func setThreadCount(_ count: Int) throws {
        try check(wt_set_thread_count(Int32(clamping: count)), "setting \(count) threads")
    }

    /// Threads that run independent operators side by side. To be set before the first tensor is computed.
    public static func setInteropThreadCount(_ count: Int) throws {
        try check(wt_set_interop_thread_count(Int32(clamping: count)), "setting \(count) threads between operators")
    }

    /// Seeds every random number of libtorch (dropout), on all devices.
    public static func seed(_ seed: UInt64) throws {
        try check(wt_manual_seed(seed), "seeding")
    }

    /// Refuse operators whose result may differ from run to run.
    public static func setDeterministic(_ on: Bool) throws {
        try check(wt_set_deterministic(on), "asking for deterministic algorithms")
    }

    public static var isCUDAAvailable: Bool { wt_cuda_is_available() }
    public static var cudaDeviceCount: Int { Int(wt_cuda_device_count()) }

    /// Runs a body in bfloat16 where that is safe (convolutions and matrix products), on this thread.
    ///
    /// The forward pass and the loss belong inside, the backward pass and the optimizer's step outside: casts of weights
    /// are kept while the body runs and dropped after it.
    public static func withAutocast<Result>(
        _ on: Bool = true, device: Device = .cpu, _ body: () throws -> Result
    ) throws -> Result {
        let isCUDA = device != .cpu
        guard on, !wt_autocast_is_on(isCUDA) else { return try body() }
        try check(wt_set_autocast(isCUDA, true), "switching bfloat16 on")
        defer { _ = wt_set_autocast(isCUDA, false) }
        return try body()
    }

    /// Runs a body with or without recording for the backward pass, on this thread.
    public static func withGradients<Result>(_ on: Bool, _ body: () throws -> Result) rethrows -> Result {
        let before = wt_gradient_mode()
        wt_set_gradient_mode(on)
        defer { wt_set_gradient_mode(before) }
        return try body()
    }

    /// Turns a C status into an error that carries libtorch's text.
    static func check(_ status: Int32, _ what: @autoclosure () -> String) throws {
        if status != 0 { throw TrainingError(.engine, "\(what()) failed: \(lastError)") }
    }

    /// The first line of libtorch's text: the rest repeats where in C++ it was thrown.
    static var lastError: String {
        let text = String(cString: wt_last_error())
        return text.split(separator: "\n").first.map(String.init) ?? "no reason given"
    }
}
