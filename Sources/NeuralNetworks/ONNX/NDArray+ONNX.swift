import FoundationEssentials

extension Initializer {
    init(_ message: Wheeltapper_Onnx_TensorProto) throws {
        self.init(name: message.name, value: try NDArray(message))
    }
}

extension NDArray {
    /// Bytes that the elements take in memory.
    public var byteCount: Int {
        switch storage {
        case .float(let values): values.count * 4
        case .double(let values): values.count * 8
        case .int32(let values): values.count * 4
        case .int64(let values): values.count * 8
        case .int8(let values): values.count
        case .uint8(let values): values.count
        case .bool(let values): values.count
        }
    }

    /// Half-precision numbers become `Float`.
    init(_ message: Wheeltapper_Onnx_TensorProto) throws {
        let shape = message.dims.map(Int.init)
        guard shape.allSatisfy({ $0 >= 0 }) else {
            throw NetworkError(.malformed, "the array '\(message.name)' has a negative axis: \(shape)")
        }
        guard message.dataLocation == .default else {
            throw NetworkError(
                .unsupported,
                "the array '\(message.name)' lies in another file; write the model with its weights inside (onnx.save_model without external data)"
            )
        }
        let storage: Storage
        switch ElementType(rawValue: message.dataType) {
        case .float:
            storage = .float(Self.numbers(message.rawData) ?? message.floatData)
        case .double:
            storage = .double(Self.numbers(message.rawData) ?? message.doubleData)
        case .int32:
            storage = .int32(Self.numbers(message.rawData) ?? message.int32Data)
        case .int64:
            storage = .int64(Self.numbers(message.rawData) ?? message.int64Data)
        case .int8:
            storage = .int8(Self.numbers(message.rawData) ?? message.int32Data.map { Int8(truncatingIfNeeded: $0) })
        case .uint8:
            storage = .uint8(Self.numbers(message.rawData) ?? message.int32Data.map { UInt8(truncatingIfNeeded: $0) })
        case .bool:
            let bytes: [UInt8] = Self.numbers(message.rawData) ?? message.int32Data.map { $0 == 0 ? 0 : 1 }
            storage = .bool(bytes.map { $0 != 0 })
        case .float16:
            let bits: [UInt16] =
                Self.numbers(message.rawData) ?? message.int32Data.map { UInt16(truncatingIfNeeded: $0) }
            storage = .float(bits.map(Self.float(half:)))
        case .bfloat16:
            let bits: [UInt16] =
                Self.numbers(message.rawData) ?? message.int32Data.map { UInt16(truncatingIfNeeded: $0) }
            storage = .float(bits.map { Float(bitPattern: UInt32($0) << 16) })
        case nil:
            throw NetworkError(
                .unsupported,
                "the array '\(message.name)' has ONNX's element type \(message.dataType), which is not supported"
            )
        }
        let (count, overflow) = shape.reduce((1, false)) { partial, axis in
            let (product, over) = partial.0.multipliedReportingOverflow(by: axis)
            return (product, partial.1 || over)
        }
        let found = storage.count
        guard !overflow, found == count else {
            throw NetworkError(
                .malformed, "the array '\(message.name)' of shape \(shape) holds \(found) numbers: the file is damaged"
            )
        }
        self.init(shape: shape, storage: storage)
    }

    /// Little-endian numbers, `nil` when there are none. A tail too short for a number is left out; the count then does not fit.
    private static func numbers<Number: BitwiseCopyable>(_ data: Data) -> [Number]? {
        guard !data.isEmpty else { return nil }
        let count = data.count / MemoryLayout<Number>.stride
        return [Number](unsafeUninitializedCapacity: count) { buffer, filled in
            data.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(buffer).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[..<(count * MemoryLayout<Number>.stride)])
                )
            }
            filled = count
        }
    }

    /// IEEE 754 binary16 to binary32, by its fields (`Float16` is missing on x86 Linux's older targets).
    static func float(half bits: UInt16) -> Float {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 0x1F)
        let fraction = Float(bits & 0x3FF)
        switch exponent {
        case 0: return sign * fraction * 0x1p-24
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
        }
    }
}

extension Wheeltapper_Onnx_TensorProto {
    init(_ initializer: Initializer) {
        self.init(initializer.value)
        self.name = initializer.name
    }

    init(_ array: NDArray) {
        self.init()
        self.dims = array.shape.map(Int64.init)
        self.dataType = array.elementType.rawValue
        self.rawData =
            switch array.storage {
            case .float(let values): values.withUnsafeBytes { Data($0) }
            case .double(let values): values.withUnsafeBytes { Data($0) }
            case .int32(let values): values.withUnsafeBytes { Data($0) }
            case .int64(let values): values.withUnsafeBytes { Data($0) }
            case .int8(let values): values.withUnsafeBytes { Data($0) }
            case .uint8(let values): Data(values)
            case .bool(let values): Data(values.map { $0 ? 1 : 0 })
            }
    }
}
