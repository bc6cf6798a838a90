import InspectionTypes

/// Writes a graph layer by layer, in the order of a paper's table.
///
/// Every layer takes a ``Value`` and gives one; the builder keeps the shapes, names the weights and draws their first values
/// from one seeded generator, so that the same seed gives the same network.
public struct GraphBuilder {
    /// A value in the making: its name and its shape, `[batch, channel, …]`.
    public struct Value: Sendable {
        public var name: String
        public var shape: [Dimension]

        /// The length of an axis that is known.
        public func length(_ axis: Int) -> Int {
            guard let length = shape[axis].value else {
                preconditionFailure("GraphBuilder: the axis \(axis) of '\(name)' \(shape) has no fixed length")
            }
            return length
        }
    }

    public private(set) var graph: Graph
    private var generator: SeededGenerator
    private var counts: [String: Int] = [:]
    /// Names of a graph that is gone on with.
    private var taken: Set<String> = []
    /// Put before the names of nodes and weights, such as `stage1.block0.`.
    public var scope = ""

    public init(name: String, seed: UInt64) {
        self.graph = Graph(name: name)
        self.generator = SeededGenerator(seed: seed)
    }

    public mutating func input(_ name: String, shape: [Dimension]) -> Value {
        graph.inputs.append(ValueInfo(name: name, shape: shape))
        return Value(name: name, shape: shape)
    }

    /// Gives a value its name to the outside and makes it an output of the graph.
    @discardableResult
    public mutating func output(_ value: Value, as name: String) -> Value {
        for place in graph.nodes.indices {
            graph.nodes[place].outputs = graph.nodes[place].outputs.map { $0 == value.name ? name : $0 }
            graph.nodes[place].inputs = graph.nodes[place].inputs.map { $0 == value.name ? name : $0 }
        }
        graph.outputs.append(ValueInfo(name: name, shape: value.shape))
        return Value(name: name, shape: value.shape)
    }

    /// Takes over nodes and arrays that were written elsewhere, as they are; their names must not be in use yet.
    ///
    /// - Returns: the wanted value, of the shape that the caller knows.
    mutating func adopt(_ nodes: [Node], _ initializers: [Initializer] = [], value name: String, shape: [Dimension])
        -> Value
    {
        graph.nodes += nodes
        graph.initializers += initializers
        return Value(name: name, shape: shape)
    }

    // MARK: - Layers with weights

    /// `[batch, in, height, width]` → `[batch, channels, height', width']`, He-normal weights (fan out; He et al. 2015).
    ///
    /// - Parameters:
    ///   - bias: every bias's first value; `nil` for a convolution without.
    ///   - deviation: of the weights' first values, in place of He's.
    public mutating func convolution(
        _ x: Value, channels: Int, kernel: (Int, Int) = (3, 3), stride: (Int, Int) = (1, 1), padding: (Int, Int)? = nil,
        groups: Int = 1, bias: Float? = nil, deviation: Double? = nil
    ) -> Value {
        let inputChannels = x.length(1)
        precondition(
            inputChannels % groups == 0 && channels % groups == 0,
            "GraphBuilder.convolution: \(inputChannels) → \(channels) channels do not divide into \(groups) groups"
        )
        let padding = padding ?? (kernel.0 / 2, kernel.1 / 2)
        let name = unique("conv")
        let shape = [channels, inputChannels / groups, kernel.0, kernel.1]
        let deviation = deviation ?? (2 / Double(channels / groups * kernel.0 * kernel.1)).squareRoot()
        var inputs = [x.name, weight(name + ".weight", normal(shape, deviation: deviation))]
        if let bias {
            inputs.append(weight(name + ".bias", NDArray([Float](repeating: bias, count: channels), shape: [channels])))
        }
        node(
            "Conv", inputs, named: name,
            attributes: [
                "kernel_shape": .integers([kernel.0, kernel.1]), "strides": .integers([stride.0, stride.1]),
                "pads": .integers([padding.0, padding.1, padding.0, padding.1]), "dilations": .integers([1, 1]),
                "group": .integer(groups),
            ]
        )
        func length(_ axis: Int, _ kernel: Int, _ stride: Int, _ padding: Int) -> Dimension {
            x.shape[axis].slid(kernel: kernel, stride: stride, padding: padding)
        }
        return Value(
            name: name,
            shape: [
                x.shape[0], .fixed(channels), length(2, kernel.0, stride.0, padding.0),
                length(3, kernel.1, stride.1, padding.1),
            ]
        )
    }

