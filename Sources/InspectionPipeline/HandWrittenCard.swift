import FoundationEssentials
public import InspectionTypes
public import NeuralNetworks

/// A card that a person wrote, as JSON, for a model that someone else trained: what stands between a picture and that graph, and what
/// its output means. `docs/any-model.md` tells every key.
///
/// Keys that are missing get defaults; unknown and wrong ones are errors that name them.
public struct HandWrittenCard: Sendable, Equatable {
    public var card: ModelCard
    /// How the graph's input and output are to be taken.
    public var interface: ForeignInterface

    /// Reads a card.
    ///
    /// - Throws: ``PipelineError`` naming the file and the key.
    public init(contentsOf path: String) throws {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw PipelineError(.card, "cannot read the card \(path): is the name right, and may you read it?")
        }
        try self.init(json: [UInt8](data), file: path)
    }

    /// - Parameter file: the card's name, for messages; without its ending also the model's where the card gives none.
    public init(json: [UInt8], file: String) throws {
        let value: JSONValue
        do {
            value = try JSONDecoder().decode(JSONValue.self, from: Data(json))
        } catch {
            throw PipelineError(.card, "\(file) is no JSON: \(CardCoding.explain(error))")
        }
        guard case .object(let values) = value else {
            throw PipelineError(.card, "\(file) must hold an object, { … }; it holds \(value.kind)")
        }
        let fields = try JSONFields(values, file: file, known: Self.keys)
        guard let kind = try fields.choice("kind", Kind.self) else {
            throw fields.wrong("kind", "classifier or segmenter")
        }
        guard let classes = try fields.texts("classes"), !classes.isEmpty else {
            throw fields.wrong("classes", "a list of names in the order of the model's output")
        }
        if let medium = try fields.text("medium"), medium != "picture" {
            throw fields.wrong("medium", "picture: sound models of others cannot be taken in yet")
        }
        let normal = try fields.texts("normal_classes") ?? []
        for name in normal where !classes.contains(name) {
            throw PipelineError(
                .card, "\(file): 'normal_classes' names '\(name)', which is not among 'classes': \(classes)")
        }
        var card = ModelCard(
            kind: kind == .classifier ? .classifier : .segmenter, name: try fields.text("name") ?? Self.stem(file),
            version: try fields.text("version") ?? "1", created: Date(timeIntervalSince1970: 0),
            pictureFrontEnd: try Self.frontEnd(fields, kind), classes: classes)
        card.normalClasses = normal
        card.thresholds = try Self.thresholds(fields)
        card.purpose = try fields.text("purpose")
        card.contact = try fields.text("contact")
        self.card = card
        self.interface = ForeignInterface(
            kind: kind == .classifier ? .classifier : .segmenter,
            inputName: try fields.text("input_name"), outputName: try fields.text("output_name"),
            embeddingName: try fields.text("embedding_name"),
            output: try fields.choice("output", ForeignInterface.Output.self) ?? .logits,
            layout: try fields.choice("layout", ForeignInterface.Layout.self) ?? .nchw,
            normalClasses: normal.compactMap { classes.firstIndex(of: $0) })
    }

    private enum Kind: String, CaseIterable { case classifier, segmenter }

    private static let keys = [
        "kind", "medium", "name", "version", "purpose", "contact", "classes", "normal_classes", "picture_front_end",
        "thresholds", "input_name", "output_name", "embedding_name", "output", "layout",
    ]
    private static let frontEndKeys = [
        "width", "height", "colour", "fit", "overlap", "crop_margin", "mean", "deviation",
    ]

    private static func frontEnd(_ fields: JSONFields, _ kind: Kind) throws -> PictureFrontEnd {
        guard let inner = try fields.object("picture_front_end", known: frontEndKeys) else {
            throw fields.wrong("picture_front_end", "an object with at least width and height")
        }
        guard let width = try inner.whole("width") else { throw inner.wrong("width", "a number of pixels") }
        guard let height = try inner.whole("height") else { throw inner.wrong("height", "a number of pixels") }
        let fit: PictureFrontEnd.Fit =
            try inner.choice("fit", PictureFrontEnd.Fit.self) ?? (kind == .segmenter ? .tile : .stretch)
        let side = max(0, min(width, height))
        return PictureFrontEnd(
            width: width, height: height,
            colour: try inner.choice("colour", Colour.self) == .grey ? .grey : .rgb, fit: fit,
            overlap: try inner.whole("overlap") ?? (fit == .tile ? side / 4 : 0),
            cropMargin: try inner.number("crop_margin") ?? 1,
            mean: try (inner.numbers("mean") ?? []).map { Float($0) },
            deviation: try (inner.numbers("deviation") ?? []).map { Float($0) })
    }

    private enum Colour: String, CaseIterable { case grey, rgb }

    /// Each a number, or an object with `value` and `derivation` as our own cards have it.
    private static func thresholds(_ fields: JSONFields) throws -> [String: ModelCard.Threshold] {
        let names = ["pixel", "area"]
        guard let inner = try fields.object("thresholds", known: names) else { return [:] }
        var thresholds: [String: ModelCard.Threshold] = [:]
        for name in names {
            if case .object = inner.values[name] {
                guard let own = try inner.object(name, known: ["value", "derivation"]) else { continue }
                guard let value = try own.number("value") else { throw own.wrong("value", "a number") }
                thresholds[name] = .init(value: value, derivation: try own.text("derivation") ?? "from \(fields.file)")
            } else if let value = try inner.number(name) {
                thresholds[name] = .init(value: value, derivation: "from \(fields.file)")
            }
        }
        return thresholds
    }

    private static func stem(_ path: String) -> String {
        let last = path.split(separator: "/").last.map(String.init) ?? "model"
        return last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
    }
}

extension ModelFile {
    /// A model that someone else trained, with the names and the meaning that an ``Inspector`` looks for, and its card.
    ///
    /// - Throws: ``PipelineError``, `NetworkError` where the graph is not as the card says.
    public func adapted(to card: HandWrittenCard) throws -> ModelFile {
        guard let frontEnd = card.card.pictureFrontEnd else {
            throw PipelineError(.card, "the card has no 'picture_front_end'")
        }
        // All that an inspector would refuse, while it is known that the card is at fault and not the model.
        try InspectionWorkshop.checkClasses(card.card)
        try PictureCardCheck.check(frontEnd, kind: card.card.kind)
        try PictureCardCheck.checkThresholds(card.card)
        var file = self
        file.graph = try ForeignModel.adapted(
            graph, card.interface, channels: frontEnd.colour.channelCount, height: frontEnd.height,
            width: frontEnd.width, classes: card.card.classes.count)
        try PictureCardCheck.check(card.card, frontEnd, file.graph)
        try file.setCard(card.card)
        try file.setGoldenSet(nil)
        return file
    }
}
