#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Writes a file whole or not at all.
public enum AtomicFile {
    /// Why a file could not be written; nothing was left under its name.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public var path: String
        /// The system's number (`errno`).
        public var number: Int32

        public var description: String {
            let mend =
                switch number {
                case ENOSPC, EDQUOT, EFBIG: "free some space or choose another folder"
                case EACCES, EPERM, EROFS: "choose a folder that you may write to"
                case ENOENT, ENOTDIR: "make the folder first"
                default: "see whether the folder can be written to"
                }
            return
                "cannot write \(path): \(String(cString: strerror(number))); nothing was left under that name: \(mend)"
        }
    }

    /// Writes to a temporary name in the same folder, flushes to the disk, and renames.
    ///
    /// - Throws: ``Failure``; the temporary file is removed, and what stood under the name stays as it was.
    public static func write(_ bytes: some ContiguousBytesLike, to path: String) throws {
        let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).partial"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure(path: path, number: errno) }
        var number: Int32 = 0
        bytes.withBytes { buffer in
            var done = 0
            while done < buffer.count {
                let written = Self.write(descriptor, buffer, from: done)
                if written > 0 {
                    done += written
                } else if errno != EINTR {
                    number = errno
                    return
                }
            }
        }
        if number == 0, fsync(descriptor) != 0 { number = errno }
        if close(descriptor) != 0, number == 0 { number = errno }
        if number == 0, rename(temporary, path) != 0 { number = errno }
        guard number == 0 else {
            unlink(temporary)
            throw Failure(path: path, number: number)
        }
    }

    private static func write(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        #if canImport(Glibc)
        return Glibc.write(descriptor, base + start, buffer.count - start)
        #elseif canImport(Musl)
        return Musl.write(descriptor, base + start, buffer.count - start)
        #else
        return Darwin.write(descriptor, base + start, buffer.count - start)
        #endif
    }
}

/// Anything that can lend its bytes in one piece.
public protocol ContiguousBytesLike {
    func withBytes(_ body: (UnsafeRawBufferPointer) -> Void)
}

extension Array: ContiguousBytesLike where Element == UInt8 {
    public func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) { withUnsafeBytes(body) }
}

extension String: ContiguousBytesLike {
    public func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) { Array(utf8).withUnsafeBytes(body) }
}
