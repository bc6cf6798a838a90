import Foundation
import Testing

@testable import Signals

@Suite struct RealFFTTests {
    /// The sum that defines the transform, in double precision.
    static func plain(_ samples: [Float]) -> (real: [Float], imaginary: [Float]) {
        let length = samples.count
        var (real, imaginary): ([Float], [Float]) = ([], [])
        for k in 0...length / 2 {
            var (re, im) = (0.0, 0.0)
            for (n, x) in samples.enumerated() {
                let angle = -2 * Double.pi * Double(n * k % length) / Double(length)
                re += Double(x) * cos(angle)
                im += Double(x) * sin(angle)
            }
            real.append(Float(re))
            imaginary.append(Float(im))
        }
        return (real, imaginary)
    }

    @Test(
        arguments: [
            2, 4, 6, 8, 10, 12, 14, 16, 26, 30, 32, 34, 62, 64, 100, 128, 210, 256, 400, 480, 512, 600, 1000, 1024,
            2048,
        ], InstructionSet.allCases)
    func `equals the defining sum`(length: Int, best: InstructionSet) {
        let samples = LogMelStreamTests.noise(length)
        let made = RealFFT(length: length, best: best).forward(samples)
        let wanted = Self.plain(samples)
        let tolerance = 1e-6 * Float(length).squareRoot()
        #expect(largestDifference(made.real, wanted.real) < tolerance)
        #expect(largestDifference(made.imaginary, wanted.imaginary) < tolerance)
    }

    @Test(arguments: [4096, 8192]) func `a sine of whole periods stands in one bin`(length: Int) {
        let samples = (0..<length).map { Float(sin(2 * Double.pi * 37 * Double($0) / Double(length))) }
        let powers = RealFFT(length: length).powerSpectrum(samples)
        let peak = Float(length * length) / 4
        #expect(abs(powers[37] / peak - 1) < 1e-5)
        #expect(powers.enumerated().allSatisfy { $0 == 37 || $1 < 1e-9 * peak })
    }
}
