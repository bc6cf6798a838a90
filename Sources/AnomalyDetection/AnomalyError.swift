/// Why a detector could not be fitted or calibrated, and how to mend it.
public struct AnomalyError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable {
        /// Nothing to learn from.
        case empty
        /// A number that is none: NaN or infinity.
        case notFinite
        /// Text that does not say what was expected of it.
        case wording
        /// Data that cannot carry what was asked of it.
        case tooLittle
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
