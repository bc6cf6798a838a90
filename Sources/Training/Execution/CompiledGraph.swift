import NeuralNetworks

/// A graph whose names have become numbers and whose nodes have become closures, checked once.
struct CompiledGraph {
    struct Step {
        let node: Node
        let operation: Operation
        /// Slots; `nil` for an optional input that is not given.
        let inputs: [Int?]
        /// Slots; `nil` for an output that the file does not name.
        let outputs: [Int?]
    }

    /// Place of each named value among a run's values.
    let slots: [String: Int]
    let steps: [Step]
    /// Values that stay from run to run: initializers and constants.
    let fixed: [Int: Tensor]

    /// - Parameter initializers: by name, on their devices.
    /// - Throws: ``TrainingError`` naming the node for an unknown operator or a value that nobody makes.
    init(_ graph: Graph, initializers: [String: Tensor], device: Device) throws {
        var slots: [String: Int] = [:]
        var fixed: [Int: Tensor] = [:]
        func define(_ name: String) -> Int {
            let slot = slots.count
            slots[name] = slot
            return slot
        }
        for (name, tensor) in initializers { fixed[define(name)] = tensor }
        for input in graph.inputs where slots[input.name] == nil { _ = define(input.name) }
        var steps: [Step] = []
        for node in graph.nodes {
            let operation = try OperatorRegistry.operation(for: node, opset: graph.opset)
            let inputs = try node.inputs.map { name in
                if name.isEmpty { return Int?.none }
                guard let slot = slots[name] else {
                    throw TrainingError(.graph, "\(node.title): nothing makes its input '\(name)' before it runs")
                }
                return slot
            }
            let outputs = node.outputs.map { $0.isEmpty ? nil : define($0) }
            if node.operatorType == "Constant", let slot = outputs.first ?? nil {
                fixed[slot] = try Self.constant(operation, device: device)
            } else {
                steps.append(Step(node: node, operation: operation, inputs: inputs, outputs: outputs))
            }
        }
        self.slots = slots
        self.steps = steps
        self.fixed = fixed
    }

    /// A constant is made once.
    private static func constant(_ operation: Operation, device: Device) throws -> Tensor {
        let made = try operation(Invocation(inputs: [], isTraining: false, mayOverwrite: []))[0]
        return made.elementType?.isFloatingPoint ?? false ? try made.to(device) : made
    }
}
