import Inference
import InspectionTypes
import NeuralNetworks
import Signals

/// Makes inspections of the kind and medium that a card names, once card and graph are known to fit each other.
struct InspectionWorkshop: Sendable {
    /// What stands before the network; tables that all inspections share are made once.
    private enum FrontEnd: Sendable {
        case sound(SoundFrontEnd, LogMelExtractor)
        case picture(PictureFrontEnd)
    }

    private let card: ModelCard
    private let frontEnd: FrontEnd
    private let outputs: Set<String>
    /// Of a detector.
    private let reference: NormalReference?

    /// - Throws: ``PipelineError`` where the card makes no sense, or it and the graph and the reference do not belong to each other.
    init(_ card: ModelCard, _ graph: Graph, reference: NormalReference?) throws {
        self.card = card
        self.outputs = Set(graph.outputs.map(\.name))
        self.reference = reference
        try reference?.check(card)
        try Self.checkClasses(card)
        switch (card.kind, card.medium) {
        case (.classifier, .sound), (.detector, .sound):
            guard let sound = card.soundFrontEnd else { throw Self.missing("sound_front_end") }
            let extractor = try SoundCardCheck.extractor(sound)
            try SoundCardCheck.check(card, sound, graph)
            self.frontEnd = .sound(sound, extractor)
        case (.classifier, .picture), (.detector, .picture), (.segmenter, .picture):
            guard let picture = card.pictureFrontEnd else { throw Self.missing("picture_front_end") }
            try PictureCardCheck.check(picture, kind: card.kind)
            try PictureCardCheck.checkThresholds(card)
            try PictureCardCheck.check(card, picture, graph)
            self.frontEnd = .picture(picture)
        case (.segmenter, .sound):
            throw PipelineError(
                .mismatch,
                "the model is a segmenter of sounds; this program inspects with classifiers and detectors of sounds and pictures "
                    + "and with segmenters of pictures: use one of these, or a newer wheeltapper"
            )
        }
    }

    /// Of a detector's machines, in the card's order.
    var thresholds: [Double] { card.detector?.machines.map(\.threshold) ?? [] }

    func inspection(_ network: CompiledNetwork, _ settings: InspectionSettings) throws -> any Inspection {
        let session = try InferenceSession(network)
        switch frontEnd {
        case .sound(var frontEnd, let extractor):
            if let channels = settings.channels { frontEnd.channels = channels }
            let reading = SoundReading(frontEnd: frontEnd, extractor: extractor)
            guard card.kind == .detector else {
                return SoundInspection(card: card, reading: reading, session: session)
            }
            return try SoundDetection(
                card: card, detector: DetectorCardCheck.check(card), reading: reading, session: session,
                outputNames: outputs, reference: reference, settings: settings)
        case .picture(let frontEnd):
            let pictures = PictureNetwork(session, frontEnd: frontEnd)
            switch card.kind {
            case .classifier:
                return PictureInspection(
                    card: card, network: pictures, hasActivationMap: outputs.contains(PictureNames.activationMap))
            case .detector:
                return try PictureDetection(
                    card: card, detector: DetectorCardCheck.check(card), network: pictures, outputNames: outputs,
                    reference: reference, settings: settings)
            case .segmenter: return PictureSegmentation(card: card, network: pictures, settings: settings)
            }
        }
    }

    static func checkClasses(_ card: ModelCard) throws {
        guard !card.classes.isEmpty, Set(card.classes).count == card.classes.count else {
            throw PipelineError(
                .card, "the card names no classes, or one of them twice: \(card.classes); name each class once")
        }
    }

    private static func missing(_ key: String) -> PipelineError {
        PipelineError(
            .card, "the card has no '\(key)': the card is damaged; copy the model again from where it was made")
    }
}
