public import InspectionTypes

/// How long log-mel spectrograms take on one thread; for `make bench`, beside librosa.
public enum LogMelBenchmark {
    public struct Result: Sendable, Codable {
        /// Milliseconds for each second of sound, run by run.
        public var millisecondsPerSecond: [Double]
        /// Their median.
        public var median: Double
        public var frameCount: Int
        /// Seconds of sound.
        public var seconds: Double
        /// What the inner loop ran on.
        public var instructionSet: String

        enum CodingKeys: String, CodingKey {
            case millisecondsPerSecond = "ms_per_second"
            case median = "median_ms_per_second"
            case frameCount = "frames"
            case seconds
            case instructionSet = "instruction_set"
        }
    }

    /// Makes the spectrogram of `samples` once to warm up and `repeats` times by the clock; the tables are made beforehand.
    ///
    /// - Throws: ``SignalError`` where the settings contradict each other.
    public static func run(_ samples: [Float], settings: LogMelSettings, repeats: Int) throws -> Result {
        precondition(
            repeats > 0 && !samples.isEmpty, "LogMelBenchmark: \(repeats) repeats over \(samples.count) samples")
        let extractor = try LogMelExtractor(settings)
        let seconds = Double(samples.count) / settings.sampleRate
        let frameCount = extractor.extract(samples).frameCount
        let clock = ContinuousClock()
        let times = (0..<repeats).map { _ in
            let elapsed = clock.measure { precondition(extractor.extract(samples).frameCount == frameCount) }
            return elapsed / .milliseconds(1) / seconds
        }
        return Result(
            millisecondsPerSecond: times, median: times.sorted()[repeats / 2], frameCount: frameCount, seconds: seconds,
            instructionSet: InstructionSet.current.description
        )
    }
}
