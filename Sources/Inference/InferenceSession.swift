import COpenVINO
public import NeuralNetworks

/// One run at a time of a compiled network: inputs by name in, outputs by name out.
///
/// Not Sendable: each thread has its own.
public final class InferenceSession {
    private let handle: OpaquePointer
    private let network: CompiledNetwork

    public init(_ network: CompiledNetwork) throws(InferenceError) {
        guard let handle = cov_request_create(network.handle) else {
            throw InferenceError(.engine, "OpenVINO: " + InferenceEngine.lastError())
        }
        self.handle = handle
        self.network = network
    }

    deinit { cov_request_free(handle) }

    /// Runs the network on arrays.
    ///
    /// - Returns: the outputs asked for, in that order.
    public func run(_ inputs: [String: NDArray], fetch outputs: [String]) throws -> [NDArray] {
        var kept: [UnsafeMutableRawBufferPointer] = []
        defer { kept.forEach { $0.deallocate() } }
        for (name, array) in inputs {
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, array.byteCount), alignment: 64)
            array.withBytes { copy.copyMemory(from: $0) }
            kept.append(copy)
            try setInput(
                name, type: array.elementType, shape: array.shape, data: UnsafeRawBufferPointer(copy).baseAddress)
        }
        guard cov_request_infer(handle) == 0 else {
            throw InferenceError(.model, "OpenVINO: " + InferenceEngine.lastError())
        }
        return try outputs.map(output)
    }

    /// Runs the network on floats that stay where they are, and hands each output's numbers to `body` without a copy.
    public func run(
        _ input: String, _ values: UnsafeBufferPointer<Float>, shape: [Int], fetch outputs: [String],
        body: (_ outputs: [UnsafeBufferPointer<Float>], _ shapes: [[Int]]) throws -> Void
    ) throws {
        precondition(
            values.count == shape.reduce(1, *),
            "InferenceSession.run: \(values.count) numbers do not fill the shape \(shape)"
        )
        try setInput(input, type: .float, shape: shape, data: UnsafeRawPointer(values.baseAddress))
        guard cov_request_infer(handle) == 0 else {
            throw InferenceError(.model, "OpenVINO: " + InferenceEngine.lastError())
        }
        let found = try outputs.map { name in try raw(name) }
        let buffers = try zip(outputs, found).map { name, value in
            guard value.type == COV_FLOAT else {
                throw InferenceError(.value, "the output '\(name)' is not made of floats")
            }
            return UnsafeBufferPointer(
                start: value.data?.assumingMemoryBound(to: Float.self), count: value.shape.reduce(1, *)
            )
        }
        try body(buffers, found.map(\.shape))
    }

    private func setInput(_ name: String, type: ElementType, shape: [Int], data: UnsafeRawPointer?) throws {
        let dimensions = shape.map(Int64.init)
        let known: [ElementType: cov_type] = [
            .float: COV_FLOAT, .uint8: COV_UINT8, .int32: COV_INT32, .int64: COV_INT64, .bool: COV_BOOL,
        ]
        guard let code = known[type] else {
            throw InferenceError(.value, "an input of type \(type) cannot be handed to OpenVINO")
        }
        guard cov_request_set_input(handle, name, code, dimensions, dimensions.count, data) == 0 else {
            throw InferenceError(
                .value, "the input '\(name)' \(shape) does not fit: OpenVINO: \(InferenceEngine.lastError())")
        }
    }

    private func raw(_ name: String) throws -> (type: cov_type, shape: [Int], data: UnsafeRawPointer?) {
        var type = COV_OTHER
        var rank = 0
        var data: UnsafeRawPointer?
        var shape = [Int64](repeating: 0, count: Int(COV_MAXIMUM_RANK))
        guard let place = network.outputs.firstIndex(of: name) else {
            throw InferenceError(.value, "the model has no output '\(name)'; it has \(network.outputs)")
        }
        guard cov_request_output(handle, place, &type, &shape, &rank, &data) == 0 else {
            throw InferenceError(
                .value, "the output '\(name)' cannot be read: OpenVINO: \(InferenceEngine.lastError())")
        }
        return (type, shape[..<rank].map(Int.init), data)
    }

    private func output(_ name: String) throws -> NDArray {
        let value = try raw(name)
        let count = value.shape.reduce(1, *)
        func numbers<Number>(_: Number.Type) -> [Number] {
            Array(UnsafeBufferPointer(start: value.data?.assumingMemoryBound(to: Number.self), count: count))
        }
        switch value.type {
        case COV_FLOAT: return NDArray(shape: value.shape, storage: .float(numbers(Float.self)))
        case COV_INT32: return NDArray(shape: value.shape, storage: .int32(numbers(Int32.self)))
        case COV_INT64: return NDArray(shape: value.shape, storage: .int64(numbers(Int64.self)))
        case COV_UINT8: return NDArray(shape: value.shape, storage: .uint8(numbers(UInt8.self)))
        case COV_BOOL: return NDArray(shape: value.shape, storage: .bool(numbers(UInt8.self).map { $0 != 0 }))
        default: throw InferenceError(.value, "the output '\(name)' has a type that is not supported")
        }
    }
}
