import FoundationEssentials

/// All that a training must have in common with a checkpoint to be taken up from it.
struct TrainingSettings: Sendable, Codable, Equatable {
    var options: TrainingOptions
    /// The objective's name and numbers.
    var objective: String
    /// Names of parameters that are frozen, for good or at first.
    var frozen: [String]
    /// By name of parameter, where it is not 1.
    var rateFactors: [String: Double]

    init(
        options: TrainingOptions, objective: any TrainingObjective, frozen: Set<String>, rateFactors: [String: Double]
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        self.options = options
        self.objective = "\(type(of: objective)) " + String(decoding: try encoder.encode(objective), as: UTF8.self)
        self.frozen = frozen.sorted()
        self.rateFactors = rateFactors.filter { $0.value != 1 }
    }
}
