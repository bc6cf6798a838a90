/// Why a model file cannot inspect, or an inspection went wrong.
public struct PipelineError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The file holds no card, or one we cannot read.
        case card
        /// The golden inputs do not score as they did when the file was written.
        case parity
        /// The card and the graph do not fit each other.
        case mismatch
        /// What was handed in cannot be inspected by this model.
        case input
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
