import ArgumentParser

/// How a classifier learns, beside what all kinds of models are told.
struct ClassifierOptions: ParsableArguments {
    enum ClassWeights: String, ExpressibleByArgument, CaseIterable, Codable { case none, balanced }

    @Option(help: ArgumentHelp("Label smoothing.", visibility: .hidden))
    var labelSmoothing: Double = 0.1

    @Option(help: ArgumentHelp("Share of the embedding dropped in training.", visibility: .hidden))
    var dropout: Double = 0.3

    @Option(help: ArgumentHelp("none, or balanced: rare classes weigh more.", valueName: "kind"))
    var classWeights: ClassWeights = .none

    func validate() throws {
        guard (0..<1).contains(labelSmoothing), (0..<1).contains(dropout) else {
            throw ValidationError("--label-smoothing and --dropout take numbers from 0 to below 1.")
        }
    }

    /// A weight a class, or `nil` where all count alike.
    ///
    /// - Parameter sums: how often each class stands in the training part.
    func weights(_ sums: [Float]) -> [Float]? {
        guard classWeights == .balanced else { return nil }
        let total = sums.reduce(0, +)
        return sums.map { $0 > 0 ? total / (Float(sums.count) * $0) : 1 }
    }
}
