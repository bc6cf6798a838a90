import ArgumentParser
public import Datasets
import DetectorFitting
import InspectionPipeline
public import InspectionTypes
public import NeuralNetworks

/// A network that someone trained before gives the embedding; nothing is trained, so that this needs no libtorch.
public struct BackboneMethod: SoundDetectorMethod {
    public static let name = "backbone"
    public static let stepNoun = "windows"
    public static let trains = false
    public static let usesStatistics = true

    private let file: ModelFile

    public init(_ file: ModelFile) { self.file = file }

    /// - Throws: `ValidationError` where no backbone is named, `NetworkError` for a file that is none.
    public init(_ options: BackboneOptions) throws {
        guard let path = options.backbone else {
            throw ValidationError("--method backbone needs --backbone FILE, a model whose embedding is taken")
        }
        self.init(try ModelFile(contentsOf: path))
    }

    public func frontEnd(_ options: SoundFrontEndOptions, lowestRate: Double, length: Double) throws -> SoundFrontEnd {
        guard let card = try? file.card(), var frontEnd = card.soundFrontEnd else {
            return options.settings(lowestRate: lowestRate, usual: .detector(length: length))
        }
        frontEnd.channels = options.channels ?? frontEnd.channels
        if let hop = options.hop { frontEnd.hopSeconds = hop }
        return frontEnd
    }

    public func network(
        _ items: [DataItem], _ material: SoundDetectorTraining.Material, unit: String, _ run: RunFolder
    ) throws -> LearntNetwork {
        let backbone = try SoundBackbone(
            file, frames: material.frontEnd.windowFrames, bands: material.frontEnd.logMel.bandCount)
        return LearntNetwork(
            network: DetectorNetwork(graph: backbone.graph, embedding: ClassifierNames.embedding))
    }
}

extension SoundFrontEndOptions.Usual {
    /// 128 bands of 1024 points at 16 kHz, every half of them.
    public static func detector(length: Double) -> SoundFrontEndOptions.Usual {
        SoundFrontEndOptions.Usual(window: length, bands: 128, frameHop: 32, frameLength: 45)
    }
}
