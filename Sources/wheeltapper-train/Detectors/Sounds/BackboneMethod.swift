import Datasets
import DetectorFitting
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Training

/// A network that someone trained before gives the embedding; nothing is trained.
struct BackboneMethod: SoundDetectorMethod {
    static let name = "backbone"
    static let usualEpochs = 0
    static let stepNoun = "windows"
    static let usesStatistics = true

    let training: SoundDetectorTraining

    func frontEnd(_ options: SoundFrontEndOptions, lowestRate: Double, length: Double) throws -> SoundFrontEnd {
        let file = try file()
        guard let card = try? file.card(), var frontEnd = card.soundFrontEnd else {
            return options.settings(lowestRate: lowestRate, usual: .detector(length: length))
        }
        frontEnd.channels = options.channels ?? frontEnd.channels
        if let hop = options.hop { frontEnd.hopSeconds = hop }
        return frontEnd
    }

    func network(_ items: [DataItem], _ material: SoundDetectorTraining.Material, unit: String, _ run: RunFolder) throws
        -> LearntNetwork
    {
        let logMel = material.frontEnd.logMel
        let backbone = try SoundBackbone(file(), frames: material.frontEnd.windowFrames, bands: logMel.bandCount)
        return LearntNetwork(
            network: DetectorNetwork(graph: backbone.graph, embedding: ClassifierNames.embedding), outcome: nil)
    }

    private func file() throws -> ModelFile {
        guard let path = training.command.backbone.backbone else {
            throw DatasetError(.layout, "--method backbone needs --backbone FILE, a model whose embedding is taken")
        }
        return try ModelFile(contentsOf: path)
    }
}

extension SoundFrontEndOptions.Usual {
    /// 128 bands of 1024 points at 16 kHz, every half of them.
    static func detector(length: Double) -> SoundFrontEndOptions.Usual {
        SoundFrontEndOptions.Usual(window: length, bands: 128, frameHop: 32, frameLength: 45)
    }
}
