import ArgumentParser

/// What every kind of training is told: the data, where the model goes, how the data is parted.
struct RunOptions: ParsableArguments {
    @Argument(help: "The examples: a folder, or a table.")
    var data: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The model file to write; beside it the run's folder keeps all else.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Folder of the run: report, curves, predictions. runs/<data>/<kind>/<time> by default.",
            valueName: "dir"))
    var report: String?

    @Option(help: ArgumentHelp("Times that the training part is gone through.", valueName: "count"))
    var epochs: Int?

    @Option(help: "Where all randomness comes from: on one machine's processor the same seed gives the same model.")
    var seed: UInt64 = 0

    @Option(help: ArgumentHelp("Take the split from a split.json.", valueName: "file"))
    var split: String?

    @Option(
        help: ArgumentHelp(
            "Group items by what this regular expression finds in their names, such as '^(\\d)-'.",
            valueName: "regex"))
    var groupBy: String?

    @Flag(help: "Go on although the same item stands in two classes or parts.")
    var allowLeakage = false

    @Flag(help: "Take up the newest unfinished run of this data and these options.")
    var resume = false

    func validate() throws {
        if let epochs {
            guard (1...100_000).contains(epochs) else { throw ValidationError("--epochs takes a number from 1.") }
        }
    }
}
