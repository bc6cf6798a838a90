/// The shape of every value in a graph, for given lengths of its open axes.
///
/// An operator whose shape rule is not known ends the inference along its branch: the values behind it are left out.
public struct ShapeInference: Sendable {
    /// Shape by value's name.
    public private(set) var shapes: [String: [Int]] = [:]
    /// Small whole-number arrays whose contents are known (shapes, axes).
    private var constants: [String: [Int]] = [:]

    /// - Parameter symbols: lengths of the named open axes; one that is not named is taken as 1.
    /// - Throws: ``NetworkError`` naming the node and both shapes where shapes do not fit.
    public init(_ graph: Graph, symbols: [String: Int] = [:]) throws {
        for input in graph.inputs {
            shapes[input.name] = input.shape.map { dimension in
                switch dimension {
                case .fixed(let value): value
                case .symbol(let name): symbols[name] ?? 1
                }
            }
        }
        for initializer in graph.initializers { note(initializer.name, initializer.value) }
        for node in graph.nodes {
            try infer(node)
        }
    }

    private mutating func note(_ name: String, _ value: NDArray) {
        shapes[name] = value.shape
        if value.elementCount <= 64, let integers = value.integers { constants[name] = integers }
    }

    private mutating func infer(_ node: Node) throws {
        if node.operatorType == "Constant" {
            if let value = node.array("value") { note(node.outputs[0], value) }
            return
        }
        guard let first = node.input(0), let shape = shapes[first] else { return }
        func fail(_ why: String) -> NetworkError {
            NetworkError(.shape, "the node '\(node.name)' (\(node.operatorType)): \(why)")
        }
        let result: [Int]?
        switch node.operatorType {
        case "Conv":
            guard let weight = node.input(1).flatMap({ shapes[$0] }) else { return }
            let group = node.integer("group") ?? 1
            guard weight.count == shape.count, shape.count >= 3, shape[1] == weight[1] * group else {
                throw fail("the input \(shape) does not fit the weight \(weight) with \(group) groups")
            }
            result = [shape[0], weight[0]] + Self.slide(node, shape, kernel: Array(weight[2...]))
        case "ConvTranspose":
            guard let weight = node.input(1).flatMap({ shapes[$0] }) else { return }
            guard weight.count == shape.count, shape.count >= 3, shape[1] == weight[0] else {
                throw fail("the input \(shape) does not fit the weight \(weight)")
            }
            result = [shape[0], weight[1] * (node.integer("group") ?? 1)] + Self.spread(node, shape, kernel: Array(weight[2...]))
        case "MaxPool", "AveragePool":
            guard let kernel = node.integers("kernel_shape"), kernel.count == shape.count - 2 else {
                throw fail("its kernel does not fit the input \(shape)")
            }
            result = Array(shape[..<2]) + Self.slide(node, shape, kernel: kernel)
        case "GlobalAveragePool", "GlobalMaxPool":
            result = Array(shape[..<min(2, shape.count)]) + shape.dropFirst(2).map { _ in 1 }
        case "Gemm":
            guard let weight = node.input(1).flatMap({ shapes[$0] }), weight.count == 2, shape.count == 2 else {
                throw fail("the input \(shape) is no matrix")
            }
            let (rows, inner) = (node.integer("transA") ?? 0) == 0 ? (shape[0], shape[1]) : (shape[1], shape[0])
            let (depth, columns) = (node.integer("transB") ?? 0) == 0 ? (weight[0], weight[1]) : (weight[1], weight[0])
            guard inner == depth else { throw fail("the input \(shape) does not fit the weight \(weight)") }
            result = [rows, columns]
        case "MatMul":
            guard let other = node.input(1).flatMap({ shapes[$0] }) else { return }
            guard shape.count >= 2, other.count >= 2 else { return }
            guard shape[shape.count - 1] == other[other.count - 2] else { throw fail("\(shape) and \(other) do not fit") }
            guard let batch = Self.broadcast(Array(shape.dropLast(2)), Array(other.dropLast(2))) else {
                throw fail("\(shape) and \(other) do not fit")
            }
            result = batch + [shape[shape.count - 2], other[other.count - 1]]
        case "Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Where", "Equal", "Greater", "Less", "And", "Or":
            var joint: [Int] = []
            for input in node.inputs {
                guard let other = shapes[input] else { return }
                guard let next = Self.broadcast(joint, other) else {
                    throw fail("the shapes \(node.inputs.compactMap { shapes[$0] }) do not broadcast")
                }
                joint = next
            }
            result = joint
        case "Flatten":
            let axis = node.integer("axis") ?? 1
            let place = axis < 0 ? axis + shape.count : axis
            result = [shape[..<place].reduce(1, *), shape[place...].reduce(1, *)]
        case "Reshape":
            guard let target = node.input(1).flatMap({ constants[$0] }) else { return }
            result = try reshape(shape, to: target, fail: fail)
        case "Transpose":
            let order = node.integers("perm") ?? Array((0..<shape.count).reversed())
            guard order.count == shape.count else { throw fail("the order \(order) does not fit \(shape)") }
            result = order.map { shape[$0] }
        case "Concat":
            let parts = node.inputs.compactMap { shapes[$0] }
            guard parts.count == node.inputs.count, let axis = node.integer("axis") else { return }
            let place = axis < 0 ? axis + shape.count : axis
            guard parts.allSatisfy({ $0.count == shape.count }) else { throw fail("\(parts) differ in rank") }
            var joint = shape
            joint[place] = parts.reduce(0) { $0 + $1[place] }
            let known = node.inputs.compactMap { constants[$0] }
            if known.count == node.inputs.count { constants[node.outputs[0]] = known.flatMap { $0 } }
            result = joint
        case "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2", "ReduceSumSquare":
            let axes = node.integers("axes") ?? node.input(1).flatMap { constants[$0] } ?? Array(0..<shape.count)
            let places = Set(axes.map { $0 < 0 ? $0 + shape.count : $0 })
            result =
                (node.integer("keepdims") ?? 1) != 0
                ? shape.enumerated().map { places.contains($0) ? 1 : $1 }
                : shape.enumerated().filter { !places.contains($0.offset) }.map(\.element)
        case "Unsqueeze":
            guard let axes = node.integers("axes") ?? node.input(1).flatMap({ constants[$0] }) else { return }
            var grown = shape
            for axis in axes.map({ $0 < 0 ? $0 + shape.count + axes.count : $0 }).sorted() { grown.insert(1, at: axis) }
            constants[node.outputs[0]] = constants[first]
            result = grown
        case "Squeeze":
            let axes = node.integers("axes") ?? node.input(1).flatMap { constants[$0] }
            let places = axes.map { Set($0.map { $0 < 0 ? $0 + shape.count : $0 }) }
            result = shape.enumerated().filter { places?.contains($0.offset) == true ? false : places != nil || $0.element != 1 }
                .map(\.element)
        case "Shape":
            constants[node.outputs[0]] = shape
            result = [shape.count]
        case "Gather":
            guard let indices = node.input(1), let places = shapes[indices] else { return }
            let axis = node.integer("axis") ?? 0
            let place = axis < 0 ? axis + shape.count : axis
            if let values = constants[first], let chosen = constants[indices] {
                constants[node.outputs[0]] = chosen.compactMap { i in
                    values.indices.contains(i < 0 ? i + values.count : i) ? values[i < 0 ? i + values.count : i] : nil
                }
            }
            result = Array(shape[..<place]) + places + Array(shape[(place + 1)...])
        case "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Sigmoid", "HardSigmoid", "HardSwish", "Softplus", "Tanh", "Clip",
            "Gelu", "Erf", "Exp", "Log", "Sqrt", "Reciprocal", "Neg", "Abs", "Softmax", "LogSoftmax", "Identity", "Dropout",
            "Cast", "BatchNormalization", "InstanceNormalization", "LayerNormalization", "Not":
            constants[node.outputs[0]] = constants[first]
            result = shape
        case "Resize", "Upsample":
            if let sizes = node.input(3).flatMap({ constants[$0] }) {
                result = sizes
            } else {
                return
            }
        default:
            return
        }
        if let result, let output = node.outputs.first { shapes[output] = result }
    }

