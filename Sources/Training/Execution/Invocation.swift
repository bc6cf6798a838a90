/// One execution of a node: its inputs, and what its implementation may do with them.
struct Invocation {
    /// In the node's order; `nil` for an optional input that is not given.
    let inputs: [Tensor?]
    /// Whether gradients are wanted and batch statistics used.
    let isTraining: Bool
    /// Inputs whose memory nobody needs any more, so that the result may be written there.
    let mayOverwrite: [Bool]

    /// A required input.
    subscript(position: Int) -> Tensor {
        get throws {
            guard let tensor = optional(position) else {
                throw TrainingError(.graph, "input \(position) is missing")
            }
            return tensor
        }
    }

    func optional(_ position: Int) -> Tensor? {
        inputs.indices.contains(position) ? inputs[position] : nil
    }

    /// The whole numbers of an input that describes a shape, axes or a count.
    func integers(_ position: Int) throws -> [Int]? { try optional(position)?.integers() }
}

/// Executes a node: inputs to outputs, in the node's order.
typealias Operation = (Invocation) throws -> [Tensor]

/// Checks a node's attributes and returns what executes it.
typealias OperatorBuilder = @Sendable (NodeContext) throws -> Operation
