import ArgumentParser
import Datasets
import InspectionTypes

struct DetectorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detector",
        abstract: "Learn what is normal, and report what is not.",
        usage: "wheeltapper train detector DATA -o MODEL.onnx [--false-alarms 1/week] [--method METHOD] [options]",
        discussion: """
            Example: wheeltapper train detector machines -o detector.onnx --false-alarms 1/week
            DATA holds normal recordings or pictures: one folder of them; normal/ beside folders of anomalies, which only judge;
            the layouts of DCASE Task 2 and MIMII, whose machine IDs are each held against their own normal sounds; MVTec AD's.
            """
    )

    @OptionGroup var options: RunOptions
    @OptionGroup(title: "Detector") var detector: DetectorOptions
    @OptionGroup(title: "Sounds") var sound: SoundFrontEndOptions
    @OptionGroup(title: "Pictures") var picture: PictureFrontEndOptions
    @OptionGroup(title: "Backbone") var backbone: BackboneOptions
    @OptionGroup(title: "Network and training") var learning: LearningOptions
    @OptionGroup(title: "Model card") var card: CardOptions

    func run() throws {
        StopSignal.install()
        let dataset = try DatasetScanner.scan(
            options.data,
            options: .init(groupBy: options.groupBy, purpose: .detection, normalNames: Set(card.normal)))
        try MediumWords.check(CommandLine.arguments, for: dataset.medium, allowing: ["--backbone"])
        switch dataset.medium {
        case .sound: try SoundDetectorTraining(command: self, dataset: dataset).run()
        case .picture: try PictureDetectorTraining(command: self, dataset: dataset).run()
        }
    }
}
