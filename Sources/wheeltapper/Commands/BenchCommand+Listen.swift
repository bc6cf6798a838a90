import ArgumentParser
import Capture
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Stations

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

extension BenchCommand {
    /// Many made-up microphones heard by one process in real time: what is lost, how late verdicts come, whether memory grows.
    struct Listening: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "listen")

        @Argument var model: String
        @Option var sources = 64
        @Option var rate = 16_000
        @Option(name: .customLong("for")) var duration = LengthOfTime(seconds: 600)
        @Option var precision: Precision = .f32
        @Option var threads: Int = 1
        /// When memory is looked at first, so that what every listener needs has been made.
        @Option var settled = LengthOfTime(seconds: 120)
        @Option var format: ObjectFormat = .json

        private struct Figures: Encodable {
            var sources: Int
            var seconds: Double
            var windows: Int
            var lostFrames: Int64
            var p50Ms: Double
            var p99Ms: Double
            var largestMs: Double
            /// Of the process, in megabytes.
            var settledMemory: Double
            var lastMemory: Double
            var processorSeconds: Double
        }

        func validate() throws {
            guard duration.seconds > settled.seconds else {
                throw ValidationError("--for must be longer than --settled, or memory is compared with itself.")
            }
        }

        func run() throws {
            let file = try ModelFile(contentsOf: model)
            let live = try LiveInspector(
                file, engine: InferenceEngine(), precision: precision, threads: threads, isBatched: sources > 1)
            let (clock, doorbell) = (SimulationClock(), Doorbell())
            let feeds = try (0..<sources).map { number in
                let sound = SimulatedSound(
                    sampleRate: rate, tones: [.init(frequency: 100 + 10 * number)], noise: 0.05, seed: UInt64(number),
                    duration: duration.seconds)
                return Listener.Source(
                    try SoundSources.open(.simulated(sound, on: clock), name: "\(number)", wake: doorbell))
            }
            let listener = try Listener(live, rules: StationRules(), sources: feeds, wake: doorbell)
            let began = ContinuousClock.now
            var settledMemory: Double?
            try listener.run(
                isStopping: { false }, report: { _ in },
                tick: { _ in
                    if settledMemory == nil, (ContinuousClock.now - began).inSeconds >= settled.seconds {
                        settledMemory = Self.memory
                    }
                })
            let last = Self.memory
            let summary = LiveSummary(
                listener.reports, medium: .sound, clips: nil, seconds: (ContinuousClock.now - began).inSeconds)
            Console.out(
                try JSONLine.encode(
                    Figures(
                        sources: sources, seconds: summary.seconds, windows: summary.windows ?? 0,
                        lostFrames: summary.lostFrames ?? 0, p50Ms: summary.latencyMs?.p50 ?? 0,
                        p99Ms: summary.latencyMs?.p99 ?? 0, largestMs: summary.latencyMs?.largest ?? 0,
                        settledMemory: settledMemory ?? last, lastMemory: last, processorSeconds: Self.processorSeconds)
                ))
        }

        private static var memory: Double {
            let line = TextFile.read("/proc/self/status")?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) } ?? 0) * 1024 / 1e6
        }

        private static var processorSeconds: Double {
            var usage = rusage()
            // RUSAGE_SELF, which is an enumeration to one C library and a number to the other.
            getrusage(0, &usage)
            return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
        }
    }
}
