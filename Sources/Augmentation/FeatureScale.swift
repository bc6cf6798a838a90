public import InspectionTypes
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a decibel is in the numbers of a log-mel front end, and which number stands for silence.
///
/// For `ln x` of power a decibel is `ln(10) / 10`, of magnitude `ln(10) / 20`; in decibels it is 1. A gain is then an addition, cut at the floor
/// that the logarithm's offset sets: `ln(g·x + offset)` and `max(ln(x + offset) + ln g, ln offset)` differ by less than `ln 2`, and only near the floor.
public struct FeatureScale: Sendable, Hashable {
    /// What one decibel adds.
    public let perDecibel: Float
    /// What silence is.
    public let floor: Float

    public init(_ settings: LogMelSettings) {
        switch settings.compression {
        case .naturalLogarithm(let offset):
            perDecibel = log(Float(10)) / (settings.power == 2 ? 10 : 20)
            floor = offset > 0 ? log(offset) : -Float.greatestFiniteMagnitude
        case .decibel(let least):
            perDecibel = 1
            floor = (settings.power == 2 ? 10 : 20) * log10(max(least, .leastNormalMagnitude))
        }
    }

    /// What a value must be multiplied with to be a natural logarithm of power.
    public var toLogPower: Float { log(Float(10)) / 10 / perDecibel }
}
