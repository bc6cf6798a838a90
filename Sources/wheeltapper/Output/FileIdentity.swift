#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Which file a path leads to: the same for every way to it, through links, `..` and relative names.
struct FileIdentity: Hashable {
    private let device: UInt64
    private let number: UInt64

    /// `nil` where there is no such file.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }
}
