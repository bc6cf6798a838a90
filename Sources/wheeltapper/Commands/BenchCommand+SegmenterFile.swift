import ArgumentParser
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks

extension BenchCommand {
    /// A segmenter's file for tiles of any size: a preset with random weights, or a trained one's graph.
    ///
    /// Time does not depend on what the weights are, so a table over sizes needs no training. Golden inputs of a trained file are of its
    /// own size, and stay where that stays.
    struct SegmenterFile: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "segmenter-file")

        @Option(transform: { text in
            guard let preset = UNet.Preset(rawValue: text) else {
                throw ValidationError(
                    "--preset takes \(UNet.Preset.allCases.map(\.rawValue).joined(separator: " or ")).")
            }
            return preset
        }) var preset: UNet.Preset = .light
        /// A trained segmenter instead of a preset.
        @Option var from: String?
        /// Pixels a side.
        @Option var size: Int = 128
        @Flag var grey = false
        /// Of a pixel; as it was where not given.
        @Option var threshold: Double?
        @Option(name: .shortAndLong) var output: String

        func validate() throws {
            guard (32...4096).contains(size), size % 32 == 0 else {
                throw ValidationError("--size takes a multiple of 32 from 32 to 4096.")
            }
            guard threshold.map({ (0...1).contains($0) }) ?? true else {
                throw ValidationError("--threshold takes a number from 0 to 1.")
            }
        }

        func run() throws {
            var file = try from.map { try ModelFile(contentsOf: $0) } ?? random()
            var card = try file.card()
            guard card.kind == .segmenter, var frontEnd = card.pictureFrontEnd else {
                throw ValidationError("\(from ?? output) is no segmenter of pictures.")
            }
            if (frontEnd.width, frontEnd.height) != (size, size) { try file.setGoldenSet(nil) }
            (frontEnd.width, frontEnd.height, frontEnd.overlap) = (size, size, size / 4)
            card.pictureFrontEnd = frontEnd
            file.graph.inputs = file.graph.inputs.map(resized)
            file.graph.outputs = file.graph.outputs.map(resized)
            if let threshold { card.thresholds["pixel"] = .init(value: threshold, derivation: "given for a benchmark") }
            try file.setCard(card)
            try file.write(to: output)
        }

        private func random() throws -> ModelFile {
            let colour: Picture.Colour = grey ? .grey : .rgb
            let channels = colour.channelCount
            let graph = UNet(preset).graph(
                channels: channels, height: .fixed(size), width: .fixed(size),
                mean: [Float](repeating: 0.5, count: channels), deviation: [Float](repeating: 0.25, count: channels),
                seed: 1)
            var card = ModelCard(
                kind: .segmenter, name: "random-\(preset.rawValue)", version: "1",
                created: Date(timeIntervalSince1970: 0),
                pictureFrontEnd: PictureFrontEnd(width: size, height: size, colour: colour, fit: .tile),
                classes: ["crack"])
            card.purpose = "measuring speed: its weights are random"
            var file = ModelFile(graph: graph)
            try file.setCard(card)
            return file
        }

        /// An input or output that is a picture or a map, `[batch, channel, row, column]`, at the new size.
        private func resized(_ value: ValueInfo) -> ValueInfo {
            guard value.shape.count == 4 else { return value }
            var value = value
            value.shape = value.shape[..<2] + [.fixed(size), .fixed(size)]
            return value
        }
    }
}
