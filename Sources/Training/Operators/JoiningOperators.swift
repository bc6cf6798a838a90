import CTorch
import NeuralNetworks

/// Operators that put tensors together.
enum JoiningOperators {
    static let builders: [String: OperatorBuilder] = ["Concat": concatenate]

    /// One after the other along an axis; all other axes alike.
    @Sendable private static func concatenate(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...Int.max)
        guard let axis = context.node.integer("axis") else { throw context.malformed("axis is missing") }
        return { call in
            let parts = try call.inputs.indices.map { try call[$0] }
            let place = try Int64(parts[0].axis(axis))
            return [try parts.withHandles { try Tensor(wt_concatenate($0, $1, place)) }]
        }
    }
}
