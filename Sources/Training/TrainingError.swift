/// What went wrong in training, and how to mend it.
public struct TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// libtorch refused an operation; the message carries its text.
        case engine
        /// The graph uses an operator, or an attribute of one, that the trainer does not execute.
        case unsupportedOperator
        /// The graph is not a sound one: a value that nobody makes, an attribute that is missing.
        case graph
        /// Shapes that do not fit each other.
        case shape
        /// A value is missing or is of the wrong kind.
        case value
        /// A device that this machine or this libtorch does not have.
        case device
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
