import CTorch
public import NeuralNetworks

/// A second set of weights that follows the trained ones slowly: `average ← decay · average + (1 − decay) · current`.
///
/// It covers the running statistics of normalizations as well, and often generalises better than the last step's weights.
public final class MovingAverage {
    public let decay: Double
    private let executor: GraphExecutor
    private let names: [String]
    private let currents: [Tensor]
    private let averages: [Tensor]
    private var updates = 0

    /// Starts at the executor's present weights.
    public init(of executor: GraphExecutor, decay: Double = 0.999) throws {
        self.executor = executor
        self.decay = decay
        names = executor.state.map(\.name)
        currents = executor.state.map(\.tensor)
        averages = try currents.map { try $0.clone() }
    }

    /// Follows the present weights by one step. Early on the average is shorter, `decay` being limited to `(1 + n) / (10 + n)`.
    public func update() throws {
        let limit = Double(1 + updates) / Double(10 + updates)
        updates += 1
        let status = averages.withHandles { averages, count in
            currents.withHandles { currents, _ in wt_moving_average(averages, currents, count, min(decay, limit)) }
        }
        try Libtorch.check(status, "averaging the weights")
    }

    /// The graph's initializers with the averaged values, in the graph's order.
    public func initializers() throws -> [Initializer] {
        let averaged = Dictionary(uniqueKeysWithValues: zip(names, averages))
        return try executor.initializers().map { initializer in
            guard let tensor = averaged[initializer.name] else { return initializer }
            return Initializer(name: initializer.name, value: try tensor.array())
        }
    }

    /// What a checkpoint keeps: the averages and how many updates made them.
    public func state() throws -> (updates: Int, averages: [Initializer]) {
        (updates, try zip(names, averages).map { Initializer(name: $0, value: try $1.array()) })
    }

    /// Takes up where a state was saved; it must hold every averaged tensor.
    public func load(updates: Int, averages saved: [Initializer]) throws {
        let values = Dictionary(saved.map { ($0.name, $0.value) }) { first, _ in first }
        for (name, average) in zip(names, averages) {
            guard let value = values[name] else {
                throw TrainingError(.value, "the saved averages do not hold '\(name)'")
            }
            try average.copy(from: Tensor(value))
        }
        self.updates = updates
    }
}
