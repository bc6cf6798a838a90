/// A network as ONNX describes it: nodes in topological order over named values.
///
/// A value is named by whoever makes it: an input, an initializer or a node's output. An empty name in a node's inputs
/// stands for an optional input that is not given.
public struct Graph: Sendable, Equatable {
    public var name: String
    public var inputs: [ValueInfo]
    public var outputs: [ValueInfo]
    /// In an order in which they can be executed.
    public var nodes: [Node]
    /// Weights and constants, in the file's order.
    public var initializers: [Initializer]
    /// The version of the default operator set that the nodes are written in.
    public var opset: Int
    /// Versions of other domains' operator sets, by domain.
    public var furtherOpsets: [String: Int] = [:]

    public init(
        name: String, inputs: [ValueInfo] = [], outputs: [ValueInfo] = [], nodes: [Node] = [],
        initializers: [Initializer] = [], opset: Int = 17
    ) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.nodes = nodes
        self.initializers = initializers
        self.opset = opset
    }

    public subscript(initializer name: String) -> NDArray? {
        get { initializers.first { $0.name == name }?.value }
        set {
            let place = initializers.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): initializers[place].value = value
            case (let place?, nil): initializers.remove(at: place)
            case (nil, let value?): initializers.append(Initializer(name: name, value: value))
            case (nil, nil): break
            }
        }
    }
}

/// A named weight or constant.
public struct Initializer: Sendable, Equatable {
    public var name: String
    public var value: NDArray

    public init(name: String, value: NDArray) {
        self.name = name
        self.value = value
    }
}

/// A graph's input or output: its name, element type and shape.
public struct ValueInfo: Sendable, Equatable {
    public var name: String
    public var elementType: ElementType
    public var shape: [Dimension]

    public init(name: String, elementType: ElementType = .float, shape: [Dimension]) {
        self.name = name
        self.elementType = elementType
        self.shape = shape
    }
}

/// One axis of a shape: a number, or a name for what is known only when the graph runs.
public enum Dimension: Sendable, Equatable, Hashable, CustomStringConvertible, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral
{
    case fixed(Int)
    case symbol(String)

    public init(integerLiteral value: Int) { self = .fixed(value) }
    public init(stringLiteral value: String) { self = .symbol(value) }

    public var value: Int? { if case .fixed(let value) = self { value } else { nil } }

    public var description: String {
        switch self {
        case .fixed(let value): String(value)
        case .symbol(let name): name.isEmpty ? "?" : name
        }
    }
}

/// One operation.
public struct Node: Sendable, Equatable {
    public var name: String
    /// ONNX's operator name, such as `Conv`.
    public var operatorType: String
    /// Empty for ONNX's own operators.
    public var domain: String
    public var inputs: [String]
    public var outputs: [String]
    public var attributes: [String: Attribute]

    public init(
        name: String, operatorType: String, domain: String = "", inputs: [String], outputs: [String],
        attributes: [String: Attribute] = [:]
    ) {
        self.name = name
        self.operatorType = operatorType
        self.domain = domain
        self.inputs = inputs
        self.outputs = outputs
        self.attributes = attributes
    }

    public func integer(_ name: String) -> Int? {
        if case .integer(let value) = attributes[name] { value } else { nil }
    }

    public func float(_ name: String) -> Float? {
        if case .float(let value) = attributes[name] { value } else { nil }
    }

    public func string(_ name: String) -> String? {
        if case .string(let value) = attributes[name] { value } else { nil }
    }

    public func integers(_ name: String) -> [Int]? {
        if case .integers(let values) = attributes[name] { values } else { nil }
    }

    public func floats(_ name: String) -> [Float]? {
        if case .floats(let values) = attributes[name] { values } else { nil }
    }

    public func array(_ name: String) -> NDArray? {
        if case .array(let value) = attributes[name] { value } else { nil }
    }

    /// The optional input at a position, `nil` when it is absent or empty.
    public func input(_ position: Int) -> String? {
        inputs.indices.contains(position) && !inputs[position].isEmpty ? inputs[position] : nil
    }
}

/// A node's fixed parameter.
public enum Attribute: Sendable, Equatable {
    case integer(Int)
    case float(Float)
    case string(String)
    case integers([Int])
    case floats([Float])
    case strings([String])
    case array(NDArray)
    /// A kind that we neither read nor change (a subgraph, say): the encoded attribute, handed on as it is.
    case other([UInt8])
}