    private func reshape(_ shape: [Int], to target: [Int], fail: (String) -> NetworkError) throws -> [Int] {
        var result = target.enumerated().map { $1 == 0 && $0 < shape.count ? shape[$0] : $1 }
        let count = shape.reduce(1, *)
        if let open = result.firstIndex(of: -1) {
            let rest = result.enumerated().filter { $0.offset != open }.reduce(1) { $0 * $1.element }
            guard rest > 0, count % rest == 0 else { throw fail("\(shape) cannot become \(target)") }
            result[open] = count / rest
        }
        guard result.reduce(1, *) == count else { throw fail("\(shape) cannot become \(target)") }
        return result
    }

    /// Lengths of the axes behind the channel after sliding a kernel over them.
    private static func slide(_ node: Node, _ shape: [Int], kernel: [Int]) -> [Int] {
        let rank = kernel.count
        let strides = node.integers("strides") ?? Array(repeating: 1, count: rank)
        let dilations = node.integers("dilations") ?? Array(repeating: 1, count: rank)
        let pads = node.integers("pads") ?? Array(repeating: 0, count: 2 * rank)
        let up = (node.integer("ceil_mode") ?? 0) != 0
        return (0..<rank).map { axis in
            let length = shape[axis + 2]
            switch node.string("auto_pad") ?? "NOTSET" {
            case "SAME_UPPER", "SAME_LOWER": return (length + strides[axis] - 1) / strides[axis]
            default:
                let span = dilations[axis] * (kernel[axis] - 1) + 1
                let room = length + pads[axis] + pads[axis + rank] - span
                return (up ? (room + strides[axis] - 1) / strides[axis] : room / strides[axis]) + 1
            }
        }
    }

    private static func spread(_ node: Node, _ shape: [Int], kernel: [Int]) -> [Int] {
        let rank = kernel.count
        let strides = node.integers("strides") ?? Array(repeating: 1, count: rank)
        let dilations = node.integers("dilations") ?? Array(repeating: 1, count: rank)
        let pads = node.integers("pads") ?? Array(repeating: 0, count: 2 * rank)
        let extra = node.integers("output_padding") ?? Array(repeating: 0, count: rank)
        return (0..<rank).map { axis in
            (shape[axis + 2] - 1) * strides[axis] - pads[axis] - pads[axis + rank] + dilations[axis] * (kernel[axis] - 1) + 1
                + extra[axis]
        }
    }

    /// numpy's broadcasting; `nil` when the shapes do not fit.
    static func broadcast(_ a: [Int], _ b: [Int]) -> [Int]? {
        let rank = max(a.count, b.count)
        let left = Array(repeating: 1, count: rank - a.count) + a
        let right = Array(repeating: 1, count: rank - b.count) + b
        var result: [Int] = []
        for (x, y) in zip(left, right) {
            guard x == y || x == 1 || y == 1 else { return nil }
            result.append(x == 1 ? y : x)
        }
        return result
    }
}
