import InspectionTypes
import Testing

@testable import Augmentation

/// Light, optics and noise on known values.
@Suite struct PictureToneTests {
    static func toned(_ pixels: [UInt8], channels: Int, _ change: (inout PictureChange) -> Void) -> [UInt8] {
        var drawn = PictureChange()
        change(&drawn)
        var pixels = pixels
        pixels.withUnsafeMutableBufferPointer { pixels in
            guard let start = pixels.baseAddress else { return }
            PictureTone.apply(drawn, to: start, count: pixels.count / channels, channels: channels)
        }
        return pixels
    }

    @Test func brightnessAddsAndContrastStretchesAroundTheMean() {
        #expect(Self.toned([0, 100, 250], channels: 1) { $0.brightness = 0.1 } == [26, 126, 255])
        // The mean is 100.
        #expect(Self.toned([50, 100, 150], channels: 1) { $0.contrast = 1.5 } == [25, 100, 175])
        #expect(Self.toned([20, 100, 180], channels: 1) { $0.contrast = 0.5 } == [60, 100, 140])
    }

    @Test func aColouredLightScalesItsChannel() {
        let changed = Self.toned([100, 100, 100], channels: 3) { $0.channelGain = SIMD3(1.1, 1, 0.9) }
        #expect(changed == [110, 100, 90])
        #expect(Self.toned([100], channels: 1) { $0.channelGain = SIMD3(1.1, 1, 0.9) } == [100])
    }

    @Test func saturationAndHueLeaveGreyAndLuminance() {
        #expect(Self.toned([90, 90, 90], channels: 3) { $0.hueDegrees = 40 } == [90, 90, 90])
        // Without saturation a colour is its luminance: 0.299·200 + 0.587·100 + 0.114·50 = 124.2.
        #expect(Self.toned([200, 100, 50], channels: 3) { $0.saturation = 0 } == [124, 124, 124])
        let turned = Self.toned([150, 100, 110], channels: 3) { $0.hueDegrees = 30 }
        let luminance = { (p: [UInt8]) in 0.299 * Double(p[0]) + 0.587 * Double(p[1]) + 0.114 * Double(p[2]) }
        #expect(abs(luminance(turned) - luminance([150, 100, 110])) < 1)
        #expect(turned != [150, 100, 110])
        let there = PictureTone.matrix(saturation: 1, hueDegrees: 0)
        for (row, unit) in zip(there, [SIMD3<Float>(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]) {
            for channel in 0..<3 { #expect(abs(row[channel] - unit[channel]) < 1e-5) }
        }
    }

    @Test func aFullTurnOfHueInStepsComesBack() {
        let step = PictureTone.matrix(saturation: 1, hueDegrees: 120)
        var colour = SIMD3<Float>(0.6, 0.4, 0.5)
        for _ in 0..<3 { colour = SIMD3((step[0] * colour).sum(), (step[1] * colour).sum(), (step[2] * colour).sum()) }
        for (found, expected) in zip([colour.x, colour.y, colour.z], [0.6, 0.4, 0.5] as [Float]) {
            #expect(abs(found - expected) < 1e-5)
        }
    }

    @Test(arguments: [0.4, 0.8, 1.5, 3] as [Float], [1, 3])
    func aPointIsBlurredToAGaussianOfItsWidth(sigma: Float, channels: Int) {
        let side = 41
        var pixels = [UInt8](repeating: 0, count: side * side * channels)
        // Three by three pixels, so that the sums are large against rounding.
        for row in 19...21 {
            for column in 19...21 { pixels[(row * side + column) * channels + channels - 1] = 255 }
        }
        var spare = pixels
        pixels.withUnsafeMutableBufferPointer { pixels in
            spare.withUnsafeMutableBufferPointer { spare in
                guard let pixels = pixels.baseAddress, let spare = spare.baseAddress else { return }
                GaussianBlur(sigma: sigma).apply(
                    to: pixels, spare: spare, width: side, height: side, channels: channels)
            }
        }
        var (mass, spread) = (0.0, 0.0)
        for row in 0..<side {
            for column in 0..<side {
                let value = Double(pixels[(row * side + column) * channels + channels - 1])
                mass += value
                spread += value * Double((column - 20) * (column - 20))
            }
        }
        // A box of three has a variance of 2/3; the Gaussian is cut at 2.5 σ.
        let deviation = (spread / mass - 2.0 / 3).squareRoot()
        #expect(abs(mass - 9 * 255) / (9 * 255) < 0.08)
        #expect(abs(deviation - Double(sigma)) < 0.12 * Double(max(sigma, 1)))
        if channels == 3 {
            #expect(stride(from: 0, to: pixels.count, by: 3).allSatisfy { pixels[$0] == 0 && pixels[$0 + 1] == 0 })
        }
    }

    @Test func blurKeepsAnEvenPictureEvenUpToItsEdges() {
        var pixels = [UInt8](repeating: 255, count: 9 * 4 * 3)
        var spare = pixels
        pixels.withUnsafeMutableBufferPointer { pixels in
            spare.withUnsafeMutableBufferPointer { spare in
                guard let pixels = pixels.baseAddress, let spare = spare.baseAddress else { return }
                // Reaches further than the picture is high.
                GaussianBlur(sigma: 2).apply(to: pixels, spare: spare, width: 9, height: 4, channels: 3)
            }
        }
        #expect(pixels.allSatisfy { $0 == 255 })
    }

    @Test(arguments: [0.01, 0.05, 0.1] as [Float])
    func noiseHasItsDeviationAndNoMean(sigma: Float) {
        var pixels = [UInt8](repeating: 128, count: 40_003)
        pixels.withUnsafeMutableBufferPointer { pixels in
            guard let start = pixels.baseAddress else { return }
            SensorNoise.add(sigma: sigma, seed: 9, to: start, count: pixels.count)
        }
        let errors = pixels.map { Double($0) - 128 }
        let mean = errors.reduce(0, +) / Double(errors.count)
        let deviation = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
        #expect(abs(mean) < 0.02 * Double(sigma) * 255 + 0.03)
        #expect(abs(deviation - Double(sigma) * 255) < 0.03 * Double(sigma) * 255 + 0.05)
        // Neighbours know nothing of each other.
        let product = zip(errors, errors.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / Double(errors.count)
        #expect(abs(product) < 0.03 * deviation * deviation)
    }

    @Test func noiseStopsAtBlackAndWhite() {
        var pixels = [UInt8](repeating: 0, count: 500) + [UInt8](repeating: 255, count: 500)
        pixels.withUnsafeMutableBufferPointer { pixels in
            guard let start = pixels.baseAddress else { return }
            SensorNoise.add(sigma: 0.1, seed: 9, to: start, count: pixels.count)
        }
        #expect(pixels[..<500].allSatisfy { $0 < 90 } && pixels[500...].allSatisfy { $0 > 165 })
    }
}
