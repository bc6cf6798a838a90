import ArgumentParser
import Datasets
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make a model file of a network that was published elsewhere.",
        subcommands: [YAMNet.self])

    struct YAMNet: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "yamnet",
            abstract: "YAMNet, which tells 521 everyday sounds: from the published TFLite file or Keras weights.",
            discussion: """
                Example: wheeltapper import yamnet yamnet.tflite -o yamnet.onnx
                         wheeltapper predict yamnet.onnx recording.wav
                docs/yamnet.md says where the file and the names of its sounds are published.
                """)

        @Argument(help: "The published file: yamnet.tflite or yamnet.h5.")
        var file: String

        @Option(
            help: ArgumentHelp(
                "The names of its sounds, yamnet_class_map.csv; by default the file of that name beside the published one.",
                valueName: "csv"))
        var classes: String?

        @Option(name: .shortAndLong, help: ArgumentHelp("The model file to write.", valueName: "file"))
        var output: String

        func run() throws {
            guard FileManager.default.fileExists(atPath: file) else {
                throw ValidationError(
                    "there is no file \(file): is the name right? docs/yamnet.md says where YAMNet is published.")
            }
            let map = try classMap()
            try OutputFile.check(output, inputs: [file, map])
            let (model, format) = try YAMNetModel.file(
                contentsOf: file, classes: AudioSetClassMap.names(contentsOf: map), command: Self.command)
            try model.write(to: output)
            let summary = try GraphSummary(model.graph)
            Console.out(
                "\(output)  YAMNet from \(format.rawValue): \(try model.card().classes.count) sounds, "
                    + "\(DecimalText.grouped(summary.parameters)) parameters; self-test passed")
        }

        private static var command: String {
            "wheeltapper " + CommandLine.arguments.dropFirst().joined(separator: " ")
        }

        private func classMap() throws -> String {
            if let classes { return classes }
            let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
            let beside = folder + "yamnet_class_map.csv"
            guard FileManager.default.fileExists(atPath: beside) else {
                throw ValidationError(
                    "there is no \(beside): name the table with the sounds' names with --classes; docs/yamnet.md says where it is published."
                )
            }
            return beside
        }
    }
}
