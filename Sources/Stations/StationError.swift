/// What went wrong around a station, and how to mend it.
public struct StationError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The folder for clips cannot be written to.
        case clipFolder = "clip_folder"
    }

    public var code: Code
    /// Names the file or source, says what happened and how to mend it.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
