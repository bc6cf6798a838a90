/// Arithmetic between values, and with arrays that are not trained: what scorers are written in.
extension GraphBuilder {
    /// Goes on with a graph that was written before: a trained network, to put a scorer on.
    ///
    /// Names that the graph uses are not given out again.
    public init(extending graph: Graph, seed: UInt64 = 0) {
        self.init(name: graph.name, seed: seed)
        take(over: graph)
    }

    /// A value of a graph that is gone on with, of a shape that the caller knows.
    ///
    /// - Precondition: an input, initializer or node of the graph gives it.
    public func value(_ name: String, shape: [Dimension]) -> Value {
        precondition(
            graph.inputs.contains { $0.name == name } || graph.initializers.contains { $0.name == name }
                || graph.nodes.contains { $0.outputs.contains(name) },
            "GraphBuilder.value: the graph '\(graph.name)' has no value '\(name)'"
        )
        return Value(name: name, shape: shape)
    }

    /// An array that is not trained, as a value: named for its kind, such as `bank`.
    public mutating func fixed(_ array: NDArray, _ kind: String = "constant") -> Value {
        Value(name: constant(kind, array), shape: array.shape.map(Dimension.fixed))
    }

    // MARK: - Element by element, with numpy's broadcasting

    /// `a − b`.
    public mutating func subtract(_ a: Value, _ b: Value) -> Value { broadcast("Sub", a, b) }
    /// `a · b`, element by element.
    public mutating func multiply(_ a: Value, _ b: Value) -> Value { broadcast("Mul", a, b) }
    /// `a / b`.
    public mutating func divide(_ a: Value, _ b: Value) -> Value { broadcast("Div", a, b) }
    /// `a + b`, shapes as numpy broadcasts them; ``add(_:_:)`` wants them equal.
    public mutating func sum(_ a: Value, _ b: Value) -> Value { broadcast("Add", a, b) }
    /// The smaller of two values, element by element.
    public mutating func smaller(_ a: Value, _ b: Value) -> Value { broadcast("Min", a, b) }
    /// The larger of two values, element by element.
    public mutating func larger(_ a: Value, _ b: Value) -> Value { broadcast("Max", a, b) }

    /// `√x`.
    public mutating func squareRoot(_ x: Value) -> Value { shaped("Sqrt", [x], x.shape) }
    /// `eˣ`.
    public mutating func exponential(_ x: Value) -> Value { shaped("Exp", [x], x.shape) }
    /// `ln x`.
    public mutating func logarithm(_ x: Value) -> Value { shaped("Log", [x], x.shape) }
    /// `tanh x`.
    public mutating func hyperbolicTangent(_ x: Value) -> Value { shaped("Tanh", [x], x.shape) }
    /// `|x|`.
    public mutating func absolute(_ x: Value) -> Value { shaped("Abs", [x], x.shape) }
    /// `x²`.
    public mutating func square(_ x: Value) -> Value { multiply(x, x) }

    /// Held within bounds; `nil` leaves an end open.
    public mutating func clip(_ x: Value, from low: Float? = nil, to high: Float? = nil) -> Value {
        let bounds = [low, high].map { bound in bound.map { constant("bound", NDArray(scalar: $0)) } ?? "" }
        let inputs = [x.name] + (high == nil ? Array(bounds.prefix(1)) : bounds)
        return Value(name: derived("Clip", inputs), shape: x.shape)
    }

    /// In another element type.
    public mutating func cast(_ x: Value, to type: ElementType) -> Value {
        shaped("Cast", [x], x.shape, ["to": .integer(Int(type.rawValue))])
    }

    // MARK: - Matrices

