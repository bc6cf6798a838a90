import AnomalyDetection
import Foundation
import InspectionTypes

/// A change that makes of a normal window one that is not: what stands for anomalies where there are none to choose by.
///
/// Changes are made to log-mel frames, where sounds add up as `ln(eᵃ + eᵇ)`, and are mild: the weakest that matter on a machine.
enum StrangeSound: CaseIterable {
    /// Lines moved along the frequency axis.
    case stretch
    /// Level rises and falls a few times a second.
    case modulation
    /// A whistle.
    case tone
    /// A leak: noise above a frequency.
    case hiss
    /// Bursts over all frequencies at a steady pace.
    case knocks
    /// A stretch of frequencies is quieter.
    case gap

    /// Changes a window of log-mel frames `[frame, mel]` in place.
    ///
    /// - Parameters:
    ///   - unit: what makes natural logarithms of power of the numbers.
    ///   - frameSeconds: from one frame to the next.
    func apply(
        to window: UnsafeMutableBufferPointer<Float>, bands: Int, unit: Float, frameSeconds: Double,
        using generator: inout SeededGenerator
    ) {
        let frames = window.count / bands
        func number(_ range: ClosedRange<Double>) -> Double {
            range.lowerBound + (range.upperBound - range.lowerBound) * generator.nextUniform()
        }
        /// Mean of a band, in natural logarithms.
        func level(_ band: Int) -> Float {
            (0..<frames).reduce(Float(0)) { $0 + window[$1 * bands + band] * unit } / Float(frames)
        }
        func add(_ power: Float, at place: Int) {
            let old = window[place] * unit
            let (high, low) = (max(old, power), min(old, power))
            window[place] = (high + log1p(exp(low - high))) / unit
        }
        switch self {
        case .stretch:
            // Any factor, and not those that the contrast was fitted on.
            let factor = 1 + number(0.03...0.15) * (generator.nextUniform() < 0.5 ? -1 : 1)
            for frame in 0..<frames {
                let row = UnsafeMutableBufferPointer(rebasing: window[frame * bands..<(frame + 1) * bands])
                for (band, value) in StretchContrast.stretched(row, by: factor).enumerated() { row[band] = value }
            }
        case .modulation:
            let (depth, rate, phase) = (Float(number(0.35...0.7)), number(1...8), number(0...(2 * .pi)))
            for frame in 0..<frames {
                let swing = depth * Float(sin(2 * .pi * rate * Double(frame) * frameSeconds + phase))
                for band in 0..<bands { window[frame * bands + band] += swing / unit }
            }
        case .tone:
            let band = Int(number(0.05...0.95) * Double(bands))
            let power = level(band) + Float(number(0.5...1.5))
            for frame in 0..<frames { add(power, at: frame * bands + band) }
        case .hiss:
            let first = Int(number(0.3...0.8) * Double(bands))
            let rise = Float(number(-1...0.5))
            for band in first..<bands {
                let power = level(band) + rise
                for frame in 0..<frames {
                    add(power + Float(generator.nextNormal()) * 0.5, at: frame * bands + band)
                }
            }
        case .knocks:
            let pace = number(0.25...1.2) / frameSeconds
            let rise = Float(number(0.7...2))
            var next = number(0...pace)
            let levels = (0..<bands).map(level)
            while Int(next) < frames {
                for (offset, decay) in [Float(0), 1].enumerated() where Int(next) + offset < frames {
                    for band in 0..<bands { add(levels[band] + rise - decay, at: (Int(next) + offset) * bands + band) }
                }
                next += pace
            }
        case .gap:
            let width = Int(number(0.06...0.2) * Double(bands)) + 1
            let first = Int(number(0...1) * Double(max(1, bands - width)))
            let fall = Float(number(0.4...1)) / unit
            for frame in 0..<frames {
                for band in first..<min(bands, first + width) { window[frame * bands + band] -= fall }
            }
        }
    }
}
