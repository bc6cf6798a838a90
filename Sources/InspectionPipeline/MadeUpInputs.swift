import Foundation
public import InspectionTypes

/// Inputs that are nobody's sounds and pictures, by which a model can test itself where it must not carry real ones.
public enum MadeUpInputs {
    /// Windows of tones in noise and of noise alone, in turns, each softer than the one before it.
    public static func sounds(_ count: Int, for frontEnd: SoundFrontEnd, seed: UInt64) -> [AudioSignal] {
        var generator = SeededGenerator(seed: seed, stream: "golden")
        let rate = frontEnd.logMel.sampleRate
        return (0..<count).map { number in
            let level = 0.3 * exp(-Double(number) / 2)
            let tone = 100 * exp(generator.nextUniform() * 3.5)
            let samples = (0..<frontEnd.windowSamples).map { n in
                Float(
                    level * (sin(2 * .pi * tone * Double(n) / rate) * Double(number % 2) + 0.3 * generator.nextNormal())
                )
            }
            return AudioSignal(mono: samples, sampleRate: rate)
        }
    }

    /// Stripes in noise, from none to nine tenths of the picture, in the front end's size and colour.
    public static func pictures(_ count: Int, for frontEnd: PictureFrontEnd, seed: UInt64) -> [Picture] {
        var generator = SeededGenerator(seed: seed, stream: "golden pictures")
        let (width, height, channels) = (frontEnd.width, frontEnd.height, frontEnd.colour.channelCount)
        return (0..<count).map { number in
            let (period, slope) = (4 + 28 * generator.nextUniform(), 2 * generator.nextUniform() - 1)
            var pixels: [UInt8] = []
            pixels.reserveCapacity(width * height * channels)
            for row in 0..<height {
                for column in 0..<width {
                    let place = (Double(column) + slope * Double(row)) / period
                    let stripe = place - place.rounded(.down) < 0.1 * Double(number) ? -70.0 : 0
                    for _ in 0..<channels {
                        pixels.append(UInt8(max(0, min(255, 150 + stripe + 25 * generator.nextNormal()))))
                    }
                }
            }
            return Picture(width: width, height: height, colour: frontEnd.colour, pixels: pixels)
        }
    }
}
