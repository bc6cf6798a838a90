public import ArgumentParser

/// What the work may take of the machine that does it.
public struct ProcessingOptions: ParsableArguments {
    @Option(help: "Threads; as many as processors by default.")
    public var threads: Int?

    @Flag(help: ArgumentHelp("Do not keep features on disk.", visibility: .hidden))
    public var noCache = false

    public init() {}

    public func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes a number from 1.") }
    }
}