    /// Normalisation over batch and space, one scale and shift a channel (Ioffe and Szegedy 2015). `scale` is every scale's first value,
    /// `momentum` the share of a running statistic that a step of training leaves.
    public mutating func batchNormalization(
        _ x: Value, epsilon: Float = 1e-5, momentum: Float = 0.9, scale: Float = 1
    ) -> Value {
        let channels = x.length(1)
        let name = unique("norm")
        func vector(_ suffix: String, _ value: Float) -> String {
            weight(name + suffix, NDArray([Float](repeating: value, count: channels), shape: [channels]))
        }
        node(
            "BatchNormalization",
            [x.name, vector(".scale", scale), vector(".shift", 0), vector(".mean", 0), vector(".variance", 1)],
            named: name, attributes: ["epsilon": .float(epsilon), "momentum": .float(momentum)]
        )
        return Value(name: name, shape: x.shape)
    }

    /// `[batch, in]` → `[batch, features]`: `x·Wᵀ + b`, weights uniform in ±`bound`, of 1/√in where it is not given.
    public mutating func linear(_ x: Value, features: Int, bound: Double? = nil) -> Value {
        let name = unique("linear")
        let inputs = x.length(1)
        let bound = bound ?? 1 / Double(inputs).squareRoot()
        let weights = (0..<(features * inputs)).map { _ in Float((generator.nextUniform() * 2 - 1) * bound) }
        node(
            "Gemm",
            [
                x.name, weight(name + ".weight", NDArray(weights, shape: [features, inputs])),
                weight(name + ".bias", NDArray([Float](repeating: 0, count: features), shape: [features])),
            ],
            named: name, attributes: ["transB": .integer(1)]
        )
        return Value(name: name, shape: [x.shape[0], .fixed(features)])
    }

    // MARK: - Layers without weights

    public mutating func relu(_ x: Value) -> Value { same("Relu", x) }
    public mutating func sigmoid(_ x: Value) -> Value { same("Sigmoid", x) }
    /// Over the last axis.
    public mutating func softmax(_ x: Value) -> Value { same("Softmax", x, attributes: ["axis": .integer(-1)]) }
    public mutating func dropout(_ x: Value, ratio: Float) -> Value {
        ratio == 0 ? x : same("Dropout", x, inputs: [weight(unique("ratio"), NDArray(scalar: ratio))])
    }

    public mutating func add(_ a: Value, _ b: Value) -> Value {
        precondition(a.shape == b.shape, "GraphBuilder.add: \(a.shape) and \(b.shape) differ")
        let name = unique("add")
        node("Add", [a.name, b.name], named: name)
        return Value(name: name, shape: a.shape)
    }

    /// Subtracts `mean` and divides by `deviation`, fixed arrays that broadcast against `x` and are not trained.
    public mutating func standardize(_ x: Value, mean: NDArray, deviation: NDArray) -> Value {
        let centred = unique("centred")
        node("Sub", [x.name, weight(unique("mean"), mean)], named: centred)
        let name = unique("standardized")
        node("Div", [centred, weight(unique("deviation"), deviation)], named: name)
        return Value(name: name, shape: x.shape)
    }

    /// The mean over axes, which are dropped.
    public mutating func mean(_ x: Value, axes: [Int]) -> Value { reduce("ReduceMean", x, axes) }
    /// The largest over axes, which are dropped.
    public mutating func maximum(_ x: Value, axes: [Int]) -> Value { reduce("ReduceMax", x, axes) }

    public mutating func maxPool(_ x: Value, kernel: (Int, Int), stride: (Int, Int), padding: (Int, Int) = (0, 0))
        -> Value
    {
        pool("MaxPool", x, kernel, stride, padding)
    }

    public mutating func averagePool(_ x: Value, kernel: (Int, Int), stride: (Int, Int)) -> Value {
        pool("AveragePool", x, kernel, stride, (0, 0))
    }

    /// How ``enlarge(_:factor:by:)`` fills the places in between.
    public enum Enlargement: String, Sendable, Hashable, Codable {
        /// Every pixel repeated.
        case nearest
        /// Between the centres of the four nearest pixels, borders held.
        case bilinear
    }

    /// `[batch, channel, height, width]` → both last axes `factor` times as long.
    public mutating func enlarge(_ x: Value, factor: Int = 2, by enlargement: Enlargement) -> Value {
        let name = unique("resize")
        let scales = weight(name + ".scales", NDArray([1, 1, Float(factor), Float(factor)], shape: [4]))
        let attributes: [String: Attribute] =
            switch enlargement {
            case .nearest:
                [
                    "mode": .string("nearest"), "coordinate_transformation_mode": .string("asymmetric"),
                    "nearest_mode": .string("floor"),
                ]
            case .bilinear: ["mode": .string("linear"), "coordinate_transformation_mode": .string("half_pixel")]
            }
        node("Resize", [x.name, "", scales], named: name, attributes: attributes)
        return Value(
            name: name, shape: Array(x.shape[..<2]) + x.shape[2...].map { $0.enlarged(factor) })
    }

