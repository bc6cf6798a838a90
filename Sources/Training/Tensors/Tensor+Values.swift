import CTorch
public import NeuralNetworks

extension Tensor {
    /// The numbers in row-major order, converted to `Float`.
    public func floats() throws -> [Float] { try read(.float, zero: 0) }

    /// The numbers in row-major order, converted to 64-bit integers.
    public func integers() throws -> [Int] { try read(.int64, zero: Int64(0)).map(Int.init) }

    /// The one number of a tensor that has exactly one.
    public func item() throws -> Float {
        let values = try floats()
        guard values.count == 1 else {
            throw TrainingError(.shape, "one number wanted of a tensor of shape \(shape)")
        }
        return values[0]
    }

    /// A value that can cross threads. Half precisions become `Float`.
    public func array() throws -> NDArray {
        switch elementType {
        case .double: NDArray(shape: shape, storage: .double(try read(.double, zero: 0)))
        case .int32: NDArray(shape: shape, storage: .int32(try read(.int32, zero: 0)))
        case .int64: NDArray(shape: shape, storage: .int64(try read(.int64, zero: 0)))
        case .int8: NDArray(shape: shape, storage: .int8(try read(.int8, zero: 0)))
        case .uint8: NDArray(shape: shape, storage: .uint8(try read(.uint8, zero: 0)))
        case .bool: NDArray(shape: shape, storage: .bool(try read(.uint8, zero: UInt8(0)).map { $0 != 0 }))
        case .float, .float16, .bfloat16, nil: NDArray(try floats(), shape: shape)
        }
    }

    private func read<Element>(_ type: ElementType, zero: Element) throws -> [Element] {
        let count = elementCount
        var values = [Element](repeating: zero, count: count)
        let status = values.withUnsafeMutableBytes {
            wt_tensor_copy_out(handle, $0.baseAddress, type.rawValue, Int64(count))
        }
        try Libtorch.check(status, "reading a tensor of shape \(shape)")
        return values
    }
}
