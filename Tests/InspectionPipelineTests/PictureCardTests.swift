import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Testing

/// Cards that make no sense or belong to another graph are errors with a reason, never a trap.
@Suite struct PictureCardTests {
    struct Misfit: Sendable, CustomTestStringConvertible {
        var name: String
        var kind: ModelCard.Kind
        var message: String
        var change: @Sendable (inout ModelCard) -> Void
        var testDescription: String { "\(kind): \(name)" }

        init(
            _ name: String, _ kind: ModelCard.Kind = .segmenter, says message: String,
            _ change: @escaping @Sendable (inout ModelCard) -> Void
        ) {
            (self.name, self.kind, self.message, self.change) = (name, kind, message, change)
        }

        static func frontEnd(
            _ name: String, _ kind: ModelCard.Kind = .segmenter, says message: String,
            _ change: @escaping @Sendable (inout PictureFrontEnd) -> Void
        ) -> Misfit {
            Misfit(name, kind, says: message) { card in
                guard var frontEnd = card.pictureFrontEnd else { return }
                change(&frontEnd)
                card.pictureFrontEnd = frontEnd
            }
        }
    }

    static let misfits: [Misfit] = [
        .frontEnd("no width", says: "width and height") { $0.width = 0 },
        .frontEnd("a height below 0", says: "width and height") { $0.height = -1 },
        .frontEnd("a width that no product holds", says: "width and height") { $0.width = .max },
        .frontEnd("an input without end", says: "width and height") { ($0.width, $0.height) = (16_384, 16_384) },
        .frontEnd("an overlap of a whole tile", says: "overlap of 16") { $0.overlap = 16 },
        .frontEnd("an overlap beyond a tile", says: "overlap of") { $0.overlap = .max },
        .frontEnd("an overlap below 0", says: "overlap of -3") { $0.overlap = -3 },
        .frontEnd("a margin of 0", says: "crop_margin of 0.0") { ($0.fit, $0.cropMargin) = (.crop, 0) },
        .frontEnd("a margin that is no number", says: "crop_margin of nan") { ($0.fit, $0.cropMargin) = (.crop, .nan) },
        .frontEnd("a margin without end", says: "crop_margin of") { ($0.fit, $0.cropMargin) = (.crop, 1e300) },
        .frontEnd("means of another colour", says: "mean [0.5, 0.5, 0.5]") { $0.mean = [0.5, 0.5, 0.5] },
        .frontEnd("a mean without end", says: "mean [inf]") { $0.mean = [.infinity] },
        .frontEnd("a deviation of 0", says: "deviation [0.0]") { $0.deviation = [0] },
        .frontEnd("another size than the graph's", says: "belongs to another graph") { $0.width = 32 },
        .frontEnd("another colour than the graph's", says: "belongs to another graph") { $0.colour = .rgb },
        .frontEnd("tiles for a classifier", .classifier, says: "a classifier takes a picture whole") { $0.fit = .tile },
        Misfit("a threshold beyond 1", says: "threshold 'pixel' of 2.0") {
            $0.thresholds["pixel"] = .init(value: 2, derivation: "")
        },
        Misfit("a threshold that is no number", says: "threshold 'pixel' of nan") {
            $0.thresholds["pixel"] = .init(value: .nan, derivation: "")
        },
        Misfit("an area without end", says: "threshold 'area' of") {
            $0.thresholds["area"] = .init(value: 1e300, derivation: "")
        },
        Misfit("two defects", says: "one class of defect; the card names 2") { $0.classes = ["crack", "hole"] },
        Misfit("no defect", says: "one class of defect; the card names 0") { $0.normalClasses = ["crack"] },
        Misfit("no classes", .classifier, says: "names no classes") { $0.classes = [] },
        Misfit("a class twice", .classifier, says: "one of them twice") { $0.classes = ["a", "a"] },
        Misfit("a class more", .classifier, says: "3 classes, the graph tells 2") { $0.classes = ["a", "b", "c"] },
        Misfit("no front end", says: "no 'picture_front_end'") { $0.pictureFrontEnd = nil },
        Misfit("a segmenter of sounds", says: "the model is a segmenter of sounds") { $0.medium = .sound },
        Misfit("the other kind", .classifier, says: "no output 'probability'") {
            ($0.kind, $0.classes, $0.normalClasses) = (.segmenter, ["bright"], [])
        },
    ]

    @Test(arguments: misfits)
    func aCardThatCannotBeIsAnErrorWithItsReason(_ misfit: Misfit) throws {
        var file =
            misfit.kind == .classifier
            ? try PictureModels.classifier()
            : try PictureModels.segmenter(PictureModels.frontEnd(16, 16, fit: .tile, overlap: 4))
        var card = try file.card()
        misfit.change(&card)
        // Numbers that JSON does not know come no other way than by hand.
        let encoder = CardCoding.encoder
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Inf", negativeInfinity: "-Inf", nan: "NaN")
        guard let data = try? CardCoding.encoder.encode(card) else {
            // Such a card cannot be written into a file, so none can be read from one.
            return
        }
        file.metadata[ModelCard.metadataKey] = String(decoding: data, as: UTF8.self)
        let error = #expect(throws: PipelineError.self) { try Inspector(file, engine: InferenceEngine()) }
        #expect(error?.message.contains(misfit.message) == true, "\(error?.message ?? "")")
    }

    @Test func aKindThatIsNotKnownIsNamed() throws {
        var file = try PictureModels.classifier()
        let text = try #require(file.metadata[ModelCard.metadataKey])
        file.metadata[ModelCard.metadataKey] = text.replacing("\"classifier\"", with: "\"oracle\"")
        let error = #expect(throws: PipelineError.self) { try Inspector(file, engine: InferenceEngine()) }
        #expect(error?.message.contains("kind") == true && error?.message.contains("oracle") == true)
    }
}
