/// Why embeddings could not be looked at, and how to mend it.
public struct ExplorationError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable {
        /// Too few embeddings to say anything of.
        case empty
        /// Embeddings of different lengths.
        case shape
        /// A number that is none.
        case notFinite
        /// The caller asked to stop.
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
