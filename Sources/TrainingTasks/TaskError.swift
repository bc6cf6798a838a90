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
