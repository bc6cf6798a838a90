import InspectionTypes

#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// Hertz to mels and back.
///
/// - HTK: `2595 · log10(1 + f / 700)`.
/// - Slaney: `3·f / 200` up to 1 kHz (15 mels), then 27 mels for every factor of 6.4.
///
/// Sources: O'Shaughnessy, "Speech communication: human and machine" (1987); Slaney, "Auditory Toolbox", Interval report 1998-010.
enum MelScale {
    private static let breakFrequency = 1000.0
    private static let breakMel = 15.0
    private static let logStep = log(6.4) / 27

    static func mel(_ hertz: Double, _ scale: LogMelSettings.Scale) -> Double {
        switch scale {
        case .htk: 2595 * log10(1 + hertz / 700)
        case .slaney:
            hertz < breakFrequency ? 3 * hertz / 200 : breakMel + log(hertz / breakFrequency) / logStep
        }
    }

    static func hertz(_ mel: Double, _ scale: LogMelSettings.Scale) -> Double {
        switch scale {
        case .htk: 700 * (pow(10, mel / 2595) - 1)
        case .slaney:
            mel < breakMel ? 200 * mel / 3 : breakFrequency * exp((mel - breakMel) * logStep)
        }
    }
}
