#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Exposure and colour of a picture: a table of 256 values a channel, and for colours a 3 × 3 matrix before it.
enum PictureTone {
    /// Applies a change's brightness, contrast, gains, saturation and hue in place.
    static func apply(_ change: PictureChange, to pixels: UnsafeMutablePointer<UInt8>, count: Int, channels: Int) {
        if channels == 3, change.saturation != 1 || change.hueDegrees != 0 {
            mix(pixels, count: count, matrix: matrix(saturation: change.saturation, hueDegrees: change.hueDegrees))
        }
        // A grey picture has no colour to change: gains would only add to the brightness.
        let gains = channels == 3 ? change.channelGain : SIMD3(1, 1, 1)
        guard change.brightness != 0 || change.contrast != 1 || gains != SIMD3(1, 1, 1) else { return }
        let mean = change.contrast != 1 ? average(pixels, count: count * channels) : 0
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256 * channels) { table in
            for channel in 0..<channels {
                for value in 0..<256 {
                    let changed = (Float(value) - mean) * change.contrast + mean + 255 * change.brightness
                    table[channel * 256 + value] = UInt8(min(max(changed * gains[channel], 0), 255).rounded())
                }
            }
            guard let table = table.baseAddress else { return }
            look(up: table, pixels, count: count, channels: channels)
        }
    }

    /// The mean over all pixels and channels.
    static func average(_ pixels: UnsafePointer<UInt8>, count: Int) -> Float {
        var sum: UInt64 = 0
        for index in 0..<count { sum &+= UInt64(pixels[index]) }
        return Float(sum) / Float(max(count, 1))
    }

    /// Turns hue and stretches colour, both around grey and at the same luminance `0.299 R + 0.587 G + 0.114 B`, rows of R, G and B.
    ///
    /// In BT.601's colour differences `(B − Y, R − Y)` a turn of hue is a rotation, and saturation a factor.
    static func matrix(saturation: Float, hueDegrees: Float) -> [SIMD3<Float>] {
        let luminance = SIMD3<Float>(0.299, 0.587, 0.114)
        // Unit-scaled colour differences, so that the rotation is one.
        let blue = (SIMD3<Float>(0, 0, 1) - luminance) * 0.564
        let red = (SIMD3<Float>(1, 0, 0) - luminance) * 0.713
        let angle = hueDegrees * .pi / 180
        let (c, s) = (cos(angle) * saturation, sin(angle) * saturation)
        let newBlue = blue * c - red * s
        let newRed = blue * s + red * c
        let rowR = luminance + newRed / 0.713
        let rowB = luminance + newBlue / 0.564
        let rowG = (luminance - 0.299 * rowR - 0.114 * rowB) / 0.587
        return [rowR, rowG, rowB]
    }

    private static func look(
        up table: UnsafePointer<UInt8>, _ pixels: UnsafeMutablePointer<UInt8>, count: Int, channels: Int
    ) {
        if channels == 1 {
            for index in 0..<count { pixels[index] = table[Int(pixels[index])] }
            return
        }
        for index in 0..<count {
            let at = pixels + index &* 3
            at[0] = table[Int(at[0])]
            at[1] = table[256 &+ Int(at[1])]
            at[2] = table[512 &+ Int(at[2])]
        }
    }

    private static func mix(_ pixels: UnsafeMutablePointer<UInt8>, count: Int, matrix: [SIMD3<Float>]) {
        let m = matrix.flatMap { row in (0..<3).map { Int32((row[$0] * 4096).rounded()) } }
        let (rr, rg, rb, gr, gg, gb, br, bg, bb) = (m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8])
        for index in 0..<count {
            let at = pixels + index &* 3
            let (r, g, b) = (Int32(at[0]), Int32(at[1]), Int32(at[2]))
            at[0] = level(r &* rr &+ g &* rg &+ b &* rb)
            at[1] = level(r &* gr &+ g &* gg &+ b &* gb)
            at[2] = level(r &* br &+ g &* bg &+ b &* bb)
        }
    }

    @inline(__always) private static func level(_ sum: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: min(max((sum &+ 2048) >> 12, 0), 255))
    }
}
