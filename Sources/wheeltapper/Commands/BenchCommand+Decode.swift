import ArgumentParser
import FoundationEssentials
import InspectionTypes
import Media

extension BenchCommand {
    /// From a picture file's bytes, in memory, to its pixels; one thread.
    struct Decode: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "decode")

        @Argument var file: String
        @Option var `repeat`: Int = 200
        @Option var format: ObjectFormat = .json

        private struct Figures: Encodable {
            var file: String
            var width: Int
            var height: Int
            var milliseconds: Double
            var minimum: Double
            var repeats: Int
        }

        func run() throws {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
            let picture = try PictureFile.decode(bytes, name: file)
            let times = try Stopwatch.milliseconds(repeats: `repeat`) {
                let again = try PictureFile.decode(bytes, name: file)
                precondition(again.width == picture.width, "BenchCommand.Decode: another picture than before")
            }
            Console.out(
                try JSONLine.encode(
                    Figures(
                        file: file, width: picture.width, height: picture.height, milliseconds: times.median,
                        minimum: times.minimum, repeats: `repeat`)))
        }
    }
}
