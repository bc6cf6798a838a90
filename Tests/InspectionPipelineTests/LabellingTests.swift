import Foundation
import InspectionTypes
import NeuralNetworks
import Testing

@testable import InspectionPipeline

/// Cards say whether labels exclude each other.
@Suite struct LabellingTests {
    private var card: ModelCard {
        ModelCard(
            kind: .classifier, medium: .sound, name: "ear", version: "1", created: Date(timeIntervalSince1970: 0),
            soundFrontEnd: SoundFrontEnd(logMel: .yamnet, windowSeconds: 0.975, hopSeconds: 0.48),
            classes: ["Dog", "Bark", "Rain"])
    }

    private func text(_ card: ModelCard) throws -> String {
        String(decoding: try CardCoding.encoder.encode(card), as: UTF8.self)
    }

    @Test func exclusiveLabelsAreTheRuleAndNotWrittenDown() throws {
        let json = try text(card)
        #expect(!json.contains("labelling"))
        let read = try CardCoding.decoder.decode(ModelCard.self, from: Data(json.utf8))
        #expect(read.labelling == .exclusive && read == card)
    }

    @Test func independentLabelsTravelWithTheCard() throws {
        var card = card
        card.labelling = .independent
        card.origin = "elsewhere"
        let json = try text(card)
        #expect(json.contains("\"labelling\":\"independent\""))
        let read = try CardCoding.decoder.decode(ModelCard.self, from: Data(json.utf8))
        #expect(read.labelling == .independent && read.origin == "elsewhere" && read == card)
    }

    @Test func anUnknownWordIsAnErrorThatNamesTheKey() throws {
        var card = card
        card.labelling = .independent
        var file = ModelFile(graph: Graph(name: "none"))
        file.metadata[ModelCard.metadataKey] = try text(card).split(separator: "independent").joined(separator: "both")
        let refusal = #expect(throws: PipelineError.self) { try file.card() }
        #expect(refusal?.message.contains("labelling") == true)
    }

    @Test func theLikeliestLabelIsTheFindingsWhateverTheScoresAddUpTo() {
        var card = card
        card.labelling = .independent
        let finding = Finding(file: "a.wav", card: card, probabilities: [0.9, 0.8, 0.1], milliseconds: 1)
        #expect(finding.label == "Dog" && finding.score == 0.9 && finding.verdict == .classified)
        #expect(finding.probabilities.map(\.value) == [0.9, 0.8, 0.1])
    }
}
