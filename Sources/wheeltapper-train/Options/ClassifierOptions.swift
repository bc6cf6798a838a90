import ArgumentParser

/// How a classifier learns, beside what all kinds of models are told.
struct ClassifierOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Label smoothing.", visibility: .hidden))
    var labelSmoothing: Double = 0.1

    @Option(help: ArgumentHelp("Share of the embedding dropped in training.", visibility: .hidden))
    var dropout: Double = 0.3

    func validate() throws {
        guard (0..<1).contains(labelSmoothing), (0..<1).contains(dropout) else {
            throw ValidationError("--label-smoothing and --dropout take numbers from 0 to below 1.")
        }
    }
}
