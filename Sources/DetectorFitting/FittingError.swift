/// Why a detector cannot be made of what was given.
public struct FittingError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// Too few normal examples, or none that can be used.
        case data
        /// A backbone that gives no embedding, or does not fit the front end.
        case backbone
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

    /// Nothing of a detector is there before all of it is.
    public static let stopped = FittingError(
        .cancelled, "stopped before the detector was done: no model is written. Start it again with the same command")
}
