import ArgumentParser
import Datasets
import Inference
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks
import Signals

/// Single figures for the benchmarks, which hold them against peers in the same run.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Time one part; used by `make bench`.", shouldDisplay: false,
        subcommands: [
            LogMel.self, Network.self, SoundFile.self, Scores.self, Decode.self, Resize.self, Segment.self,
            SegmenterFile.self, Listening.self,
        ]
    )

    /// Log-mel on one thread.
    struct LogMel: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "log-mel")

        @Argument var file: String
        @Option var `repeat`: Int = 50
        @Option var fft: Int = 1024
        @Option var hop: Int = 256
        @Option var bands: Int = 64
        @Option var format: ObjectFormat = .json

        func run() throws {
            let signal = try AudioFile.read(file)
            let samples = (0..<signal.frameCount).map { frame in
                signal.channels.reduce(0) { $0 + $1[frame] } / Float(signal.channelCount)
            }
            let result = try LogMelBenchmark.run(
                samples,
                settings: LogMelSettings(
                    sampleRate: signal.sampleRate, fftLength: fft, windowLength: fft, hopLength: hop, bandCount: bands,
                    lowestFrequency: 0, highestFrequency: signal.sampleRate / 2, compression: .decibel(floor: 1e-10),
                    padding: .reflect
                ),
                repeats: `repeat`
            )
            Console.out(try JSONLine.encode(result))
        }
    }

    /// The network alone on one window or picture, one thread.
    struct Network: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "inference")

        @Argument var model: String
        @Option var `repeat`: Int = 200
        @Option var precision: Precision = .f32
        /// Windows or pictures in a run; the figures are of one run.
        @Option var batch: Int = 1
        @Option var format: ObjectFormat = .json

        private struct Figures: Encodable {
            var model: String
            var precision: String
            var milliseconds: Double
            var minimum: Double
            var repeats: Int
        }

        func run() throws {
            let file = try ModelFile(contentsOf: model)
            guard let input = file.graph.inputs.first else { throw NetworkError(.incomplete, "\(model) has no input") }
            var shape = input.shape.map { $0.value ?? 1 }
            if !shape.isEmpty { shape[0] = batch }
            let network = try CompiledNetwork(
                file, engine: InferenceEngine(),
                options: .init(precision: precision, threads: 1, streams: 1, batch: batch)
            )
            let session = try InferenceSession(network)
            var generator = SeededGenerator(seed: 1)
            let values = (0..<shape.reduce(1, *)).map { _ in Float(generator.nextNormal()) }
            let names = file.graph.outputs.map(\.name)
            let times = try values.withUnsafeBufferPointer { values in
                try Stopwatch.milliseconds(repeats: `repeat`) {
                    try session.run(input.name, values, shape: shape, fetch: names) { _, _ in }
                }
            }
            Console.out(
                try JSONLine.encode(
                    Figures(
                        model: model, precision: precision.rawValue, milliseconds: times.median, minimum: times.minimum,
                        repeats: `repeat`
                    )
                )
            )
        }
    }
}

/// Times a body over and over, after a few runs that are not counted.
enum Stopwatch {
    static func milliseconds(repeats: Int, _ body: () throws -> Void) rethrows -> (median: Double, minimum: Double) {
        for _ in 0..<max(3, repeats / 10) { try body() }
        let clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<max(1, repeats) {
            let elapsed = try clock.measure(body)
            times.append(Double(elapsed.components.seconds) * 1e3 + Double(elapsed.components.attoseconds) * 1e-15)
        }
        times.sort()
        return (times[times.count / 2], times[0])
    }
}
