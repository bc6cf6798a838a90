public import ArgumentParser

/// Whether each part is held out in turn.
public struct FoldOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Hold each of so many parts out in turn, then train on all.", valueName: "count"))
    public var folds: Int?

    @Flag(help: "With --folds: only hold out in turn, no final model.")
    public var foldsOnly = false

    public init() {}

    public func validate() throws {
        if let folds, folds < 2 { throw ValidationError("--folds takes a number from 2.") }
        if foldsOnly, folds == nil { throw ValidationError("--folds-only goes with --folds.") }
    }
}
