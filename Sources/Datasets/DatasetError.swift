/// What is wrong with a folder of examples, a table or a split, and how to mend it.
public struct DatasetError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// A folder, table or split file that cannot be opened, read or written.
        case file
        /// A folder without sounds and pictures, or whose arrangement is none that we know.
        case layout
        /// Part and condition folders, and nobody said which of them the label is; folders, and none says that it is the normal one.
        case labelUnspecified
        /// Pictures without masks, masks without pictures, or masks that do not fit.
        case mask
        /// Too few classes, or a class without files.
        case classes
        /// A table that cannot be read, or a row that makes no sense.
        case table
        /// A pattern for groups that is no regular expression or fits nothing.
        case pattern
        /// A split that cannot be made, or does not belong to the data.
        case split
        /// The same recording or picture on two sides of a split, or in two classes.
        case leakage
        /// No recording or picture could be read.
        case unreadable
        /// Stopped by whoever asked for it.
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
