public import ArgumentParser
import Augmentation
import InspectionTypes
public import NeuralNetworks
import Training
import TrainingTasks

/// How a segmenter looks and what it learns from, beside what all kinds of models are told.
struct SegmenterOptions: ParsableArguments {
    enum LossKind: String, ExpressibleByArgument, CaseIterable {
        case dice, tversky
        case crossEntropy = "cross-entropy"
    }

    @Option(
        help: ArgumentHelp("light for the edge, full for the best figures; light by default.", valueName: "preset"))
    var preset: UNet.Preset?

    @Option(
        help: ArgumentHelp(
            "Residual blocks of the encoder: 18 or 34; the preset's by default.", valueName: "layers",
            visibility: .hidden))
    var depth: Int?

    @Option(help: ArgumentHelp("Pixels a side of the tiles that the network sees.", valueName: "pixels"))
    var tile: Int = 256

    @Option(
        help: ArgumentHelp(
            "Pixels that neighbouring tiles share; a quarter of the tile by default.", valueName: "pixels",
            visibility: .hidden))
    var overlap: Int?

    @Option(
        help: ArgumentHelp("auto (grey where all pictures are), grey or rgb.", valueName: "colour", visibility: .hidden)
    )
    var colour: PictureFrontEndOptions.Colour = .auto

    @Option(help: ArgumentHelp("What the masks show; the findings' label.", valueName: "name"))
    var defect: String = "crack"

    @Option(
        help: ArgumentHelp(
            "Pictures without a defect, by a pattern on their names such as 'noncrack*'; they need no mask.",
            valueName: "pattern"))
    var negatives: String?

    @Option(
        help: ArgumentHelp(
            "Share of the crops that are placed where defects are.", valueName: "share", visibility: .hidden))
    var defectCrops: Double = 0.7

    @Option(
        help: ArgumentHelp(
            "dice (with cross-entropy), tversky (focal, with cross-entropy: misses weigh more), or cross-entropy.",
            valueName: "kind", visibility: .hidden))
    var loss: LossKind = .dice

    @Option(
        help: ArgumentHelp(
            "Pixels of the smallest region reported; chosen on the validation part by default.", valueName: "pixels",
            visibility: .hidden))
    var minimumArea: Int?

    func validate() throws {
        if let depth, ![18, 34].contains(depth) { throw ValidationError("--depth takes 18 or 34.") }
        guard (32...2048).contains(tile), tile % 32 == 0 else {
            throw ValidationError("--tile takes a multiple of 32 from 32 to 2048.")
        }
        if let overlap, !(0...tile / 2).contains(overlap) {
            throw ValidationError("--overlap takes 0 to half of the tile.")
        }
        guard (0...1).contains(defectCrops) else { throw ValidationError("--defect-crops takes a number from 0 to 1.") }
        if let minimumArea, minimumArea < 1 { throw ValidationError("--minimum-area takes a number from 1.") }
    }

    /// The front end: tiles at the pictures' own scale.
    func frontEnd(colour: Picture.Colour) -> PictureFrontEnd {
        PictureFrontEnd(width: tile, height: tile, colour: colour, fit: .tile, overlap: overlap ?? tile / 4)
    }

    /// The network, with another width where one is asked for.
    func network(width: Int?) -> UNet {
        var network = UNet(preset ?? .light)
        if let width { network.width = width }
        if let depth { network.depth = depth == 34 ? .resnet34 : .resnet18 }
        return network
    }

    var objective: SegmentationObjective {
        switch loss {
        case .dice: SegmentationObjective()
        case .tversky: SegmentationObjective(dice: 0, tversky: 1)
        case .crossEntropy: SegmentationObjective(dice: 0)
        }
    }

    var crops: CropSettings {
        var settings = CropSettings()
        settings.defectShare = defectCrops
        return settings
    }
}

extension UNet.Preset: ExpressibleByArgument {}
