/// Why a training ended without a model.
public struct TaskError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// A gate refused: parity, leakage.
        case refused
        /// Someone asked for it to stop.
        case stopped
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

extension TaskError {
    /// A detector is made of trainings and what is fitted on them: stopped between, there is nothing to keep yet but what was trained.
    public static let detectorStopped = TaskError(
        .stopped,
        "stopped; what was trained so far is kept in the run's folder: take it up with the same command and --resume")
}