    public mutating func concatenate(_ values: [Value], axis: Int) -> Value {
        let name = unique("concat")
        node("Concat", values.map(\.name), named: name, attributes: ["axis": .integer(axis)])
        var shape = values[0].shape
        shape[axis] = .fixed(values.reduce(0) { $0 + $1.length(axis) })
        return Value(name: name, shape: shape)
    }

    // MARK: - Parts

    /// Makes a graph that was written before the beginning of this one.
    mutating func take(over graph: Graph) {
        self.graph = graph
        taken = Set(graph.inputs.map(\.name) + graph.initializers.map(\.name))
        for node in graph.nodes { taken.formUnion(node.outputs + [node.name]) }
    }

    /// A node on named values, weights among them, whose shape its caller knows.
    mutating func derived(_ operatorType: String, _ inputs: [String], attributes: [String: Attribute] = [:]) -> String {
        let name = unique(operatorType.lowercased())
        node(operatorType, inputs, named: name, attributes: attributes)
        return name
    }

    /// The same of a node with two outputs.
    mutating func derivedPair(_ operatorType: String, _ inputs: [String], attributes: [String: Attribute] = [:])
        -> (String, String)
    {
        let name = derived(operatorType, inputs, attributes: attributes)
        let second = unique(operatorType.lowercased() + ".second")
        graph.nodes[graph.nodes.count - 1].outputs.append(second)
        return (name, second)
    }

    /// Gives the node that was written last several outputs.
    mutating func setOutputs(ofLastNode names: [String]) {
        precondition(!graph.nodes.isEmpty, "GraphBuilder.setOutputs: there is no node yet")
        graph.nodes[graph.nodes.count - 1].outputs = names
    }

    /// An array that is not trained.
    mutating func constant(_ kind: String, _ value: NDArray) -> String { weight(unique(kind), value) }

    /// An array that is trained where a node reads it as a weight, drawn from a normal distribution around 0.
    mutating func randomWeight(_ kind: String, shape: [Int], deviation: Double) -> String {
        weight(unique(kind), normal(shape, deviation: deviation))
    }

    private mutating func same(
        _ operatorType: String, _ x: Value, inputs: [String] = [], attributes: [String: Attribute] = [:]
    ) -> Value {
        let name = unique(operatorType.lowercased())
        node(operatorType, [x.name] + inputs, named: name, attributes: attributes)
        return Value(name: name, shape: x.shape)
    }

    private mutating func reduce(_ operatorType: String, _ x: Value, _ axes: [Int]) -> Value {
        let name = unique(operatorType.lowercased())
        node(
            operatorType, [x.name], named: name, attributes: ["axes": .integers(axes), "keepdims": .integer(0)]
        )
        return Value(name: name, shape: x.shape.enumerated().filter { !axes.contains($0.offset) }.map(\.element))
    }

    private mutating func pool(
        _ operatorType: String, _ x: Value, _ kernel: (Int, Int), _ stride: (Int, Int), _ padding: (Int, Int)
    ) -> Value {
        let name = unique(operatorType.lowercased())
        node(
            operatorType, [x.name], named: name,
            attributes: [
                "kernel_shape": .integers([kernel.0, kernel.1]), "strides": .integers([stride.0, stride.1]),
                "pads": .integers([padding.0, padding.1, padding.0, padding.1]),
            ]
        )
        return Value(
            name: name,
            shape: [
                x.shape[0], x.shape[1], x.shape[2].slid(kernel: kernel.0, stride: stride.0, padding: padding.0),
                x.shape[3].slid(kernel: kernel.1, stride: stride.1, padding: padding.1),
            ]
        )
    }

    private mutating func node(
        _ operatorType: String, _ inputs: [String], named name: String, attributes: [String: Attribute] = [:]
    ) {
        graph.nodes.append(
            Node(
                name: name, operatorType: operatorType, inputs: inputs, outputs: [name], attributes: attributes
            )
        )
    }

    private mutating func weight(_ name: String, _ value: NDArray) -> String {
        graph.initializers.append(Initializer(name: name, value: value))
        return name
    }

    private mutating func normal(_ shape: [Int], deviation: Double) -> NDArray {
        NDArray((0..<shape.reduce(1, *)).map { _ in Float(generator.nextNormal() * deviation) }, shape: shape)
    }

    private mutating func unique(_ kind: String) -> String {
        let stem = scope + kind
        while true {
            let count = counts[stem, default: 0]
            counts[stem] = count + 1
            if !taken.contains("\(stem)\(count)") { return "\(stem)\(count)" }
        }
    }
}
