#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif
import InspectionTypes

/// Maps values to pixels and knows where the ticks belong.
struct AxisScale {
    struct Tick: Equatable {
        var value: Double
        var label: String
    }

    var isLogarithmic: Bool
    var domain: ClosedRange<Double>
    var range: (from: Double, to: Double)

    /// - Parameter values: What is to be shown; values that are not finite (or, on a logarithmic scale, not positive) do not count.
    init(
        covering values: some Sequence<Double>, fixed: ClosedRange<Double>? = nil, isLogarithmic: Bool = false,
        roundsOut: Bool = true
    ) {
        self.isLogarithmic = isLogarithmic
        range = (0, 1)
        if let fixed {
            domain = fixed
            return
        }
        let usable = values.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
        guard var low = usable.min(), var high = usable.max() else {
            domain = isLogarithmic ? 0.1...1 : 0...1
            return
        }
        if isLogarithmic {
            domain =
                pow(10, floor(log10(low) + 1e-9))...pow(10, max(ceil(log10(high) - 1e-9), floor(log10(low) + 1e-9) + 1))
            return
        }
        if low == high { (low, high) = (low - max(low.magnitude, 1) * 0.5, high + max(high.magnitude, 1) * 0.5) }
        if roundsOut {
            let step = Self.niceStep(span: high - low, count: 5)
            (low, high) = (floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step)
        }
        domain = low...high
    }

    /// Pixel of a value; `nil` where it has none.
    func position(_ value: Double) -> Double? {
        guard value.isFinite, !isLogarithmic || value > 0 else { return nil }
        let (low, high) =
            isLogarithmic
            ? (log10(domain.lowerBound), log10(domain.upperBound)) : (domain.lowerBound, domain.upperBound)
        let fraction = ((isLogarithmic ? log10(value) : value) - low) / (high - low)
        return range.from + fraction * (range.to - range.from)
    }

    /// At most about `count` ticks at 1, 2 or 5 times a power of ten, each with the digits that tell it from the next.
    func ticks(count: Int = 5) -> [Tick] {
        isLogarithmic ? decades() : steps(count: count)
    }

    private func steps(count: Int) -> [Tick] {
        let span = domain.upperBound - domain.lowerBound
        guard span > 0, span.isFinite else { return [] }
        let step = Self.niceStep(span: span, count: count)
        let digits = min(max(0, Int(-floor(log10(step) + 1e-9))), 12)
        let first = Int(ceil(domain.lowerBound / step - 1e-9))
        let last = Int(floor(domain.upperBound / step + 1e-9))
        guard last >= first, last - first < 1000 else { return [] }
        return (first...last).map { index in
            let value = Double(index) * step
            let label =
                digits == 0 && value.magnitude < 1e15
                ? DecimalText.grouped(Int(value.rounded())) : DecimalText.fixed(value, digits: digits)
            return Tick(value: value, label: label.replacing("-", with: "−"))
        }
    }

    private func decades() -> [Tick] {
        let first = Int(log10(domain.lowerBound).rounded())
        let last = Int(log10(domain.upperBound).rounded())
        return (first...max(first, last)).map { exponent in
            Tick(value: pow(10, Double(exponent)), label: Self.powerOfTen(exponent))
        }
    }

    private static func powerOfTen(_ exponent: Int) -> String {
        if (0...4).contains(exponent) { return DecimalText.grouped(Int(pow(10, Double(exponent)))) }
        if (-3 ... -1).contains(exponent) { return DecimalText.fixed(pow(10, Double(exponent)), digits: -exponent) }
        let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        let digits = String(exponent.magnitude).compactMap(\.wholeNumberValue).map { superscripts[$0] }
        return "10" + (exponent < 0 ? "⁻" : "") + String(digits)
    }

    static func niceStep(span: Double, count: Int) -> Double {
        let rough = span / Double(max(count, 1))
        guard rough > 0, rough.isFinite else { return 1 }
        let magnitude = pow(10, floor(log10(rough)))
        let residual = rough / magnitude
        return magnitude * (residual <= 1.0001 ? 1 : residual <= 2.0001 ? 2 : residual <= 5.0001 ? 5 : 10)
    }
}
