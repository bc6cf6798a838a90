#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Time passed since it was made.
struct Stopwatch {
    private let begun = Self.now()

    var milliseconds: Double { Self.now() - begun }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}
