import InspectionTypes
import NeuralNetworks

/// Which of a detector's outputs its graph has, and how a run's numbers are read.
struct DetectorOutputs: Sendable {
    /// What one run of the network said.
    struct Reading {
        var scores: [Double] = []
        /// Empty where the graph has no such output; `[1]` of one machine.
        var probabilities: [Double] = []
        var nearest: [Int]?
    }

    /// Outputs to fetch; the first is `scores`.
    let names: [String]
    private let machineCount: Int
    private let probabilities: Int?
    private let nearest: Int?

    init(machineCount: Int, graph outputs: Set<String>) {
        var names = [DetectorNames.scores]
        func place(_ name: String) -> Int? {
            guard outputs.contains(name) else { return nil }
            names.append(name)
            return names.count - 1
        }
        self.machineCount = machineCount
        probabilities = place(DetectorNames.probabilities)
        nearest = place(DetectorNames.nearest)
        self.names = names
    }

    /// - Parameter outputs: of a run, in the order of ``names``; more may follow.
    /// - Throws: ``PipelineError`` for numbers that are none, or another count of them.
    func read(_ outputs: [UnsafeBufferPointer<Float>]) throws -> Reading {
        var reading = Reading()
        reading.scores = try numbers(outputs[0], DetectorNames.scores).map(Double.init)
        reading.probabilities =
            try probabilities.map { try numbers(outputs[$0], DetectorNames.probabilities).map(Double.init) }
            ?? (machineCount == 1 ? [1] : [])
        reading.nearest = try nearest.map { place in
            // A float that counts rows; the memory's length is checked where rows are looked up.
            try numbers(outputs[place], DetectorNames.nearest).map { Int(exactly: $0.rounded()) ?? -1 }
        }
        return reading
    }

    private func numbers(_ values: UnsafeBufferPointer<Float>, _ name: String) throws -> UnsafeBufferPointer<Float> {
        guard values.count == machineCount, values.allSatisfy(\.isFinite) else {
            throw PipelineError(
                .mismatch,
                "the model's output '\(name)' gave \(values.count) numbers for \(machineCount) machines, or some that are none"
            )
        }
        return values
    }
}
