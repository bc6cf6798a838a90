/// A TFLite file as far as an importer of weights needs it: operators over tensors, and the tensors' numbers.
///
/// Numbers of fields, operators and element types are those of TensorFlow Lite's published schema (`schema.fbs`, version 3). Everything
/// that a file claims is checked; tensors are read when they are asked for.
struct TFLiteModel: Sendable {
    /// Operators that importers know, by their numbers in the schema.
    enum Kind: Int, Sendable {
        case averagePool = 1
        case convolution = 3
        case depthwiseConvolution = 4
        case dequantize = 6
        case fullyConnected = 9
        case logistic = 14
        case relu = 19
        case reshape = 22
        case mean = 40
        case squeeze = 43
    }

    struct Operator: Sendable {
        /// `nil` for one that importers do not know.
        var kind: Kind?
        /// Its number in the schema, for messages.
        var code: Int
        /// Places in the list of tensors; −1 for an optional one that is not given.
        var inputs: [Int]
        var outputs: [Int]
        /// What depends on the kind.
        var options: FlatBuffer.Table?
    }

    let buffer: FlatBuffer
    let operators: [Operator]
    /// The graph's outputs, places in the list of tensors.
    let outputs: [Int]
    private let tensors: FlatBuffer.TableList
    private let buffers: FlatBuffer.TableList
    /// Which operator makes a tensor.
    private let makers: [Int: Int]

    /// More of either is no network that we import.
    private static let mostOperators = 10_000
    private static let mostOperands = 256

    static let identifier = "TFL3"

    /// - Throws: ``NetworkError`` for what is no TFLite file, or a damaged one.
    init(bytes: [UInt8]) throws {
        buffer = FlatBuffer(bytes: bytes)
        guard buffer.identifier == Self.identifier else {
            throw NetworkError(.malformed, "no TFLite file: its bytes 4 to 7 are not \(Self.identifier)")
        }
        let root = try buffer.root
        let subgraphs = try root.tables(2)
        guard subgraphs.count > 0 else { throw NetworkError(.malformed, "the TFLite file holds no graph") }
        let graph = try subgraphs.table(0)
        tensors = try graph.tables(0)
        buffers = try root.tables(4)
        outputs = try graph.numbers(2, Int32.self, most: Self.mostOperands).map(Int.init)
        let codes = try root.tables(1)
        let list = try graph.tables(3)
        guard list.count <= Self.mostOperators else {
            throw NetworkError(.malformed, "the TFLite file claims \(list.count) operators; download it again")
        }
        var operators: [Operator] = []
        var makers: [Int: Int] = [:]
        for number in 0..<list.count {
            let table = try list.table(number)
            let code = try Self.code(codes.table(Int(table.number(0, default: UInt32(0)))))
            let made = try table.numbers(2, Int32.self, most: Self.mostOperands).map(Int.init)
            for tensor in made { makers[tensor] = number }
            operators.append(
                Operator(
                    kind: Kind(rawValue: code), code: code,
                    inputs: try table.numbers(1, Int32.self, most: Self.mostOperands).map(Int.init), outputs: made,
                    options: try table.table(4)))
        }
        self.operators = operators
        self.makers = makers
    }

    /// The older field holds numbers below 128 and is what files before 2020 have.
    private static func code(_ table: FlatBuffer.Table) throws -> Int {
        max(Int(try table.number(0, default: Int8(0))), Int(try table.number(3, default: Int32(0))))
    }

    /// The operator that makes a tensor, `nil` for an input or a constant.
    func maker(of tensor: Int) -> Operator? { makers[tensor].map { operators[$0] } }

    func tensor(_ number: Int) throws -> TFLiteTensor {
        try TFLiteTensor(tensors.table(number), buffers: buffers)
    }

    /// The numbers of a constant, dequantised: stored, or made from stored ones by an operator that does no more than that.
    ///
    /// - Throws: ``NetworkError`` for a tensor that is computed or of a type that weights do not have.
    func constant(_ number: Int) throws -> NDArray {
        if let maker = maker(of: number) {
            guard maker.kind == .dequantize, let source = maker.inputs.first, self.maker(of: source) == nil else {
                throw NetworkError(
                    .unsupported, "the weights '\(try tensor(number).name)' are computed by operator \(maker.code)")
            }
            return try tensor(source).floats()
        }
        return try tensor(number).floats()
    }
}
