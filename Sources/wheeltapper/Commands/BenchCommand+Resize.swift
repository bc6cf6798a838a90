import ArgumentParser
import InspectionTypes
import Media
import Signals

extension BenchCommand {
    /// A picture in memory brought to another size; one thread.
    struct Resize: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "resize")

        @Argument var file: String
        /// Pixels a side of the result.
        @Option var size: Int
        /// Where the resized picture goes, as PNG, so that the peer's can be held against it.
        @Option var output: String?
        @Option var `repeat`: Int = 200
        @Option var format: ObjectFormat = .json

        private struct Figures: Encodable {
            var file: String
            var width: Int
            var height: Int
            var channels: Int
            var size: Int
            var milliseconds: Double
            var minimum: Double
            var repeats: Int
        }

        func run() throws {
            guard (1...16_384).contains(size) else { throw ValidationError("--size takes 1 to 16384.") }
            let picture = try PictureFile.read(file)
            if let output {
                try PictureFile.write(PictureResizer.resize(picture, width: size, height: size), to: output)
            }
            let times = Stopwatch.milliseconds(repeats: `repeat`) {
                let small = PictureResizer.resize(picture, width: size, height: size)
                precondition(small.width == size, "BenchCommand.Resize: \(small.width) pixels instead of \(size)")
            }
            Console.out(
                try JSONLine.encode(
                    Figures(
                        file: file, width: picture.width, height: picture.height, channels: picture.channelCount,
                        size: size, milliseconds: times.median, minimum: times.minimum, repeats: `repeat`)))
        }
    }
}
