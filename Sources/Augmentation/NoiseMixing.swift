#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import InspectionTypes

/// Another sound mixed into a window, added in energy as in air.
///
/// With features as natural logarithms of power the sum is `ln(e^a + g·e^b) = max + ln(1 + e^-|difference|)`; its level lies the drawn
/// number of decibels below the window's. The phases of the two are taken for unrelated.
enum NoiseMixing {
    static func mix(
        _ noise: UnsafeMutableBufferPointer<Float>, into window: WindowView, ratioDecibels: Float, scale: FeatureScale
    ) {
        let unit = scale.toLogPower
        let shift = (window.mean - mean(noise)) - ratioDecibels * scale.perDecibel
        for index in window.values.indices {
            let (a, b) = (window.values[index], noise[index] + shift)
            let difference = abs(a - b) * unit
            // Beyond 35 dB the softer one adds less than a thousandth of a decibel.
            window.values[index] = max(a, b) + (difference < 8 ? log1p(exp(-difference)) / unit : 0)
        }
    }

    private static func mean(_ values: UnsafeMutableBufferPointer<Float>) -> Float {
        var sum: Float = 0
        for value in values { sum += value }
        return sum / Float(max(1, values.count))
    }
}
