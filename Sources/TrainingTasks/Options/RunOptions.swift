public import ArgumentParser
public import Datasets

/// What every kind of training is told: the data, where the model goes, how the data is parted.
public struct RunOptions: ParsableArguments {
    @Argument(help: "The examples, as said above.")
    public var data: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The model file to write; beside it the run's folder keeps all else.", valueName: "file"))
    public var output: String?

    @Option(
        help: ArgumentHelp(
            "Folder of the run: report, curves, predictions. runs/<data>/<kind>/<time> by default.",
            valueName: "dir"))
    public var report: String?

    @Option(
        help: ArgumentHelp(
            "Times that the training part is gone through; a number that suits the kind and method by default.",
            valueName: "count"))
    public var epochs: Int?

    @Option(
        help: ArgumentHelp(
            "Where all randomness comes from: on one machine's processor the same seed gives the same model.",
            visibility: .hidden))
    public var seed: UInt64 = 0

    @Option(help: ArgumentHelp("Take the split from a split.json.", valueName: "file"))
    public var split: String?

    @Option(
        help: ArgumentHelp(
            "Keep the test part of an earlier training's split.json, and part the rest anew: with added data, figures stay comparable.",
            valueName: "file", visibility: .hidden))
    public var keepTest: String?

    @Option(
        help: ArgumentHelp(
            "Share of the groups held back for the figures; 0 for none.", valueName: "share", visibility: .hidden))
    public var test: Double = 0.15

    @Option(
        help: ArgumentHelp(
            "Share of the groups that choose the best epoch and the thresholds; 0 for none. 0.15 by default, a detector's by how many there are.",
            valueName: "share", visibility: .hidden))
    public var validation: Double?

    @Option(
        help: ArgumentHelp(
            "Group items by what this regular expression finds in their names, such as '^(\\d)-'.",
            valueName: "regex"))
    public var groupBy: String?

    @Flag(help: ArgumentHelp("Go on although the same item stands in two classes or parts.", visibility: .hidden))
    public var allowLeakage = false

    @Flag(help: "Take up the newest unfinished run of this data and these options.")
    public var resume = false

    public init() {}

    public func validate() throws {
        guard split == nil || keepTest == nil else {
            throw ValidationError("--split and --keep-test exclude each other.")
        }
        let validation = validation ?? 0
        guard test >= 0, validation >= 0, test + validation <= 0.9 else {
            throw ValidationError("--test and --validation take shares from 0, together 0.9 at most.")
        }
        if let epochs {
            guard (1...100_000).contains(epochs) else { throw ValidationError("--epochs takes a number from 1.") }
        }
    }

    /// - Parameter windowSeconds: length of a sound model's window.
    public func splitOptions(windowSeconds: Double) -> SplitOptions {
        SplitOptions(
            seed: seed, validation: validation ?? 0.15, test: test, windowSeconds: windowSeconds,
            allowsLeakage: allowLeakage)
    }
}
