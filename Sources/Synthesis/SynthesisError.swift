/// Why made-up recordings or pictures could not be written, and how to mend it.
public struct SynthesisError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// A folder that cannot be made.
        case folder
        /// A file that cannot be written.
        case file
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
