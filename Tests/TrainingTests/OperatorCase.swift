import Foundation
import NeuralNetworks
import Testing

/// What one ONNX node must give for given inputs, forward and backward, by PyTorch (`Fixtures/training/make_goldens.py`).
struct OperatorCase: CustomTestStringConvertible, Sendable {
    let name: String
    /// One node; weights, shapes and axes are initializers.
    let graph: Graph
    let inputs: [String: NDArray]
    let outputs: [(name: String, value: NDArray)]
    /// Of `Σ output · cotangent` over all float outputs, by input or initializer.
    let gradients: [String: [Float]]
    /// Largest difference allowed, as a share of the larger of 1 and the golden's largest number.
    let tolerance: Float

    var testDescription: String { name }
    var operatorType: String { graph.nodes[0].operatorType }

    /// The weight of each element of an output in the sum whose gradient is golden.
    static func cotangent(count: Int) -> [Float] { (0..<count).map { Float((7 * $0) % 13 - 6) / 6 } }

    static let all: [OperatorCase] = {
        do {
            let files = try (Data(contentsOf: fixture("operators.json")), Data(contentsOf: fixture("operators.bin")))
            let numbers = files.1.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
            return try JSONDecoder().decode([CaseFixture].self, from: files.0).map { OperatorCase($0, numbers) }
        } catch {
            print("OperatorCase: the goldens cannot be read: \(error)")
            return []
        }
    }()

    private init(_ fixture: CaseFixture, _ numbers: [Float]) {
        name = fixture.name
        tolerance = fixture.tolerance
        let node = Node(
            name: fixture.name, operatorType: fixture.operator, inputs: fixture.inputs.map(\.name),
            outputs: fixture.outputs.map(\.name), attributes: fixture.attributes.mapValues(\.attribute)
        )
        let given = fixture.inputs.filter { !$0.name.isEmpty }
        let constants = given.filter { $0.constant == true }
        let open = given.filter { $0.constant != true }
        graph = Graph(
            name: fixture.name, inputs: open.map { $0.info }, outputs: fixture.outputs.map { $0.info }, nodes: [node],
            initializers: constants.map { Initializer(name: $0.name, value: $0.array(numbers)) }, opset: fixture.opset
        )
        inputs = Dictionary(uniqueKeysWithValues: open.map { ($0.name, $0.array(numbers)) })
        outputs = fixture.outputs.map { ($0.name, $0.array(numbers)) }
        gradients = Dictionary(
            uniqueKeysWithValues: given.compactMap { value in
                value.gradient.map { (value.name, Array(numbers[$0..<$0 + value.count])) }
            }
        )
    }
}

/// A file beside the generators.
func fixture(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/training/\(name)")
}

private struct CaseFixture: Decodable {
    struct Value: Decodable {
        let name: String
        let type: Int32?
        let shape: [Int]?
        let offset: Int?
        let integers: [Int]?
        let constant: Bool?
        let gradient: Int?

        var count: Int { (shape ?? []).reduce(1, *) }
        var elementType: ElementType { type.flatMap(ElementType.init(rawValue:)) ?? .float }

        var info: ValueInfo {
            ValueInfo(name: name, elementType: elementType, shape: (shape ?? []).map { .fixed($0) })
        }

        func array(_ numbers: [Float]) -> NDArray {
            if let offset { return NDArray(Array(numbers[offset..<offset + count]), shape: shape ?? []) }
            let integers = integers ?? []
            if elementType == .bool { return NDArray(shape: shape ?? [], storage: .bool(integers.map { $0 != 0 })) }
            return NDArray(integers.map(Int64.init), shape: shape ?? [])
        }
    }

    let name: String
    let `operator`: String
    let opset: Int
    let tolerance: Float
    let attributes: [String: AttributeFixture]
    let inputs: [Value]
    let outputs: [Value]
}

/// An attribute as the generators write it.
struct AttributeFixture: Decodable {
    let integer: Int?
    let float: Float?
    let string: String?
    let integers: [Int]?
    let floats: [Float]?
    let shape: [Int]?

    var attribute: Attribute {
        if let integer { return .integer(integer) }
        if let float { return .float(float) }
        if let string { return .string(string) }
        if let floats, let shape { return .array(NDArray(floats, shape: shape)) }
        return .integers(integers ?? [])
    }
}
