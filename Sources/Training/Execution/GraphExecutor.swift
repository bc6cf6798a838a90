import CTorch
public import NeuralNetworks

/// Executes an ONNX graph on libtorch, recording what the backward pass needs.
///
/// One owner: it is not `Sendable`. Weights live here as tensors; ``initializers()`` gives them back as values.
///
/// Which initializers are learned: see ``parameters``. In training, BatchNormalization normalises by the batch's own
/// statistics and moves its running ones as ONNX means momentum, `running = running · momentum + batch · (1 − momentum)`,
/// with the batch's unbiased variance (as PyTorch does). Where its scale is frozen it keeps to its running
/// statistics, which then stay as they are: a frozen backbone is the same function in training and in service.
public final class GraphExecutor {
    public let graph: Graph
    public let device: Device
    private let channelsLast: Bool
    private var tensors: [String: Tensor] = [:]
    private var trainable: [String] = []
    private var frozen: Set<String> = []
    private let compiled: CompiledGraph
    private var plans: [[String]: ExecutionPlan] = [:]

    /// Checks every node and copies the weights to the device.
    ///
    /// - Parameter channelsLast: keep pictures and their kernels with the channels of a pixel side by side, which is the faster
    ///   layout for convolutions.
    /// - Throws: ``TrainingError`` that names the node and its operator, where one is not known.
    public init(_ graph: Graph, device: Device = .cpu, channelsLast: Bool = true) throws {
        self.graph = graph
        self.device = device
        self.channelsLast = channelsLast
        if device != .cpu, !Libtorch.isCUDAAvailable {
            throw TrainingError(
                .device, "\(device) was asked for, but this libtorch (\(Libtorch.version)) finds no CUDA device")
        }
        let learned = TrainableInitializers.names(in: graph)
        for initializer in graph.initializers {
            var tensor = try Tensor(initializer.value)
            if initializer.value.elementType.isFloatingPoint { tensor = try tensor.to(device) }
            if learned.contains(initializer.name) {
                tensor = try tensor.contiguous(channelsLast: channelsLast)
                try tensor.setRequiresGradient(true)
                trainable.append(initializer.name)
            }
            tensors[initializer.name] = tensor
        }
        self.compiled = try CompiledGraph(graph, initializers: tensors, device: device)
    }

    /// The initializers that are learned and not frozen, in the graph's order; each requires a gradient.
    ///
    /// Learned are float initializers read as weight or bias of Conv, ConvTranspose or Gemm, as factor of MatMul, as scale
    /// or bias of a normalization, as slope of PRelu, and as operand of an Add or Mul right after a MatMul.
    public var parameters: [(name: String, tensor: Tensor)] {
        trainable.filter { !frozen.contains($0) }.compactMap { name in tensors[name].map { (name, $0) } }
    }

    /// Takes the parameters whose names fulfil a condition out of training; the others are (again) part of it.
    public func freeze(where isFrozen: (String) -> Bool) throws {
        frozen = Set(trainable.filter(isFrozen))
        for name in trainable { try tensors[name]?.setRequiresGradient(!frozen.contains(name)) }
    }

    /// What training changes: the parameters and the running statistics of every BatchNormalization, in the graph's order.
    public var state: [(name: String, tensor: Tensor)] {
        let statistics = graph.nodes.filter { $0.operatorType == "BatchNormalization" }
            .flatMap { [$0.input(3), $0.input(4)].compactMap(\.self) }
        let names = Set(trainable).union(statistics)
        return graph.initializers.compactMap { initializer in
            guard names.contains(initializer.name), let tensor = tensors[initializer.name] else { return nil }
            return (initializer.name, tensor)
        }
    }

    /// Executes the nodes that the wanted values depend on, and no others.
    ///
    /// - Parameters:
    ///   - inputs: by the names of the graph's inputs; moved to the device where they are not there yet.
    ///   - training: record for the backward pass, use the batch's statistics, drop out.
    ///   - fetch: names of any values of the graph.
    /// - Throws: ``TrainingError``; where an operator fails, it names the node and the shapes of its inputs.
    public func run(_ inputs: [String: Tensor], training: Bool, fetch: [String]) throws -> [String: Tensor] {
        let plan = try plan(for: fetch)
        var values = try initialValues(inputs, plan)
        try Libtorch.withGradients(training) {
            for step in plan.steps { try execute(step, &values, training: training) }
        }
        var results: [String: Tensor] = [:]
        for name in fetch { results[name] = compiled.slots[name].flatMap { values[$0] } }
        return results
    }

    /// The graph's initializers with their present values, running statistics included, in the graph's order.
    public func initializers() throws -> [Initializer] {
        try graph.initializers.map { initializer in
            guard initializer.value.floats != nil, let tensor = tensors[initializer.name] else { return initializer }
            return Initializer(name: initializer.name, value: try tensor.array())
        }
    }

