import ArgumentParser
import Inference
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks

extension BenchCommand {
    /// From picture files to masks the way that service takes, one thread: decoding, features, network, map, threshold.
    struct Segment: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "segment")

        @Argument var model: String
        @Argument var files: [String]
        /// How often all files are gone through.
        @Option var `repeat`: Int = 20
        @Option var precision: Precision = .f32
        /// Of a pixel; the card's where not given.
        @Option var threshold: Double?
        /// A folder for the masks, as PNG under the files' names with `.png` behind, so that the peer's can be held against them.
        @Option var masks: String?
        @Option var format: ObjectFormat = .json

        private struct Figures: Encodable {
            var model: String
            /// The one that served: the one asked for, or f32 after a failed self-test.
            var precision: String
            var threshold: Double
            var files: Int
            /// File to mask: the median over all files and passes.
            var milliseconds: Double
            var minimum: Double
            /// Of these, the file's decoding.
            var decoding: Double
            /// And what lies between the decoded picture and its map: features, network, blending.
            var map: Double
            var repeats: Int
        }

        func validate() throws {
            guard `repeat` > 0, !files.isEmpty else {
                throw ValidationError("bench segment takes files and --repeat from 1.")
            }
        }

        func run() throws {
            let inspector = try Inspector(
                ModelFile(contentsOf: model), engine: InferenceEngine(), precision: precision, workers: 1)
            guard let segmentation = try inspector.inspection() as? PictureSegmentation else {
                throw ValidationError("\(model) is no segmenter.")
            }
            let threshold =
                threshold ?? inspector.card.thresholds["pixel"]?.value ?? PictureSegmentation.defaultThreshold
            if let masks { try writeMasks(segmentation, threshold, to: masks) }
            let whole = try timed { file in
                let mask = try segmentation.probabilityMap(of: PictureFile.read(file)).mask(threshold: threshold)
                precondition(mask.values.count == mask.width * mask.height, "BenchCommand.Segment: no mask")
            }
            let pictures = try Dictionary(files.map { ($0, try PictureFile.read($0)) }) { first, _ in first }
            let decoding = try timed { _ = try PictureFile.read($0) }
            let map = try timed { if let picture = pictures[$0] { _ = try segmentation.probabilityMap(of: picture) } }
            Console.out(
                try JSONLine.encode(
                    Figures(
                        model: model, precision: inspector.precision.rawValue, threshold: threshold, files: files.count,
                        milliseconds: whole.median, minimum: whole.minimum, decoding: decoding.median, map: map.median,
                        repeats: `repeat`)))
        }

        /// The clock on every file by itself, one file after the other, over and over.
        private func timed(_ body: (String) throws -> Void) rethrows -> (median: Double, minimum: Double) {
            var next = 0
            return try Stopwatch.milliseconds(repeats: `repeat` * files.count) {
                try body(files[next % files.count])
                next += 1
            }
        }

        private func writeMasks(_ segmentation: PictureSegmentation, _ threshold: Double, to folder: String) throws {
            for file in files {
                let mask = try segmentation.probabilityMap(of: PictureFile.read(file)).mask(threshold: threshold)
                let name = file.split(separator: "/").last.map(String.init) ?? file
                try PictureFile.write(mask, to: "\(folder)/\(name).png")
            }
        }
    }
}
