import CTorch
import NeuralNetworks

/// Arithmetic on two or more tensors that broadcast to each other.
enum ArithmeticOperators {
    static let builders: [String: OperatorBuilder] = [
        "Add": add, "Sub": binary(WT_SUBTRACT), "Mul": binary(WT_MULTIPLY), "Div": binary(WT_DIVIDE),
        "Pow": binary(WT_POWER), "Mod": modulo, "Sum": folded(WT_ADD), "Min": folded(WT_MINIMUM),
        "Max": folded(WT_MAXIMUM), "Mean": mean,
    ]

    static func binary(_ kind: wt_binary_kind) -> OperatorBuilder {
        let number = Int32(kind.rawValue)
        return { context in
            try context.requireInputs(2...2)
            return { call in [try Tensor(wt_binary(number, call[0].handle, call[1].handle))] }
        }
    }

    /// A residual sum is written over the branch that nobody else needs.
    @Sendable private static func add(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(2...2)
        return { call in
            [
                try Tensor(
                    wt_add_reusing(call[0].handle, call.mayOverwrite[0], call[1].handle, call.mayOverwrite[1])
                )
            ]
        }
    }

    /// The rest with the divisor's sign.
    @Sendable private static func modulo(_ context: NodeContext) throws -> Operation {
        if context.flag("fmod") { throw context.unsupported("fmod = 1 (the rest with the dividend's sign)") }
        return try binary(WT_MODULO)(context)
    }

    /// Any number of inputs, two at a time.
    private static func folded(_ kind: wt_binary_kind) -> OperatorBuilder {
        let number = Int32(kind.rawValue)
        return { context in
            try context.requireInputs(1...Int.max)
            return { call in [try fold(number, call)] }
        }
    }

    @Sendable private static func mean(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...Int.max)
        return { call in
            let sum = try fold(Int32(WT_ADD.rawValue), call)
            let count = try Tensor(scalar: Float(call.inputs.count))
            return [try Tensor(wt_binary(Int32(WT_DIVIDE.rawValue), sum.handle, count.handle))]
        }
    }

    private static func fold(_ number: Int32, _ call: Invocation) throws -> Tensor {
        var result = try call[0]
        for position in call.inputs.indices.dropFirst() {
            result = try Tensor(wt_binary(number, result.handle, call[position].handle))
        }
        return result
    }
}
