import Glibc

/// A file that is open for as long as it is needed.
final class OpenFile: Sendable {
    let path: String
    let descriptor: Int32

    /// - Throws: ``CaptureError``.
    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CaptureError(
                .sourceMissing, "\(path): cannot be read (\(String(cString: strerror(errno)))): check its name")
        }
    }

    deinit { close(descriptor) }
}
