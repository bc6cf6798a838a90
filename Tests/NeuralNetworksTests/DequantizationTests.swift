import Testing

@testable import NeuralNetworks

/// TFLite tensors built byte by byte.
@Suite struct DequantizationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var shape: [Int32]
        /// Of the schema: 3 unsigned, 9 signed.
        var type: Int8
        var bytes: [UInt8]
        var scales: [Float]
        var zeroPoints: [Int64]
        var axis: Int32
        /// `nil` where the file is to be refused.
        var expected: [Float]?
    }

    @Test(arguments: [
        Case(
            testDescription: "one scale, a zero point", shape: [2, 2], type: 9, bytes: [0, 127, 128, 255],
            scales: [0.5],
            zeroPoints: [-1], axis: 0, expected: [0.5, 64, -63.5, 0]),
        Case(
            testDescription: "unsigned", shape: [3], type: 3, bytes: [0, 128, 255], scales: [0.25], zeroPoints: [128],
            axis: 0, expected: [-32, 0, 31.75]),
        Case(
            testDescription: "a scale for each row", shape: [2, 3], type: 9, bytes: [1, 2, 3, 1, 2, 253],
            scales: [1, 10],
            zeroPoints: [0, 0], axis: 0, expected: [1, 2, 3, 10, 20, -30]),
        Case(
            testDescription: "a scale for each column", shape: [2, 3], type: 9, bytes: [1, 2, 3, 4, 5, 6],
            scales: [1, 10, 100], zeroPoints: [0, 1, 2], axis: 1, expected: [1, 10, 100, 4, 40, 400]),
        Case(
            testDescription: "scales without zero points", shape: [2], type: 9, bytes: [2, 3], scales: [2],
            zeroPoints: [], axis: 0, expected: [4, 6]),
        Case(
            testDescription: "no scale", shape: [2], type: 9, bytes: [2, 3], scales: [], zeroPoints: [], axis: 0,
            expected: nil),
        Case(
            testDescription: "too few scales", shape: [3, 1], type: 9, bytes: [1, 2, 3], scales: [1, 2],
            zeroPoints: [0, 0], axis: 0, expected: nil),
        Case(
            testDescription: "an axis that is not there", shape: [2], type: 9, bytes: [1, 2], scales: [1, 2],
            zeroPoints: [0, 0], axis: 7, expected: nil),
        Case(
            testDescription: "too few bytes", shape: [4], type: 9, bytes: [1, 2], scales: [1], zeroPoints: [0], axis: 0,
            expected: nil),
        Case(
            testDescription: "a negative length", shape: [-2], type: 9, bytes: [1, 2], scales: [1], zeroPoints: [0],
            axis: 0, expected: nil),
        Case(
            testDescription: "a length beyond all memory", shape: [.max, .max, .max], type: 9, bytes: [1], scales: [1],
            zeroPoints: [0], axis: 0, expected: nil),
        Case(
            testDescription: "a scale that is no number", shape: [1], type: 9, bytes: [1], scales: [.nan],
            zeroPoints: [0], axis: 0, expected: nil),
        Case(
            testDescription: "an element type that weights do not have", shape: [1], type: 5, bytes: [1], scales: [1],
            zeroPoints: [0], axis: 0, expected: nil),
    ])
    func numbersAreScaledFromTheirZeroPoint(_ test: Case) throws {
        let tensor = try Self.tensor(test)
        guard let expected = test.expected else {
            let refusal = #expect(throws: NetworkError.self) { try tensor.floats() }
            #expect(refusal?.message.contains("'weights'") == true)
            return
        }
        #expect(try tensor.floats().floats == expected)
    }

    private static func tensor(_ test: Case) throws -> TFLiteTensor {
        let quantization = FlatBufferNode.table([
            nil, nil, .vector(test.scales.map(\.bitPattern)), .vector(test.zeroPoints), nil, nil,
            .number(UInt32(bitPattern: test.axis)),
        ])
        let tensor = FlatBufferNode.table([
            .vector(test.shape), .number(UInt32(UInt8(bitPattern: test.type))), .number(1),
            .vector(Array("weights".utf8)), quantization,
        ])
        let buffers = FlatBufferNode.tables([.table([]), .table([.vector(test.bytes)])])
        let root = try FlatBuffer(bytes: FlatBufferNode.table([tensor, buffers]).file).root
        return try TFLiteTensor(#require(try root.table(0)), buffers: root.tables(1))
    }
}

/// A FlatBuffers file in the making: what is pointed to stands behind what points to it.
indirect enum FlatBufferNode {
    /// Four bytes in the table itself.
    case number(UInt32)
    /// A count and the elements.
    case elements(count: Int, bytes: [UInt8])
    case tables([FlatBufferNode])
    /// `nil` for a field that is absent.
    case table([FlatBufferNode?])

    static func vector<Number: FixedWidthInteger>(_ values: [Number]) -> FlatBufferNode {
        .elements(
            count: values.count,
            bytes: values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } })
    }

    var file: [UInt8] {
        var bytes: [UInt8] = [0, 0, 0, 0]
        let place = append(to: &bytes)
        Self.set(UInt32(place), at: 0, in: &bytes)
        return bytes
    }

    private func append(to bytes: inout [UInt8]) -> Int {
        switch self {
        case .number(let value):
            preconditionFailure("FlatBufferNode: the number \(value) stands in no table")
        case .elements(let count, let contents):
            let place = bytes.count
            Self.add(UInt32(count), to: &bytes)
            bytes += contents
            return place
        case .tables(let nodes):
            let place = bytes.count
            Self.add(UInt32(nodes.count), to: &bytes)
            bytes += [UInt8](repeating: 0, count: 4 * nodes.count)
            for (number, node) in nodes.enumerated() { Self.point(place + 4 + 4 * number, to: node, in: &bytes) }
            return place
        case .table(let fields):
            let list = bytes.count
            Self.add(UInt32(4 + 2 * fields.count) | UInt32(4 + 4 * fields.count) << 16, to: &bytes)
            for (number, field) in fields.enumerated() {
                let offset = field == nil ? 0 : 4 + 4 * number
                bytes += [UInt8(offset & 255), UInt8(offset >> 8)]
            }
            let place = bytes.count
            Self.add(UInt32(place - list), to: &bytes)
            bytes += [UInt8](repeating: 0, count: 4 * fields.count)
            for (number, field) in fields.enumerated() {
                let slot = place + 4 + 4 * number
                switch field {
                case nil: continue
                case .number(let value): Self.set(value, at: slot, in: &bytes)
                case .some(let node): Self.point(slot, to: node, in: &bytes)
                }
            }
            return place
        }
    }

    private static func point(_ slot: Int, to node: FlatBufferNode, in bytes: inout [UInt8]) {
        let place = node.append(to: &bytes)
        set(UInt32(place - slot), at: slot, in: &bytes)
    }

    private static func add(_ value: UInt32, to bytes: inout [UInt8]) {
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func set(_ value: UInt32, at place: Int, in bytes: inout [UInt8]) {
        for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte))) }
    }
}
