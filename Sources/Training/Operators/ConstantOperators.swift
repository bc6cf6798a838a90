import CTorch
import NeuralNetworks

/// Operators that make tensors from nothing but numbers.
enum ConstantOperators {
    static let builders: [String: OperatorBuilder] = [
        "Constant": constant, "ConstantOfShape": constantOfShape, "Range": range,
    ]

    @Sendable private static func constant(_ context: NodeContext) throws -> Operation {
        guard let value = value(of: context.node) else {
            throw context.unsupported("a constant given by \(context.node.attributes.keys.sorted())")
        }
        return { _ in [try Tensor(value)] }
    }

    private static func value(of node: Node) -> NDArray? {
        if let array = node.array("value") { return array }
        if let number = node.float("value_float") { return NDArray(scalar: number) }
        if let numbers = node.floats("value_floats") { return NDArray(numbers, shape: [numbers.count]) }
        if let number = node.integer("value_int") { return NDArray([Int64(number)], shape: []) }
        if let numbers = node.integers("value_ints") { return NDArray(numbers) }
        return nil
    }

    /// A shape filled with one value (default: 0 as float).
    @Sendable private static func constantOfShape(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...1)
        let value = context.node.array("value") ?? NDArray([Float(0)], shape: [1])
        guard value.elementCount == 1 else {
            throw context.malformed("value has \(value.elementCount) elements, not 1")
        }
        return { call in
            let shape = try call[0].integers()
            let scalar = try Tensor(value).reshaped(to: [])
            let expanded = try Tensor(wt_expand(scalar.handle, shape.wide, Int32(shape.count)))
            return [try expanded.clone()]
        }
    }

    /// `start, start + step, …` up to but without `limit`.
    @Sendable private static func range(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(3...3)
        return { call in
            let (start, limit, step) = try (call[0], call[1], call[2])
            if start.elementType == .float {
                let bounds = try (start.item(), limit.item(), step.item())
                let values = Array(stride(from: bounds.0, to: bounds.1, by: try nonzero(bounds.2)))
                return [try Tensor(values, shape: [values.count])]
            }
            let bounds = try (start.integer(), limit.integer(), step.integer())
            let values = Array(stride(from: bounds.0, to: bounds.1, by: try nonzero(bounds.2)))
            return [try Tensor(NDArray(values)).to(start.elementType ?? .int64)]
        }
    }

    private static func nonzero<Number: Numeric>(_ step: Number) throws -> Number {
        if step == 0 { throw TrainingError(.value, "a range with a step of 0 never ends") }
        return step
    }
}

extension Tensor {
    fileprivate func integer() throws -> Int {
        guard let value = try integers().first, elementCount == 1 else {
            throw TrainingError(.shape, "one number wanted of a tensor of shape \(shape)")
        }
        return value
    }
}
