import CTorch
public import NeuralNetworks

/// A dense array of numbers on a device, with what the backward pass needs to know of its making.
///
/// It has one owner: it is not `Sendable`. Arrays and values cross between threads, tensors do not.
public final class Tensor {
    let handle: OpaquePointer

    /// Takes over a handle from libtorch; a missing one means that the operation failed.
    init(_ handle: OpaquePointer?) throws {
        guard let handle else { throw TrainingError(.engine, Libtorch.lastError) }
        self.handle = handle
    }

    deinit { wt_tensor_free(handle) }

    /// A copy of an array, on the CPU.
    public convenience init(_ array: NDArray) throws {
        _ = Libtorch.isReady
        let shape = array.shape
        func make(_ data: UnsafeRawPointer?) throws -> OpaquePointer? {
            wt_tensor_from_data(data, array.elementType.rawValue, shape.map(Int64.init), Int32(shape.count))
        }
        let handle =
            switch array.storage {
            case .float(let values): try values.withUnsafeBytes { try make($0.baseAddress) }
            case .double(let values): try values.withUnsafeBytes { try make($0.baseAddress) }
            case .int32(let values): try values.withUnsafeBytes { try make($0.baseAddress) }
            case .int64(let values): try values.withUnsafeBytes { try make($0.baseAddress) }
            case .int8(let values): try values.withUnsafeBytes { try make($0.baseAddress) }
            case .uint8(let values): try values.withUnsafeBytes { try make($0.baseAddress) }
            case .bool(let values): try values.withUnsafeBytes { try make($0.baseAddress) }
            }
        try self.init(handle)
    }

    /// Numbers in row-major order, on the CPU.
    public convenience init(_ values: [Float], shape: [Int]) throws {
        try self.init(NDArray(values, shape: shape))
    }

    /// As `init(_:shape:)`, from memory that someone else owns: no array is made in between.
    public convenience init(copying values: UnsafeBufferPointer<Float>, shape: [Int]) throws {
        precondition(
            values.count == shape.reduce(1, *), "Tensor: \(values.count) elements do not fill the shape \(shape)"
        )
        _ = Libtorch.isReady
        try self.init(
            wt_tensor_from_data(
                values.baseAddress, ElementType.float.rawValue, shape.map(Int64.init), Int32(shape.count)
            )
        )
    }

    public convenience init(scalar value: Float) throws { try self.init([value], shape: []) }

    public var rank: Int { Int(wt_tensor_rank(handle)) }
    public var shape: [Int] { (0..<wt_tensor_rank(handle)).map { Int(wt_tensor_size(handle, $0)) } }
    public var elementCount: Int { Int(wt_tensor_element_count(handle)) }
    /// `nil` for one of libtorch's types that ONNX does not have.
    public var elementType: ElementType? { ElementType(rawValue: wt_tensor_type(handle)) }
    public var device: Device { Device(number: wt_tensor_device(handle)) }
    public var isChannelsLast: Bool { wt_tensor_is_channels_last(handle) }

    /// The same numbers on another device; itself where it is there already.
    public func to(_ device: Device) throws -> Tensor {
        device == self.device ? self : try Tensor(wt_tensor_to_device(handle, device.number))
    }

    public func to(_ type: ElementType) throws -> Tensor {
        type == elementType ? self : try Tensor(wt_tensor_to_type(handle, type.rawValue))
    }

    /// Laid out row by row or, for rank 4 only, with the channels of a pixel side by side.
    public func contiguous(channelsLast: Bool = false) throws -> Tensor {
        try Tensor(wt_tensor_contiguous(handle, channelsLast && rank == 4))
    }

    /// A copy with the history cut.
    public func clone() throws -> Tensor { try Tensor(wt_tensor_clone(handle)) }

    /// Overwrites the numbers, keeping type, device and memory layout.
    public func copy(from source: Tensor) throws {
        try Libtorch.check(wt_tensor_copy_into(handle, source.handle), "copying a tensor")
    }
}
