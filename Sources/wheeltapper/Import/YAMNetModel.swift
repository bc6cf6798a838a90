import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks

/// YAMNet as one of our model files, from a published one.
enum YAMNetModel {
    /// - Parameters:
    ///   - path: the published weights.
    ///   - classes: their names, in the order of the scores.
    ///   - command: what made the model, for its card.
    static func file(contentsOf path: String, classes: [String], command: String) throws -> (
        file: ModelFile, format: YAMNetNetwork.PublishedFormat
    ) {
        var network = YAMNetNetwork.published
        network.classCount = classes.count
        let (weights, format) = try network.weights(contentsOf: path)
        var file = ModelFile(graph: try network.graph(weights))
        try file.setCard(card(format, classes: classes, command: command))
        try file.setGoldenSet(SyntheticGoldenSounds.scored(by: file, seed: 0))
        return (file, format)
    }

    /// The front end that the network was trained with: patches of 96 frames, one every 48.
    static let frontEnd = SoundFrontEnd(logMel: .yamnet, windowSeconds: 0.975, hopSeconds: 0.48)

    private static func card(
        _ format: YAMNetNetwork.PublishedFormat, classes: [String], command: String
    ) -> ModelCard {
        var card = ModelCard(
            kind: .classifier, medium: .sound, name: "yamnet", version: "1",
            created: Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)), soundFrontEnd: frontEnd,
            classes: classes)
        card.labelling = .independent
        card.purpose = "Names everyday sounds, several at a time; a backbone to train inspectors of sounds on"
        card.origin =
            "YAMNet as published with AudioSet by Google, Apache License 2.0, imported from its \(format.rawValue) file"
        card.command = command
        return card
    }
}
