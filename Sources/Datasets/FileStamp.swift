#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import InspectionTypes

/// By what a file is taken for unchanged without reading it: its size, its inode and when it was last written.
struct FileStamp: Hashable {
    var size: Int64
    var inode: UInt64
    /// Nanoseconds since 1970.
    var modified: Int64

    init(size: Int64, inode: UInt64, modified: Int64) {
        self.size = size
        self.inode = inode
        self.modified = modified
    }

    /// `nil` where there is no such file.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        #if canImport(Darwin)
        let time = status.st_mtimespec
        #else
        let time = status.st_mtim
        #endif
        self.init(
            size: Int64(status.st_size), inode: UInt64(status.st_ino),
            modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        )
    }

    /// Whether the file was written so lately that it could be written again with the same time on it.
    var isFresh: Bool {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec) - modified < 2_000_000_000
    }
}

extension ContentHash {
    /// SHA-256 of a file, in hexadecimal digits; read a piece at a time.
    ///
    /// - Throws: ``DatasetError`` for a file that cannot be read.
    static func hexadecimal(ofFile path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DatasetError(.file, "\(path) cannot be read: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var hash = ContentHash()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count == 0 { return hash.finalized() }
            if count < 0 {
                if errno == EINTR { continue }
                throw DatasetError(.file, "\(path) cannot be read: \(String(cString: strerror(errno)))")
            }
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
