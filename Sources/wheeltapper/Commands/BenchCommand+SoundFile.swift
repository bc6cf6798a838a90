import ArgumentParser
import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks
import Signals

extension BenchCommand {
    /// Where the time goes from a sound file to its scores, on one thread: each part by itself, and the whole.
    struct SoundFile: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "sound")

        @Argument var model: String
        @Argument var files: [String]
        @Option var `repeat`: Int = 20
        @Option var precision: Precision = .f32
        /// Where each file's windows and their scores go, as raw floats, so that the peer's can be held against them.
        @Option var output: String?
        @Option var format: ObjectFormat = .json

        private struct Figures: Encodable {
            var model: String
            var precision: String
            var files: Int
            var seconds = 0.0
            var windows = 0
            /// Of each file's passes; other work on the machine disturbs the fastest of them least.
            var median = Parts()
            var minimum = Parts()
        }

        /// Milliseconds, added up over the files.
        private struct Parts: Encodable {
            var decode = 0.0
            var resample = 0.0
            var logMel = 0.0
            var network = 0.0
            var whole = 0.0
        }

        func run() throws {
            let file = try ModelFile(contentsOf: model)
            let inspector = try Inspector(file, engine: InferenceEngine(), precision: precision)
            guard let frontEnd = inspector.card.soundFrontEnd else {
                throw ValidationError("\(model) is no model of sounds.")
            }
            let network = try CompiledNetwork(
                file, engine: InferenceEngine(), options: .init(precision: precision, threads: 1, streams: 1, batch: 1))
            let (inspection, session) = (try inspector.inspection(), try InferenceSession(network))
            let extractor = try LogMelExtractor(frontEnd.logMel)
            var figures = Figures(model: model, precision: precision.rawValue, files: files.count)
            for path in files {
                let signal = try AudioFile.read(path)
                figures.seconds += signal.duration
                let mono = try ChannelMixer(frontEnd.channels, channelCount: signal.channelCount, name: path)(signal)[0]
                let rates = (from: signal.sampleRate, to: frontEnd.logMel.sampleRate)
                let samples = try Resampler.resample(mono, from: rates.from, to: rates.to)
                let windows = try SoundWindowStream.windows(of: signal, frontEnd: frontEnd, extractor: extractor)
                figures.windows += windows.count
                func time(_ part: WritableKeyPath<Parts, Double>, _ body: () throws -> Void) rethrows {
                    let times = try Stopwatch.milliseconds(repeats: `repeat`, body)
                    figures.median[keyPath: part] += times.median
                    figures.minimum[keyPath: part] += times.minimum
                }
                try time(\.decode) { _ = try AudioFile.read(path) }
                try time(\.resample) { _ = try Resampler.resample(mono, from: rates.from, to: rates.to) }
                time(\.logMel) { _ = extractor.extract(samples) }
                let scores = try Self.scores(windows, session, frontEnd)
                try time(\.network) { _ = try Self.scores(windows, session, frontEnd) }
                try time(\.whole) { _ = try inspection.inspect(InspectionOrder(path: path)) }
                if let output { try Self.write(windows, scores, path, to: output) }
            }
            Console.out(try JSONLine.encode(figures))
        }

        private static func scores(
            _ windows: [SoundWindow], _ session: InferenceSession, _ frontEnd: SoundFrontEnd
        ) throws -> [Float] {
            let names = ResidualNetwork.Names.self
            let shape = [1, 1, frontEnd.windowFrames, frontEnd.logMel.bandCount]
            var scores: [Float] = []
            for window in windows {
                try window.values.withUnsafeBufferPointer { values in
                    try session.run(names.features, values, shape: shape, fetch: [names.probabilities]) { found, _ in
                        scores += found[0]
                    }
                }
            }
            return scores
        }

        private static func write(_ windows: [SoundWindow], _ scores: [Float], _ path: String, to folder: String) throws
        {
            let stem = path.split(separator: "/").last?.split(separator: ".").first ?? "sound"
            let parts = [("windows", windows.flatMap(\.values)), ("scores", scores)]
            for (name, values) in parts {
                let bytes = values.withUnsafeBytes { Array($0) }
                try AtomicFile.write(bytes, to: "\(folder)/\(stem).\(name).f32")
            }
        }
    }
}
