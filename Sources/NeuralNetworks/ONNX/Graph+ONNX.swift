import FoundationEssentials
import SwiftProtobuf

extension Graph {
    init(_ message: Wheeltapper_Onnx_GraphProto, opset: Int) throws {
        let initializers = try message.initializer.map(Initializer.init)
        // Before IR version 4 an initializer was listed among the inputs as well.
        let known = Set(initializers.map(\.name))
        self.init(
            name: message.name,
            inputs: try message.input.filter { !known.contains($0.name) }.map(ValueInfo.init),
            outputs: try message.output.map(ValueInfo.init),
            nodes: try message.node.enumerated().map { try Node($1, position: $0) },
            initializers: initializers,
            opset: opset
        )
        try checkOrder()
    }

    /// Every value is made once, and before it is used.
    func checkOrder() throws {
        var made: Set<String> = []
        for name in inputs.map(\.name) + initializers.map(\.name) where !made.insert(name).inserted {
            throw NetworkError(.malformed, "the name '\(name)' is given twice, to inputs or initializers")
        }
        for node in nodes {
            for input in node.inputs where !input.isEmpty && !made.contains(input) {
                throw NetworkError(
                    .malformed,
                    "the node '\(node.name)' (\(node.operatorType)) uses '\(input)', which nothing before it makes"
                )
            }
            for output in node.outputs where !output.isEmpty && !made.insert(output).inserted {
                throw NetworkError(.malformed, "the value '\(output)' is made twice, the second time by '\(node.name)'")
            }
        }
        for output in outputs where !made.contains(output.name) {
            throw NetworkError(.malformed, "the output '\(output.name)' is made by no node")
        }
    }
}

extension ValueInfo {
    init(_ message: Wheeltapper_Onnx_ValueInfoProto) throws {
        let type = message.type.tensorType
        guard let elementType = ElementType(rawValue: type.elemType) else {
            throw NetworkError(
                .unsupported,
                "the value '\(message.name)' has ONNX's element type \(type.elemType), which is not supported"
            )
        }
        self.init(
            name: message.name, elementType: elementType,
            shape: type.shape.dim.map { dimension in
                switch dimension.value {
                case .dimValue(let value): .fixed(Int(value))
                case .dimParam(let name): .symbol(name)
                case nil: .symbol("")
                }
            }
        )
    }
}

extension Node {
    init(_ message: Wheeltapper_Onnx_NodeProto, position: Int) throws {
        let name = message.name.isEmpty ? "\(message.opType)_\(position)" : message.name
        var attributes: [String: Attribute] = [:]
        for attribute in message.attribute {
            attributes[attribute.name] = try Attribute(attribute)
        }
        self.init(
            name: name, operatorType: message.opType, domain: message.domain == "ai.onnx" ? "" : message.domain,
            inputs: message.input, outputs: message.output, attributes: attributes
        )
    }
}

extension Attribute {
    init(_ message: Wheeltapper_Onnx_AttributeProto) throws {
        switch message.type {
        case .float: self = .float(message.f)
        case .int: self = .integer(Int(message.i))
        case .string: self = .string(String(decoding: message.s, as: UTF8.self))
        case .floats: self = .floats(message.floats)
        case .ints: self = .integers(message.ints.map(Int.init))
        case .strings: self = .strings(message.strings.map { String(decoding: $0, as: UTF8.self) })
        case .tensor: self = .array(try NDArray(message.t))
        default: self = .other(try message.serializedBytes())
        }
    }
}

extension Wheeltapper_Onnx_GraphProto {
    init(_ graph: Graph) {
        self.init()
        self.name = graph.name
        self.input = graph.inputs.map(Wheeltapper_Onnx_ValueInfoProto.init)
        self.output = graph.outputs.map(Wheeltapper_Onnx_ValueInfoProto.init)
        self.node = graph.nodes.map(Wheeltapper_Onnx_NodeProto.init)
        self.initializer = graph.initializers.map(Wheeltapper_Onnx_TensorProto.init)
    }
}

extension Wheeltapper_Onnx_ValueInfoProto {
    init(_ value: ValueInfo) {
        self.init()
        self.name = value.name
        self.type.tensorType.elemType = value.elementType.rawValue
        self.type.tensorType.shape.dim = value.shape.map { dimension in
            var axis = Wheeltapper_Onnx_TensorShapeProto.Dimension()
            switch dimension {
            case .fixed(let value): axis.dimValue = Int64(value)
            case .symbol(let name): axis.dimParam = name
            }
            return axis
        }
    }
}

extension Wheeltapper_Onnx_NodeProto {
    init(_ node: Node) {
        self.init()
        self.name = node.name
        self.opType = node.operatorType
        self.domain = node.domain
        self.input = node.inputs
        self.output = node.outputs
        self.attribute = node.attributes.sorted { $0.key < $1.key }.map { name, value in
            var attribute = Wheeltapper_Onnx_AttributeProto(value)
            attribute.name = name
            return attribute
        }
    }
}

extension Wheeltapper_Onnx_AttributeProto {
    init(_ value: Attribute) {
        self.init()
        switch value {
        case .float(let number): (type, f) = (.float, number)
        case .integer(let number): (type, i) = (.int, Int64(number))
        case .string(let text): (type, s) = (.string, .init(text.utf8))
        case .floats(let numbers): (type, floats) = (.floats, numbers)
        case .integers(let numbers): (type, ints) = (.ints, numbers.map(Int64.init))
        case .strings(let texts): (type, strings) = (.strings, texts.map { .init($0.utf8) })
        case .array(let array): (type, t) = (.tensor, .init(array))
        // These are bytes that the same type has written; what cannot be read back is left empty.
        case .other(let bytes): self = (try? Self(serializedBytes: bytes)) ?? self
        }
    }
}
