/// A tensor of a TFLite file: shape, element type, and where its numbers lie.
struct TFLiteTensor: Sendable {
    /// Element types that weights come in, by their numbers in the schema.
    enum Element: Int8, Sendable {
        case float32 = 0
        case float16 = 1
        case uint8 = 3
        case int8 = 9

        var byteCount: Int {
            switch self {
            case .float32: 4
            case .float16: 2
            case .uint8, .int8: 1
            }
        }
    }

    let name: String
    let shape: [Int]
    /// Number of the element type in the schema.
    let type: Int8
    private let buffer: FlatBuffer
    /// Its bytes in the file; empty for a tensor that is computed.
    private let data: Range<Int>
    private let quantization: FlatBuffer.Table?

    /// More numbers are no weights that we import.
    private static let mostElements = 1 << 28
    private static let mostAxes = 8

    init(_ table: FlatBuffer.Table, buffers: FlatBuffer.TableList) throws {
        buffer = table.buffer
        name = try table.text(3)
        type = try table.number(1, default: Int8(0))
        shape = try table.numbers(0, Int32.self, most: Self.mostAxes).map(Int.init)
        quantization = try table.table(4)
        data = try Self.data(of: buffers.table(Int(table.number(2, default: UInt32(0)))))
    }

    /// A buffer's bytes; in files above 2 GB they lie behind everything else.
    private static func data(of table: FlatBuffer.Table) throws -> Range<Int> {
        if let vector = try table.vector(0, elementLength: 1), vector.count > 0 {
            return vector.start..<vector.start + vector.count
        }
        let offset = try table.number(1, default: UInt64(0))
        let size = try table.number(2, default: UInt64(0))
        guard offset > 1, size > 0 else { return 0..<0 }
        let end = offset.addingReportingOverflow(size)
        guard !end.overflow, end.partialValue <= UInt64(table.buffer.bytes.count) else {
            throw FlatBuffer.damaged("a buffer of \(size) bytes")
        }
        return Int(offset)..<Int(end.partialValue)
    }

    /// Its numbers, `(q − zero point) · scale` where they are quantised: with one scale, or one for each slice of an axis.
    ///
    /// - Throws: ``NetworkError`` for a type that weights do not have, and where shape, bytes and scales do not fit each other.
    func floats() throws -> NDArray {
        guard let element = Element(rawValue: type) else {
            throw NetworkError(
                .unsupported,
                "'\(name)' has the element type \(type); weights are known as float32, float16, int8 and uint8")
        }
        let count = try elementCount()
        guard data.count == count * element.byteCount else {
            throw NetworkError(
                .malformed,
                "'\(name)' of shape \(shape) has \(data.count) bytes instead of \(count * element.byteCount): the file is damaged or '\(name)' is not a constant; download it again"
            )
        }
        let values = buffer.bytes.withUnsafeBytes { bytes in
            let bytes = UnsafeRawBufferPointer(rebasing: bytes[data])
            return (0..<count).map { place -> Float in
                switch element {
                case .float32: Float(bitPattern: Self.load(bytes, 4 * place, UInt32.self))
                case .float16: Self.float(half: Self.load(bytes, 2 * place, UInt16.self))
                case .uint8: Float(bytes[place])
                case .int8: Float(Int8(bitPattern: bytes[place]))
                }
            }
        }
        switch element {
        case .float32, .float16: return NDArray(values, shape: shape)
        case .uint8, .int8: return NDArray(try dequantized(values), shape: shape)
        }
    }

    private func elementCount() throws -> Int {
        var count = 1
        for length in shape {
            guard length >= 0, length <= Self.mostElements, count * length <= Self.mostElements else {
                throw NetworkError(
                    .malformed, "'\(name)' claims the shape \(shape): the file is damaged; download it again")
            }
            count *= length
        }
        return count
    }

    private func dequantized(_ values: [Float]) throws -> [Float] {
        let most = max(1, shape.max() ?? 1)
        let scales = try quantization?.numbers(2, UInt32.self, most: most).map(Float.init(bitPattern:)) ?? []
        let zeroPoints = try quantization?.numbers(3, Int64.self, most: most).map { Float($0) } ?? []
        let axis = try Int(quantization?.number(6, default: Int32(0)) ?? 0)
        let slices = scales.count == 1 ? 1 : (shape.indices.contains(axis) ? shape[axis] : 0)
        guard !scales.isEmpty, scales.count == slices, zeroPoints.isEmpty || [1, slices].contains(zeroPoints.count),
            scales.allSatisfy({ $0.isFinite && $0 > 0 })
        else {
            throw NetworkError(
                .malformed,
                "'\(name)' of shape \(shape) is quantised with \(scales.count) scales and \(zeroPoints.count) zero points along axis \(axis), which do not fit it; download the file again"
            )
        }
        // Elements that follow each other within one slice.
        let run = scales.count == 1 ? max(1, values.count) : shape[(axis + 1)...].reduce(1, *)
        return values.indices.map { place in
            let slice = scales.count == 1 ? 0 : place / run % slices
            let zero = zeroPoints.isEmpty ? 0 : zeroPoints[zeroPoints.count == 1 ? 0 : slice]
            return (values[place] - zero) * scales[slice]
        }
    }

    private static func load<Bits: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ place: Int, _: Bits.Type)
        -> Bits
    {
        Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Bits.self))
    }

    /// IEEE 754's half precision: 1 bit of sign, 5 of exponent, 10 of fraction.
    static func float(half bits: UInt16) -> Float {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 31)
        let fraction = Float(bits & 1023) / 1024
        switch exponent {
        case 0: return sign * fraction * Float(sign: .plus, exponent: -14, significand: 1)
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
        }
    }
}
