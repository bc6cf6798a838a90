/// What is wrong with a graph or a model file, and how to mend it.
public struct NetworkError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The file cannot be opened, read or written.
        case file
        /// The bytes are not an ONNX model, or a damaged one.
        case malformed
        /// The bytes are not those that were written.
        case damaged
        /// The model is sound but uses something we do not know.
        case unsupported
        /// Shapes that do not fit each other.
        case shape
        /// A model without what the caller needs (a card, an output).
        case incomplete
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
