import CTorch
import NeuralNetworks

/// Comparisons, logic, and choosing by their result.
enum ComparisonOperators {
    static let builders: [String: OperatorBuilder] = [
        "Equal": ArithmeticOperators.binary(WT_EQUAL), "Greater": ArithmeticOperators.binary(WT_GREATER),
        "Less": ArithmeticOperators.binary(WT_LESS), "And": ArithmeticOperators.binary(WT_AND),
        "GreaterOrEqual": ArithmeticOperators.binary(WT_GREATER_OR_EQUAL),
        "LessOrEqual": ArithmeticOperators.binary(WT_LESS_OR_EQUAL), "Or": ArithmeticOperators.binary(WT_OR),
        "Xor": ArithmeticOperators.binary(WT_XOR), "Where": choose,
    ]

    /// `condition ? a : b`, all three broadcast to one shape.
    @Sendable private static func choose(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(3...3)
        return { call in [try Tensor(wt_where(call[0].handle, call[1].handle, call[2].handle))] }
    }
}
