#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import InspectionTypes

/// Bytes that stay where they are as long as this object lives: a file where the system pages it in as it is read, or memory of our own.
final class MemoryBlock: Sendable, ContiguousBytesLike {
    // Never written after init.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool

    /// The bytes of a file, which may be removed meanwhile; `nil` where it cannot be opened, is empty or cannot be mapped.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return nil }
        guard let address = mmap(nil, Int(status.st_size), PROT_READ, MAP_SHARED, descriptor, 0), address != MAP_FAILED
        else {
            return nil
        }
        bytes = UnsafeRawBufferPointer(start: address, count: Int(status.st_size))
        isMapped = true
    }

    /// `count` bytes that `body` fills.
    init(count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, count), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        body(UnsafeMutableRawBufferPointer(rebasing: memory[..<count]))
        bytes = UnsafeRawBufferPointer(rebasing: memory[..<count])
        isMapped = false
    }

    deinit {
        let address = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        if isMapped { munmap(address, bytes.count) } else { address?.deallocate() }
    }

    func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) { body(bytes) }
}
