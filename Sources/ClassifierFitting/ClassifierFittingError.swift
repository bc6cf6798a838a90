/// Why a head cannot be fitted to what was given.
public struct ClassifierFittingError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// Too few recordings, or all of one class.
        case data
        /// It was stopped.
        case cancelled
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }

    /// Nothing of a head is there before all of it is.
    public static let stopped = ClassifierFittingError(
        .cancelled, "stopped before the head was fitted: no model is written. Start it again with the same command")
}
