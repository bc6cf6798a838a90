/// A dense array of numbers in row-major order: an initializer, a constant, an input or an output of a graph.
public struct NDArray: Sendable, Equatable {
    /// The numbers, in one of the element types that our graphs use.
    public enum Storage: Sendable, Equatable {
        case float([Float])
        case double([Double])
        case int32([Int32])
        case int64([Int64])
        case int8([Int8])
        case uint8([UInt8])
        case bool([Bool])

        /// Elements in it.
        var count: Int {
            switch self {
            case .float(let values): values.count
            case .double(let values): values.count
            case .int32(let values): values.count
            case .int64(let values): values.count
            case .int8(let values): values.count
            case .uint8(let values): values.count
            case .bool(let values): values.count
            }
        }
    }

    public var shape: [Int]
    public var storage: Storage

    public init(shape: [Int], storage: Storage) {
        self.shape = shape
        self.storage = storage
        precondition(
            elementCount == shape.reduce(1, *), "NDArray: \(elementCount) elements do not fill the shape \(shape)"
        )
    }

    public init(_ values: [Float], shape: [Int]) { self.init(shape: shape, storage: .float(values)) }
    public init(_ values: [Int64], shape: [Int]) { self.init(shape: shape, storage: .int64(values)) }
    /// A vector of 64-bit integers, as ONNX wants shapes and axes.
    public init(_ values: [Int]) { self.init(values.map(Int64.init), shape: [values.count]) }
    public init(scalar value: Float) { self.init([value], shape: []) }

    public var elementCount: Int { storage.count }

    public var elementType: ElementType {
        switch storage {
        case .float: .float
        case .double: .double
        case .int32: .int32
        case .int64: .int64
        case .int8: .int8
        case .uint8: .uint8
        case .bool: .bool
        }
    }

    /// The elements as `Float`, or `nil` when they are not floating-point numbers.
    public var floats: [Float]? {
        switch storage {
        case .float(let values): values
        case .double(let values): values.map(Float.init)
        default: nil
        }
    }

    /// The elements as `Int`, or `nil` when they are not whole numbers.
    public var integers: [Int]? {
        switch storage {
        case .int32(let values): values.map(Int.init)
        case .int64(let values): values.map(Int.init)
        case .int8(let values): values.map(Int.init)
        case .uint8(let values): values.map(Int.init)
        default: nil
        }
    }

    /// Lends the elements' bytes, in the machine's order; a `Bool` is one byte.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch storage {
        case .float(let values): try values.withUnsafeBytes(body)
        case .double(let values): try values.withUnsafeBytes(body)
        case .int32(let values): try values.withUnsafeBytes(body)
        case .int64(let values): try values.withUnsafeBytes(body)
        case .int8(let values): try values.withUnsafeBytes(body)
        case .uint8(let values): try values.withUnsafeBytes(body)
        case .bool(let values): try values.withUnsafeBytes(body)
        }
    }
}
