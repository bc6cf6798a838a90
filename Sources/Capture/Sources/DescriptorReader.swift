import Glibc

/// Reads from a descriptor without ever waiting long: standard input, a pipe, a file. It is not closed.
struct DescriptorReader: Sendable {
    let descriptor: Int32

    enum Reading: Equatable {
        case bytes(Int)
        case nothing
        case ended
        /// The system's words.
        case failed(String)
    }

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Waits up to `milliseconds` for bytes.
    func read(into buffer: inout [UInt8], milliseconds: Int32) -> Reading {
        var watch = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&watch, 1, milliseconds) > 0 else { return .nothing }
        let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        if count < 0 { return errno == EINTR || errno == EAGAIN ? .nothing : .failed(String(cString: strerror(errno))) }
        return count > 0 ? .bytes(count) : .ended
    }
}
