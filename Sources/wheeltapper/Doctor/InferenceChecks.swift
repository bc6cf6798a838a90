import Inference

/// The engine that serves models.
enum InferenceChecks {
    static func run() -> [Check] {
        guard let version = InferenceEngine.version else {
            return [.missing("OpenVINO", "its library does not say its version", mend: "run 'make setup' again")]
        }
        let engine: InferenceEngine
        do { engine = try InferenceEngine() } catch {
            return [.missing("OpenVINO", "\(version), but it does not start: \(error)", mend: "run 'make setup' again")]
        }
        let devices = engine.devices
        let path = LoadedLibraries.current.path(of: "libopenvino_c")
        // The build's number and branch follow the version.
        let release = version.split(separator: "-").first.map(String.init)
        return [.ok("OpenVINO", [release, path].compactMap { $0 }.joined(separator: ", "))]
            + deviceChecks(devices, engine)
    }

    private static func deviceChecks(_ devices: [String], _ engine: InferenceEngine) -> [Check] {
        guard !devices.isEmpty else {
            return [
                .missing(
                    "device", "OpenVINO sees none: its CPU plugin is not beside its library",
                    mend: "run 'make setup' again"
                )
            ]
        }
        return devices.map { device in
            let name = engine.fullName(of: device) ?? "a device without a name"
            let precisions = precisions(in: engine.capabilities(of: device) ?? "")
            return .ok("device \(device)", precisions.isEmpty ? name : "\(name): \(precisions.joined(separator: ", "))")
        }
    }

    /// The number formats among a device's capabilities, as our `--precision` names them.
    static func precisions(in capabilities: String) -> [String] {
        let words = [("FP32", "f32"), ("BF16", "bf16"), ("FP16", "f16"), ("INT8", "int8")]
        let offered = capabilities.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return words.filter { offered.contains($0.0) }.map(\.1)
    }
}
