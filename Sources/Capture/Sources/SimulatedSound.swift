import Glibc
import InspectionTypes

/// A made-up sound that repeats every second: sines and a little noise.
///
/// Sample n of channel c is table[(n + 997·c) mod rate], so any stretch of it can be computed again and compared.
public struct SimulatedSound: Sendable, Equatable {
    /// A sine.
    public struct Tone: Sendable, Equatable {
        /// In whole hertz, so that a second holds whole periods.
        public var frequency: Int
        /// Amplitude, a fraction of full scale.
        public var level: Float

        public init(frequency: Int, level: Float = 0.25) {
            self.frequency = frequency
            self.level = level
        }
    }

    /// A while in which the source is not to be heard.
    public struct Outage: Sendable, Equatable {
        /// Seconds after the beginning.
        public var start: Double
        /// Seconds.
        public var length: Double

        public init(start: Double, length: Double) {
            self.start = start
            self.length = length
        }
    }

    public let sampleRate: Int
    public let channelCount: Int
    /// Seconds after which it ends; `nil`: never.
    public var duration: Double?
    /// In order of time, none within another.
    public var outages: [Outage]
    /// One second of it.
    private let table: [Float]

    /// - Parameters:
    ///   - tones: the sines in it.
    ///   - noise: the largest value of white noise on top, a fraction of full scale.
    ///   - seed: of the noise.
    public init(
        sampleRate: Int = 16_000, channelCount: Int = 1, tones: [Tone] = [Tone(frequency: 440)], noise: Float = 0.01,
        seed: UInt64 = 0, duration: Double? = nil, outages: [Outage] = []
    ) {
        precondition(
            sampleRate > 0 && channelCount > 0, "SimulatedSound: \(sampleRate) Hz and \(channelCount) channels")
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.duration = duration
        self.outages = outages
        var generator = SeededGenerator(seed: seed)
        table = (0..<sampleRate).map { n in
            let sines = tones.reduce(0.0) { sum, tone in
                sum + Double(tone.level) * sin(2 * .pi * Double(tone.frequency * n % sampleRate) / Double(sampleRate))
            }
            return Float(sines) + noise * Float.random(in: -1...1, using: &generator)
        }
    }

    /// Some of its samples, `[channel][sample]`, counted from its beginning.
    public func samples(from first: Int64, count: Int) -> [[Float]] {
        (0..<channelCount).map { channel in
            [Float](unsafeUninitializedCapacity: count) { out, written in
                var place = Int((first + Int64(997 * channel)) % Int64(sampleRate))
                for n in 0..<count {
                    out[n] = table[place]
                    place += 1
                    if place == sampleRate { place = 0 }
                }
                written = count
            }
        }
    }
}
