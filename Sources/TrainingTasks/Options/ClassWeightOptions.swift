public import ArgumentParser

/// How much each class weighs where some are rare.
public struct ClassWeightOptions: ParsableArguments {
    public enum Kind: String, ExpressibleByArgument, CaseIterable, Codable, Sendable { case none, balanced }

    @Option(help: ArgumentHelp("none, or balanced: rare classes weigh more.", valueName: "kind"))
    public var classWeights: Kind = .none

    public init() {}

    /// A weight a class, or `nil` where all count alike.
    ///
    /// - Parameter sums: how often each class stands in the training part.
    public func weights(_ sums: [Float]) -> [Float]? {
        guard classWeights == .balanced else { return nil }
        let total = sums.reduce(0, +)
        return sums.map { $0 > 0 ? total / (Float(sums.count) * $0) : 1 }
    }
}
