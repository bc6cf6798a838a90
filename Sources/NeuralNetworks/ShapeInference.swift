/// The shape of every value in a graph, for given lengths of its open axes.
///
/// An operator whose shape rule is not known ends the inference along its branch: the values behind it are left out.
public struct ShapeInference: Sendable {
    /// Shape by value's name.
    public private(set) var shapes: [String: [Int]] = [:]
    /// Whole-number arrays of up to ``mostContents`` elements whose contents are known (shapes, axes).
    private var constants: [String: [Int]] = [:]
    /// Arrays of as many floats whose contents are known (factors of a Resize).
    private var factors: [String: [Float]] = [:]
    /// No shape and no list of axes is longer; a file that doubles an array again and again gets no further.
    private static let mostContents = 64
    private static let largestRank = 64

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
            try Self.checkRank(shapes[input.name] ?? []) { NetworkError(.shape, "the input '\(input.name)': \($0)") }
            // Sums and products of these lengths are made without asking again.
            _ = try Self.product(shapes[input.name] ?? []) { NetworkError(.shape, "the input '\(input.name)': \($0)") }
        }
        for initializer in graph.initializers { note(initializer.name, initializer.value) }
        for node in graph.nodes {
            try infer(node)
        }
    }

    private mutating func note(_ name: String, _ value: NDArray) {
        shapes[name] = value.shape
        guard value.elementCount <= Self.mostContents else { return }
        if let integers = value.integers { constants[name] = integers }
        if let floats = value.floats { factors[name] = floats }
    }

    /// Keeps what a vector holds, where it is short.
    private mutating func keep(_ values: [Int]?, as name: String) {
        constants[name] = values.flatMap { $0.count <= Self.mostContents ? $0 : nil }
    }

    private mutating func infer(_ node: Node) throws {
        if node.operatorType == "Constant" {
            if let value = node.array("value"), let output = node.outputs.first { note(output, value) }
            return
        }
        guard let first = node.input(0), let shape = shapes[first], let output = node.outputs.first else { return }
        func fail(_ why: String) -> NetworkError {
            NetworkError(.shape, "the node '\(node.name)' (\(node.operatorType)): \(why)")
        }
        let result: [Int]?
        switch node.operatorType {
        case "Conv":
            guard let weight = node.input(1).flatMap({ shapes[$0] }) else { return }
            let group = node.integer("group") ?? 1
            guard weight.count == shape.count, shape.count >= 3,
                shape[1] == (try Self.product([weight[1], group], fail: fail))
            else {
                throw fail("the input \(shape) does not fit the weight \(weight) with \(group) groups")
            }
            result =
                [shape[0], weight[0]] + (try SlidingWindow(node, kernel: Array(weight[2...]), fail: fail).slide(shape))
        case "ConvTranspose":
            guard let weight = node.input(1).flatMap({ shapes[$0] }) else { return }
            guard weight.count == shape.count, shape.count >= 3, shape[1] == weight[0] else {
                throw fail("the input \(shape) does not fit the weight \(weight)")
            }
            let window = try SlidingWindow(node, kernel: Array(weight[2...]), fail: fail)
            result =
                [shape[0], try Self.product([weight[1], node.integer("group") ?? 1], fail: fail)] + window.spread(shape)
        case "MaxPool", "AveragePool":
            guard let kernel = node.integers("kernel_shape"), shape.count > 2, kernel.count == shape.count - 2 else {
                throw fail("its kernel does not fit the input \(shape)")
            }
            result = Array(shape[..<2]) + (try SlidingWindow(node, kernel: kernel, fail: fail).slide(shape))
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
            guard shape[shape.count - 1] == other[other.count - 2] else {
                throw fail("\(shape) and \(other) do not fit")
            }
            guard let batch = Self.broadcast(Array(shape.dropLast(2)), Array(other.dropLast(2))) else {
                throw fail("\(shape) and \(other) do not fit")
            }
            result = batch + [shape[shape.count - 2], other[other.count - 1]]
        case "Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Sum", "Mean", "Where", "Equal", "Greater", "Less", "And",
            "Or", "GreaterOrEqual", "LessOrEqual":
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
            guard (0...shape.count).contains(place) else { throw fail("the axis \(axis) does not fit \(shape)") }
            result = [try Self.product(shape[..<place], fail: fail), try Self.product(shape[place...], fail: fail)]
        case "Reshape":
            guard let target = node.input(1).flatMap({ constants[$0] }) else { return }
            result = try reshape(shape, to: target, fail: fail)
        case "Transpose":
            let order = node.integers("perm") ?? Array((0..<shape.count).reversed())
            guard order.sorted() == Array(0..<shape.count) else {
                throw fail("the order \(order) does not fit \(shape)")
            }
            result = order.map { shape[$0] }
        case "Concat":
            let parts = node.inputs.compactMap { shapes[$0] }
            guard parts.count == node.inputs.count, let axis = node.integer("axis") else { return }
            let place = try Self.place(axis, in: shape, fail: fail)
            guard parts.allSatisfy({ $0.count == shape.count }) else { throw fail("\(parts) differ in rank") }
            var joint = shape
            joint[place] = parts.reduce(0) { $0 &+ $1[place] }
            if shape.count == 1, joint[0] <= Self.mostContents {
                let known = node.inputs.compactMap { constants[$0] }
                if known.count == node.inputs.count { keep(known.flatMap { $0 }, as: output) }
            }
            result = joint
        case "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2", "ReduceSumSquare":
            let axes = node.integers("axes") ?? node.input(1).flatMap { constants[$0] } ?? Array(0..<shape.count)
            let places = Set(try axes.map { try Self.place($0, in: shape, fail: fail) })
            result =
                (node.integer("keepdims") ?? 1) != 0
                ? shape.enumerated().map { places.contains($0) ? 1 : $1 }
                : shape.enumerated().filter { !places.contains($0.offset) }.map(\.element)
        case "ArgMax", "ArgMin":
            let place = try Self.place(node.integer("axis") ?? 0, in: shape, fail: fail)
            var reduced = shape
            if (node.integer("keepdims") ?? 1) != 0 { reduced[place] = 1 } else { reduced.remove(at: place) }
            result = reduced
        case "TopK":
            // Up to operator set 9 the count was an attribute.
            guard let count = node.input(1).flatMap({ constants[$0]?.first }) ?? node.integer("k") else { return }
            let place = try Self.place(node.integer("axis") ?? -1, in: shape, fail: fail)
            guard count >= 0, count <= shape[place] else { throw fail("\(count) of an axis of \(shape[place])") }
            var chosen = shape
            chosen[place] = count
            for other in node.outputs.dropFirst() where !other.isEmpty { shapes[other] = chosen }
            result = chosen
        case "Unsqueeze":
            guard let axes = node.integers("axes") ?? node.input(1).flatMap({ constants[$0] }) else { return }
            var grown = shape
            for axis in axes.map({ $0 < 0 ? $0 &+ shape.count &+ axes.count : $0 }).sorted() {
                guard (0...grown.count).contains(axis) else { throw fail("the axes \(axes) do not fit \(shape)") }
                grown.insert(1, at: axis)
            }
            keep(constants[first], as: output)
            result = grown
        case "Squeeze":
            let axes = node.integers("axes") ?? node.input(1).flatMap { constants[$0] }
            let places = try axes.map { Set(try $0.map { try Self.place($0, in: shape, fail: fail) }) }
            result = shape.enumerated().filter {
                places?.contains($0.offset) == true ? false : places != nil || $0.element != 1
            }
            .map(\.element)
        case "Shape":
            // From operator set 15 on, of some of the axes.
            func axis(_ attribute: String, default usual: Int) -> Int {
                let axis = node.integer(attribute) ?? usual
                return max(0, min(axis < 0 ? axis &+ shape.count : axis, shape.count))
            }
            let (start, end) = (axis("start", default: 0), axis("end", default: shape.count))
            let lengths = start < end ? Array(shape[start..<end]) : []
            keep(lengths, as: output)
            result = [lengths.count]
        case "Gather":
            guard let indices = node.input(1), let places = shapes[indices] else { return }
            let place = try Self.place(node.integer("axis") ?? 0, in: shape, fail: fail)
            if shape.count == 1, let values = constants[first], let chosen = constants[indices] {
                keep(try chosen.map { values[try Self.place($0, in: values, fail: fail)] }, as: output)
            }
            result = Array(shape[..<place]) + places + Array(shape[(place + 1)...])
        case "Pad":
            guard let pads = node.integers("pads") ?? node.input(1).flatMap({ constants[$0] }),
                node.input(3) == nil
            else { return }
            guard pads.count == 2 * shape.count, pads.allSatisfy({ $0.magnitude < 65_536 }) else {
                throw fail("the pads \(pads) do not fit \(shape)")
            }
            result = shape.indices.map { shape[$0] + pads[$0] + pads[$0 + shape.count] }
        case "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Sigmoid", "HardSigmoid", "HardSwish", "Softplus", "Tanh",
            "Clip", "Gelu", "Erf", "Exp", "Log", "Sqrt", "Reciprocal", "Neg", "Abs", "Softmax", "LogSoftmax",
            "BatchNormalization", "InstanceNormalization", "LayerNormalization", "Not":
            result = shape
        case "Identity", "Dropout":
            keep(constants[first], as: output)
            factors[output] = factors[first]
            result = shape
        case "Cast":
            keep(constants[first].flatMap { Self.isExact($0, afterCastTo: node.integer("to")) ? $0 : nil }, as: output)
            result = shape
        case "Resize", "Upsample":
            guard let resized = try resize(node, shape, fail: fail) else { return }
            result = resized
        case "Slice":
            guard let cut = try slice(node, shape, fail: fail) else { return }
            result = cut
        case "Expand":
            guard let target = node.input(1).flatMap({ constants[$0] }) else { return }
            guard let joint = Self.broadcast(shape, target) else { throw fail("\(shape) cannot become \(target)") }
            result = joint
        default:
            return
        }
        if let result {
            try Self.checkRank(result, fail: fail)
            _ = try Self.product(result, fail: fail)
            shapes[output] = result
        }
    }

    /// `nil` where neither sizes nor factors are known before the graph runs.
    private func resize(_ node: Node, _ shape: [Int], fail: (String) -> NetworkError) throws -> [Int]? {
        let axes =
            try node.integers("axes").map { try $0.map { try Self.place($0, in: shape, fail: fail) } }
            ?? Array(shape.indices)
        var result = shape
        if let name = node.input(3) {
            guard let sizes = constants[name] else { return nil }
            guard sizes.count == axes.count else { throw fail("the sizes \(sizes) do not fit \(shape)") }
            for (axis, size) in zip(axes, sizes) { result[axis] = size }
            return result
        }
        // Up to operator set 10 the factors were input 1, before that an attribute.
        guard let scales = (node.input(2) ?? node.input(1)).flatMap({ factors[$0] }) ?? node.floats("scales") else {
            return nil
        }
        guard scales.count == axes.count, scales.allSatisfy({ $0 > 0 && $0 < 65_536 }) else {
            throw fail("the scales \(scales) do not fit \(shape)")
        }
        for (axis, scale) in zip(axes, scales) {
            result[axis] = Int((Double(shape[axis]) * Double(scale)).rounded(.down))
        }
        return result
    }

    /// `nil` where the ends are not known before the graph runs.
    private mutating func slice(_ node: Node, _ shape: [Int], fail: (String) -> NetworkError) throws -> [Int]? {
        func list(_ position: Int, _ attribute: String) -> [Int]? {
            node.integers(attribute) ?? node.input(position).flatMap { constants[$0] }
        }
        guard let starts = list(1, "starts"), let ends = list(2, "ends"), starts.count == ends.count,
            node.input(3) == nil || list(3, "axes") != nil, node.input(4) == nil || list(4, "steps") != nil
        else { return nil }
        let axes = try (list(3, "axes") ?? Array(starts.indices)).map { try Self.place($0, in: shape, fail: fail) }
        let steps = list(4, "steps") ?? starts.map { _ in 1 }
        guard axes.count == starts.count, steps.count == starts.count,
            steps.allSatisfy({ $0 != 0 && $0.magnitude < 1 << 31 })
        else { throw fail("starts \(starts), ends \(ends), axes \(axes) and steps \(steps) do not fit \(shape)") }
        var result = shape
        for (place, axis) in axes.enumerated() {
            let length = shape[axis]
            guard length > 0 else { continue }
            func bounded(_ value: Int, _ range: ClosedRange<Int>) -> Int {
                let fromFront = value < 0 ? value &+ length : value
                return min(max(fromFront, range.lowerBound), range.upperBound)
            }
            let forwards = steps[place] > 0
            let range = forwards ? 0...length : -1...max(-1, length - 1)
            let start = bounded(starts[place], forwards ? range : 0...max(0, length - 1))
            // An end far below the front means "to the front and it too".
            let end = !forwards && ends[place] < -length ? -1 : bounded(ends[place], range)
            let span = forwards ? end - start : start - end
            let step = Int(steps[place].magnitude)
            result[axis] = max(0, (span + step - 1) / step)
            if shape.count == 1, let name = node.input(0), let values = constants[name], values.count == length,
                let output = node.outputs.first
            {
                keep(stride(from: start, to: end, by: steps[place]).map { values[$0] }, as: output)
            }
        }
        return result
    }

    private func reshape(_ shape: [Int], to target: [Int], fail: (String) -> NetworkError) throws -> [Int] {
        var result = target.enumerated().map { $1 == 0 && $0 < shape.count ? shape[$0] : $1 }
        let count = try Self.product(shape, fail: fail)
        if let open = result.firstIndex(of: -1) {
            result[open] = 1
            let rest = try Self.product(result, fail: fail)
            guard rest > 0, count % rest == 0 else { throw fail("\(shape) cannot become \(target)") }
            result[open] = count / rest
        }
        guard try Self.product(result, fail: fail) == count else { throw fail("\(shape) cannot become \(target)") }
        return result
    }

    /// Whether whole numbers are the same in an element type of ONNX's: 32- and 64-bit whole numbers and floats.
    private static func isExact(_ values: [Int], afterCastTo type: Int?) -> Bool {
        switch type.flatMap({ Int32(exactly: $0) }).flatMap(ElementType.init(rawValue:)) {
        case .int64: true
        case .int32, .float, .double: values.allSatisfy { $0.magnitude <= 1 << 24 }
        default: false
        }
    }

    /// A Gather of itself doubles the rank.
    private static func checkRank(_ shape: [Int], fail: (String) -> NetworkError) throws {
        guard shape.count <= largestRank else { throw fail("\(shape.count) axes make no sense") }
    }

    /// An axis counted from the front.
    private static func place(_ axis: Int, in shape: [Int], fail: (String) -> NetworkError) throws -> Int {
        let place = axis < 0 ? axis &+ shape.count : axis
        guard shape.indices.contains(place) else { throw fail("the axis \(axis) does not fit \(shape)") }
        return place
    }

    /// The number of elements, an error where it is absurd.
    private static func product(_ shape: some Sequence<Int>, fail: (String) -> NetworkError) throws -> Int {
        var product = 1
        for length in shape {
            guard length >= 0, length < 1 << 31 else { throw fail("the axis length \(length) makes no sense") }
            let (next, overflow) = product.multipliedReportingOverflow(by: length)
            guard !overflow, next < 1 << 40 else { throw fail("the shape \(Array(shape)) makes no sense") }
            product = next
        }
        return product
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
