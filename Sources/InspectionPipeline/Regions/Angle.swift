#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

enum Angle {
    /// Half the direction of `(x, y)`, in degrees, −90…90.
    static func degrees(ofHalf y: Double, _ x: Double) -> Double { atan2(y, x) * 90 / .pi }
}
