#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// eˣ and ln, which FoundationEssentials does not have.
enum Exponential {
    static func of(_ x: Double) -> Double { exp(x) }
    static func of(_ x: Float) -> Float { expf(x) }
    static func logarithm(_ x: Double) -> Double { log(x) }
}
