import ArgumentParser
import Datasets
import InspectionTypes
import TrainingTasks

struct SegmenterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segmenter",
        abstract: "Learn to draw defects pixel by pixel.",
        usage:
            "wheeltapper train segmenter DATA -o MODEL.onnx [--preset light|full] [--epochs N] [--report DIR] [options]",
        discussion: """
            Example: wheeltapper train segmenter walls -o cracks.onnx --negatives 'noncrack*'
            DATA holds images/ and masks/ with files of the same names, perhaps below train/ and test/, or pictures with COCO or
            LabelMe annotations. Masks are white where the defect is.
            What is asked for more seldom is shown by --help-hidden.
            """
    )

    @OptionGroup(title: "Data and output") var options: RunOptions
    @OptionGroup(title: "Segmenter") var segmenter: SegmenterOptions
    @OptionGroup(title: "Backbone") var backbone: BackboneOptions
    @OptionGroup(title: "Network and training") var learning: LearningOptions
    @OptionGroup(title: "Processing") var processing: ProcessingOptions
    @OptionGroup(title: "Model card") var card: CardOptions

    func validate() throws {
        if backbone.backbone != nil, segmenter.preset != nil || segmenter.depth != nil {
            throw ValidationError(
                "--preset and --depth choose an encoder of our own; --backbone takes its place. --width is the decoder's."
            )
        }
    }

    func run() throws {
        StopSignal.install()
        let dataset = try DatasetScanner.scan(
            options.data,
            options: .init(
                groupBy: options.groupBy, purpose: .segmentation, negatives: segmenter.negatives, medium: .picture))
        try SegmenterTraining(command: self, dataset: dataset).run()
    }
}
