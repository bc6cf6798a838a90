import COpenVINO

/// OpenVINO itself: what is installed and which devices it sees.
///
/// Thread-safe: OpenVINO's core may be used from several threads.
public final class InferenceEngine: @unchecked Sendable {
    let handle: OpaquePointer

    public init() throws(InferenceError) {
        guard let handle = cov_core_create() else { throw InferenceError(.engine, Self.lastError()) }
        self.handle = handle
    }

    deinit { cov_core_free(handle) }

    /// OpenVINO's version and build.
    public static var version: String? { text(cov_version()) }

    /// Names of the devices, such as `CPU`.
    public var devices: [String] {
        (Self.text(cov_core_devices(handle)) ?? "").split(separator: "\n").map(String.init)
    }

    /// What a device calls itself.
    public func fullName(of device: String) -> String? {
        Self.text(cov_core_property(handle, device, "FULL_DEVICE_NAME"))
    }

    /// What a device can do, such as `FP32 BF16 INT8`.
    public func capabilities(of device: String) -> String? {
        Self.text(cov_core_property(handle, device, "OPTIMIZATION_CAPABILITIES"))
    }

    static func lastError() -> String { String(cString: cov_last_error()) }

    static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String? {
        guard let pointer else { return nil }
        defer { cov_free(pointer) }
        return String(cString: pointer)
    }
}
