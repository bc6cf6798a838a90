/// Why predictions could not be evaluated, and how to mend it.
public struct EvaluationError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable {
        /// Nothing to evaluate.
        case empty
        /// Arrays of different lengths, or rows that do not fit the classes.
        case shape
        /// A probability or score that is not a number.
        case notFinite
        /// A true class that the model does not have.
        case unknownClass
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
