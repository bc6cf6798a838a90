/// What tells one state of a file from another.
struct FileStamp: Equatable, Sendable {
    var size: Int64
    /// Nanoseconds since 1970.
    var modified: Int64
    /// The file behind the name: another one moved over it is another.
    var inode: UInt64 = 0
}
