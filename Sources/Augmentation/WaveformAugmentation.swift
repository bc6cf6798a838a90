public import InspectionTypes
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Samples made harder before any front end, for networks that hear waveforms.
public struct WaveformAugmentation: Sendable, Hashable, Codable {
    /// Largest change of level to either side, in decibels.
    public var gainDecibels: Float = 0
    /// Whether half of the windows are turned upside down: nobody hears it, a network might.
    public var flipsPolarity = false
    /// Whether the window is turned around like a ring by a random number of samples.
    public var rolls = false
    /// Share of windows with white noise added.
    public var noiseProbability: Float = 0
    /// Level of the window above the noise, in decibels.
    public var noiseRatioDecibels: ClosedRange<Float> = 10...40

    public init() {}

    /// Changes one window in place; what is drawn depends on the generator alone (``AugmentationDraw``).
    public func apply(to samples: UnsafeMutableBufferPointer<Float>, using generator: inout SeededGenerator) {
        if rolls { Self.roll(samples, by: generator.nextIndex(through: samples.count - 1)) }
        if noiseProbability > 0 { addNoise(to: samples, using: &generator) }
        var gain = pow(10, generator.nextSymmetric(gainDecibels) / 20)
        if flipsPolarity, generator.nextUniform() < 0.5 { gain = -gain }
        if gain != 1 { for index in samples.indices { samples[index] *= gain } }
    }

    private func addNoise(to samples: UnsafeMutableBufferPointer<Float>, using generator: inout SeededGenerator) {
        guard Float(generator.nextUniform()) < noiseProbability, !samples.isEmpty else { return }
        let range = noiseRatioDecibels
        let ratio = range.lowerBound + (range.upperBound - range.lowerBound) * Float(generator.nextUniform())
        let power = samples.reduce(Float(0)) { $0 + $1 * $1 } / Float(samples.count)
        // Of even noise in ±1 the effective value is 1/√3.
        let amplitude = (3 * power).squareRoot() * pow(10, -ratio / 20)
        for index in samples.indices { samples[index] += generator.nextSymmetric(amplitude) }
    }

    /// Puts sample `count` first and what came before it to the end, by three reversals.
    private static func roll(_ samples: UnsafeMutableBufferPointer<Float>, by count: Int) {
        guard count > 0 else { return }
        var (front, back, all) = (
            UnsafeMutableBufferPointer(rebasing: samples[..<count]),
            UnsafeMutableBufferPointer(rebasing: samples[count...]), samples
        )
        front.reverse()
        back.reverse()
        all.reverse()
    }
}
