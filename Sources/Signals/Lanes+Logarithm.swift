extension SIMD4<Float> {
    /// The natural logarithm of each lane, within 2 units in the last place for normal positive numbers; others count as the smallest
    /// normal number.
    ///
    /// `x = m · 2ᵉ` with `m` in `[√½, √2)`, then `ln m = 2·artanh(s)`, `s = (m - 1) / (m + 1)`, by its series up to `s⁹`
    /// (`|s| < 0.172`, so the rest is below 1e-9).
    @inline(__always)
    var naturalLogarithm: SIMD4<Float> {
        let bits = unsafeBitCast(pointwiseMax(self, Self(repeating: .leastNormalMagnitude)), to: SIMD4<Int32>.self)
        // Subtracting √½'s bits puts the step of the exponent at √½ instead of at 1.
        let shifted = bits &- 0x3F35_04F3
        let exponent = Self(shifted &>> 23)
        let mantissa = unsafeBitCast((shifted & 0x007F_FFFF) &+ 0x3F35_04F3, to: Self.self)
        let s = (mantissa - 1) / (mantissa + 1)
        let q = s * s
        let tail = q * (2 / 3 as Float + q * (2 / 5 as Float + q * (2 / 7 as Float + q * (2 / 9 as Float))))
        // ln 2 in two parts, the first with so few bits that its product is exact.
        return exponent * 0.693_359_375 + (exponent * -2.121_944_4e-4 + (2 * s + s * tail))
    }
}
