import COpenVINO
public import NeuralNetworks

/// The numbers that a network is computed in.
public enum Precision: String, Sendable, Codable, CaseIterable {
    case f32, bf16, f16
}

/// A model compiled for a device; makes ``InferenceSession``s, one for each thread that runs it.
///
/// Thread-safe.
public final class CompiledNetwork: @unchecked Sendable {
    /// How a model is compiled.
    public struct Options: Sendable {
        public var device: String
        /// Set always: OpenVINO's own default on a processor with BF16 is bf16.
        public var precision: Precision
        /// Threads in all; 0 leaves it to OpenVINO.
        public var threads: Int
        /// Sessions that run side by side; each has `threads / streams` threads.
        public var streams: Int
        /// The first axis of every input; `nil` leaves it open.
        public var batch: Int?

        public init(
            device: String = "CPU", precision: Precision = .f32, threads: Int = 0, streams: Int = 1, batch: Int? = nil
        ) {
            self.device = device
            self.precision = precision
            self.threads = threads
            self.streams = streams
            self.batch = batch
        }
    }

    let handle: OpaquePointer
    private let engine: InferenceEngine
    public let options: Options
    /// Names of the graph's outputs, in the file's order.
    public let outputs: [String]

    /// - Parameters:
    ///   - onnx: the bytes of an ONNX file, weights inside.
    ///   - outputs: names of its outputs, in the file's order.
    /// - Throws: ``InferenceError`` with OpenVINO's words.
    public init(
        onnx: [UInt8], outputs: [String], engine: InferenceEngine, options: Options = Options()
    ) throws(InferenceError) {
        let handle = onnx.withUnsafeBytes { bytes in
            cov_model_compile(
                engine.handle, bytes.baseAddress, bytes.count, options.device, options.precision.rawValue,
                Int32(options.threads), Int32(options.streams), Int64(options.batch ?? 0)
            )
        }
        guard let handle else { throw InferenceError(.model, "OpenVINO: " + InferenceEngine.lastError()) }
        self.handle = handle
        self.engine = engine
        self.options = options
        self.outputs = outputs
    }

    public convenience init(_ model: ModelFile, engine: InferenceEngine, options: Options = Options()) throws {
        try self.init(onnx: model.encoded(), outputs: model.graph.outputs.map(\.name), engine: engine, options: options)
    }

    deinit { cov_model_free(handle) }

    /// A property that OpenVINO reports, such as `INFERENCE_PRECISION_HINT`.
    public func property(_ key: String) -> String? { InferenceEngine.text(cov_model_property(handle, key)) }
}
