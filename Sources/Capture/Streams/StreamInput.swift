import Glibc

/// A child's standard input, seen from our side. Thread-safe; closed when let go of.
final class StreamInput: Sendable {
    private let descriptor: Int32
    private let isOver = StickySignal()

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Nothing more is wanted; one who is passing on stops.
    func end() {
        isOver.raise()
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Passes on some bytes, and all that comes from a descriptor behind them, until either ends; then the child comes upon its input's end.
    func pass(on opening: [UInt8], from source: DescriptorReader) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var goesOn = write(opening[...])
        while goesOn, !isOver.isRaised {
            switch source.read(into: &buffer, milliseconds: 100) {
            case .nothing: continue
            case .bytes(let count): goesOn = write(buffer[..<count])
            case .ended, .failed: goesOn = false
            }
        }
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// `false` where the child reads no more.
    private func write(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            // No signal where the child is gone: that is an answer as good as any.
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return false }
        }
        return true
    }
}