    /// Overwrites initializers by name; those not given keep their values.
    public func load(_ initializers: [Initializer]) throws {
        for initializer in initializers {
            guard let target = tensors[initializer.name] else {
                throw TrainingError(.value, "the graph '\(graph.name)' has no initializer '\(initializer.name)'")
            }
            guard target.shape == initializer.value.shape else {
                throw TrainingError(
                    .shape,
                    "initializer '\(initializer.name)': shape \(initializer.value.shape) given, the graph's is \(target.shape)"
                )
            }
            try target.copy(from: Tensor(initializer.value))
        }
    }
}

extension GraphExecutor {
    /// Shows values that nodes make, in service, one after the other as they are made; none is kept longer than the graph needs it.
    public func watch(
        _ names: [String], inputs: [String: Tensor], _ body: (_ name: String, _ value: Tensor) throws -> Void
    ) throws {
        let watched = try slots(of: names)
        let shown = Dictionary(zip(watched, names), uniquingKeysWith: { first, _ in first })
        let plan = ExecutionPlan(compiled, fetch: watched, keepsFetched: false)
        var values = try initialValues(inputs, plan)
        try Libtorch.withGradients(false) {
            for step in plan.steps {
                try execute(step, &values, training: false) { slot, value in
                    if let name = shown[slot] { try body(name, value) }
                }
            }
        }
    }

    private func plan(for fetch: [String]) throws -> ExecutionPlan {
        if let plan = plans[fetch] { return plan }
        let plan = ExecutionPlan(compiled, fetch: try slots(of: fetch))
        plans[fetch] = plan
        return plan
    }

    private func slots(of names: [String]) throws -> [Int] {
        try names.map { name in
            guard let slot = compiled.slots[name] else {
                throw TrainingError(.value, "the graph '\(graph.name)' has no value '\(name)' to fetch")
            }
            return slot
        }
    }

    /// One place for each value of the graph, with the fixed ones and the inputs filled in.
    private func initialValues(_ inputs: [String: Tensor], _ plan: ExecutionPlan) throws -> [Tensor?] {
        var values = [Tensor?](repeating: nil, count: compiled.slots.count)
        for (slot, tensor) in compiled.fixed { values[slot] = tensor }
        for (name, tensor) in inputs {
            guard let slot = compiled.slots[name], let info = graph.inputs.first(where: { $0.name == name }) else {
                throw TrainingError(
                    .value, "the graph '\(graph.name)' has no input '\(name)', only \(graph.inputs.map(\.name))"
                )
            }
            try check(tensor, fits: info)
            values[slot] = try placed(tensor)
        }
        for info in graph.inputs {
            if let slot = compiled.slots[info.name], plan.requiredInputs.contains(slot), values[slot] == nil {
                throw TrainingError(.value, "the input '\(info.name)' of the graph '\(graph.name)' is missing")
            }
        }
        return values
    }

    private func check(_ tensor: Tensor, fits info: ValueInfo) throws {
        let shape = tensor.shape
        let fits =
            info.shape.count == shape.count && zip(info.shape, shape).allSatisfy { $0.value == nil || $0.value == $1 }
        if !fits {
            throw TrainingError(.shape, "input '\(info.name)': shape \(shape) given, the graph wants \(info.shape)")
        }
    }

    private func placed(_ tensor: Tensor) throws -> Tensor {
        guard tensor.elementType?.isFloatingPoint ?? false else { return tensor }
        let here = try tensor.to(device)
        return channelsLast && here.rank == 4 ? try here.contiguous(channelsLast: true) : here
    }

    private func execute(
        _ planned: ExecutionPlan.Step, _ values: inout [Tensor?], training: Bool,
        made: (_ slot: Int, _ value: Tensor) throws -> Void = { _, _ in }
    ) throws {
        let step = compiled.steps[planned.index]
        let inputs = step.inputs.map { $0.flatMap { values[$0] } }
        let invocation = Invocation(inputs: inputs, isTraining: training, mayOverwrite: planned.mayOverwrite)
        let outputs: [Tensor]
        do {
            outputs = try step.operation(invocation)
        } catch let error as TrainingError {
            let shapes = inputs.map { $0.map { "\($0.shape)" } ?? "none" }.joined(separator: ", ")
            throw TrainingError(error.code, "\(step.node.title) with inputs of shapes \(shapes): \(error.message)")
        }
        for (slot, output) in zip(step.outputs, outputs) {
            guard let slot else { continue }
            values[slot] = output
            try made(slot, output)
        }
        for slot in planned.releases { values[slot] = nil }
    }
}

extension ElementType {
    /// Whole numbers describe shapes and places; they stay on the CPU.
    var isFloatingPoint: Bool { [.float, .double, .float16, .bfloat16].contains(self) }
}