    /// `[…, n, k] × […, k, m]` → `[…, n, m]`.
    public mutating func matrixProduct(_ a: Value, _ b: Value) -> Value {
        let (rankA, rankB) = (a.shape.count, b.shape.count)
        precondition(
            rankA >= 2 && rankB >= 2 && a.shape[rankA - 1] == b.shape[rankB - 2],
            "GraphBuilder.matrixProduct: \(a.shape) and \(b.shape) do not fit"
        )
        let batch = Self.joint(Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)), "matrixProduct")
        return shaped("MatMul", [a, b], batch + [a.shape[rankA - 2], b.shape[rankB - 1]])
    }

    /// `[batch, k]` → `[batch, rows]`: `scale · x·rowsᵀ + offset`, of fixed rows `[rows, k]` and an offset a row.
    public mutating func productWithRows(_ x: Value, _ rows: Value, scale: Float = 1, offset: Value? = nil) -> Value {
        precondition(
            x.shape.count == 2 && rows.shape.count == 2 && x.shape[1] == rows.shape[1],
            "GraphBuilder.productWithRows: \(x.shape) and \(rows.shape) do not fit"
        )
        return shaped(
            "Gemm", [x, rows] + (offset.map { [$0] } ?? []), [x.shape[0], rows.shape[0]],
            ["alpha": .float(scale), "transB": .integer(1)])
    }

    // MARK: - Over axes

    /// The sum over axes, which are dropped or kept with length 1.
    public mutating func sum(_ x: Value, axes: [Int], keepsAxes: Bool = false) -> Value {
        let name = derived(
            "ReduceSum", [x.name, constant("axes", NDArray(axes))],
            attributes: ["keepdims": .integer(keepsAxes ? 1 : 0)])
        return Value(name: name, shape: Self.reduced(x.shape, axes, keepsAxes))
    }

    /// The mean over axes, which are kept with length 1 or dropped.
    public mutating func mean(_ x: Value, axes: [Int], keepsAxes: Bool) -> Value {
        shaped(
            "ReduceMean", [x], Self.reduced(x.shape, axes, keepsAxes),
            ["axes": .integers(axes), "keepdims": .integer(keepsAxes ? 1 : 0)])
    }

    /// The smallest over axes, which are dropped or kept with length 1.
    public mutating func minimum(_ x: Value, axes: [Int], keepsAxes: Bool = false) -> Value {
        shaped(
            "ReduceMin", [x], Self.reduced(x.shape, axes, keepsAxes),
            ["axes": .integers(axes), "keepdims": .integer(keepsAxes ? 1 : 0)])
    }

    /// Rows along the last axis at length 1: `x / max(‖x‖₂, floor)`.
    public mutating func unitLength(_ x: Value, floor: Float = 1e-12) -> Value {
        let axis = x.shape.count - 1
        let squares = sum(square(x), axes: [axis], keepsAxes: true)
        return divide(x, clip(squareRoot(squares), from: floor))
    }

    /// The `count` largest or smallest along the last axis, best first, and where they stood (64-bit integers).
    public mutating func top(_ count: Int, of x: Value, largest: Bool) -> (values: Value, places: Value) {
        let last = x.length(x.shape.count - 1)
        precondition((1...max(1, last)).contains(count), "GraphBuilder.top: \(count) of \(x.shape)")
        let names = derivedPair(
            "TopK", [x.name, constant("count", NDArray([count]))],
            attributes: ["axis": .integer(-1), "largest": .integer(largest ? 1 : 0), "sorted": .integer(1)])
        let shape = x.shape.dropLast() + [.fixed(count)]
        return (Value(name: names.0, shape: Array(shape)), Value(name: names.1, shape: Array(shape)))
    }

    // MARK: - Places

    /// The slices of `x` along an axis at whole-number `places`: `x.shape` with the axis replaced by `places.shape`.
    public mutating func gather(_ x: Value, at places: Value, axis: Int = 0) -> Value {
        shaped(
            "Gather", [x, places], Array(x.shape[..<axis]) + places.shape + Array(x.shape[(axis + 1)...]),
            ["axis": .integer(axis)])
    }

    /// The stretch `range` of an axis.
    public mutating func slice(_ x: Value, axis: Int, _ range: Range<Int>) -> Value {
        precondition(
            range.lowerBound >= 0 && (x.shape[axis].value.map { range.upperBound <= $0 } ?? true),
            "GraphBuilder.slice: \(range) of the axis \(axis) of \(x.shape)"
        )
        let bounds = [range.lowerBound, range.upperBound, axis].map { constant("place", NDArray([$0])) }
        var shape = x.shape
        shape[axis] = .fixed(range.count)
        return Value(name: derived("Slice", [x.name] + bounds), shape: shape)
    }

    /// Another shape of as many elements; one length may be left to the graph, as a symbol.
    public mutating func reshape(_ x: Value, to shape: [Dimension]) -> Value {
        precondition(
            shape.count { $0.value == nil } <= 1, "GraphBuilder.reshape: more than one open length in \(shape)")
        let lengths = constant("shape", NDArray(shape.map { $0.value ?? -1 }))
        return Value(name: derived("Reshape", [x.name, lengths]), shape: shape)
    }

    /// Axes in another order.
    public mutating func transpose(_ x: Value, to order: [Int]) -> Value {
        precondition(
            order.sorted() == Array(x.shape.indices), "GraphBuilder.transpose: \(order) does not fit \(x.shape)")
        return shaped("Transpose", [x], order.map { x.shape[$0] }, ["perm": .integers(order)])
    }

    /// A new axis of length 1 at `axis`.
    public mutating func expandAxis(_ x: Value, at axis: Int) -> Value {
        var shape = x.shape
        shape.insert(.fixed(1), at: axis)
        return Value(name: derived("Unsqueeze", [x.name, constant("axes", NDArray([axis]))]), shape: shape)
    }

    /// Without the axis of length 1 at `axis`.
    public mutating func dropAxis(_ x: Value, at axis: Int) -> Value {
        precondition(x.shape[axis] == .fixed(1), "GraphBuilder.dropAxis: the axis \(axis) of \(x.shape) is not 1")
        var shape = x.shape
        shape.remove(at: axis)
        return Value(name: derived("Squeeze", [x.name, constant("axes", NDArray([axis]))]), shape: shape)
    }

    // MARK: - Parts

    private mutating func broadcast(_ operatorType: String, _ a: Value, _ b: Value) -> Value {
        shaped(operatorType, [a, b], Self.joint(a.shape, b.shape, operatorType))
    }

    private mutating func shaped(
        _ operatorType: String, _ inputs: [Value], _ shape: [Dimension], _ attributes: [String: Attribute] = [:]
    ) -> Value {
        Value(name: derived(operatorType, inputs.map(\.name), attributes: attributes), shape: shape)
    }

    private static func reduced(_ shape: [Dimension], _ axes: [Int], _ keepsAxes: Bool) -> [Dimension] {
        shape.enumerated().compactMap { axes.contains($0.offset) ? (keepsAxes ? .fixed(1) : nil) : $0.element }
    }

    /// numpy's broadcasting; an open length fits itself and 1.
    private static func joint(_ a: [Dimension], _ b: [Dimension], _ operation: String) -> [Dimension] {
        let rank = max(a.count, b.count)
        let left = Array(repeating: Dimension.fixed(1), count: rank - a.count) + a
        let right = Array(repeating: Dimension.fixed(1), count: rank - b.count) + b
        return zip(left, right).map { x, y in
            precondition(
                x == y || x == .fixed(1) || y == .fixed(1), "GraphBuilder, \(operation): \(a) and \(b) do not broadcast"
            )
            return x == .fixed(1) ? y : x
        }
    }
}
