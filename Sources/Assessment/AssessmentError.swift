/// Why a model could not be held against a data set.
public struct AssessmentError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// Recordings that the model learnt from stand among those to judge it by.
        case leakage
        /// Labels that the model does not know, or items with several labels.
        case labels
        /// A model's list of what it learnt from that cannot be read.
        case manifest
        /// Nothing could be scored.
        case empty
        /// A file that cannot be written.
        case unwritable
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
}
