public import Reports

/// The program that a training runs in: the trainer, or the command line itself where nothing is trained.
public struct TrainingHost: Sendable {
    public typealias Tell = @Sendable (TrainingEvent) -> Void

    /// Called for everything that a person or a program may want to know, from any thread.
    public var tell: Tell
    /// The command that the card says the model was made by.
    public var command: String
    /// Lines of the report on what has trained.
    public var facts: [Report.Fact]

    public init(tell: @escaping Tell, command: String, facts: [Report.Fact] = []) {
        self.tell = tell
        self.command = command
        self.facts = facts
    }
}
