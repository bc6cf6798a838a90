/// What the serving engine could not do.
public struct InferenceError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The engine or a device is missing.
        case engine
        /// The engine refuses the model.
        case model
        /// An input or output that the model does not have, or one of the wrong shape.
        case value
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
