import InspectionTypes
import NeuralNetworks

/// Whether a picture model's card makes sense and belongs to its graph.
enum PictureCardCheck {
    /// Of a model's input, in pixels.
    private static let longestSide = 16_384
    private static let largestInput = 1 << 26

    /// A card's numbers come from outside: none may stand in a product or a quotient before it is known to be sane.
    static func check(_ frontEnd: PictureFrontEnd, kind: ModelCard.Kind) throws {
        let (width, height) = (frontEnd.width, frontEnd.height)
        guard (1...longestSide).contains(width), (1...longestSide).contains(height), width * height <= largestInput
        else {
            throw wrong(
                "width and height of \(width) × \(height) pixels",
                "they must lie within 1...\(longestSide) and hold no more than \(largestInput) pixels")
        }
        if frontEnd.fit == .tile {
            guard kind == .segmenter else {
                throw wrong("fit 'tile'", "a \(kind) takes a picture whole: stretch, pad or crop")
            }
            guard frontEnd.overlap >= 0, frontEnd.overlap <= min(width, height) / 2 else {
                throw wrong(
                    "overlap of \(frontEnd.overlap) pixels",
                    "it must lie within 0...\(min(width, height) / 2), half a tile's shorter side")
            }
        }
        if frontEnd.fit == .crop {
            guard frontEnd.cropMargin >= 1, frontEnd.cropMargin <= 4 else {
                throw wrong("crop_margin of \(frontEnd.cropMargin)", "it must lie within 1...4")
            }
        }
        let channels = frontEnd.colour.channelCount
        guard [0, channels].contains(frontEnd.mean.count), frontEnd.mean.allSatisfy(\.isFinite) else {
            throw wrong("mean \(frontEnd.mean)", "it must hold \(channels) numbers, one a channel, or none")
        }
        guard [0, channels].contains(frontEnd.deviation.count),
            frontEnd.deviation.allSatisfy({ $0.isFinite && $0 > 1e-12 })
        else {
            throw wrong(
                "deviation \(frontEnd.deviation)", "it must hold \(channels) numbers above 0, one a channel, or none")
        }
    }

    static func checkThresholds(_ card: ModelCard) throws {
        if let pixel = card.thresholds["pixel"]?.value, !(0...1).contains(pixel) {
            throw wrong("threshold 'pixel' of \(pixel)", "a probability lies within 0...1")
        }
        if let area = card.thresholds["area"]?.value, !(0...1e12).contains(area) {
            throw wrong("threshold 'area' of \(area)", "it is a number of pixels, 0 or more")
        }
    }

    static func check(_ card: ModelCard, _ frontEnd: PictureFrontEnd, _ graph: Graph) throws {
        let shapes = try ShapeInference(graph).shapes
        try GraphCheck.input(PictureNames.picture, is: frontEnd.inputShape, in: graph, shapes)
        if card.kind == .detector {
            try DetectorCardCheck.checkInputs(graph, known: [PictureNames.picture])
            try DetectorCardCheck.checkMap(graph, shapes)
            return try DetectorCardCheck.check(DetectorCardCheck.check(card), graph, shapes)
        }
        if card.kind == .classifier {
            try GraphCheck.output(PictureNames.probabilities, in: graph)
            try GraphCheck.classes(card, shapes)
            return
        }
        try GraphCheck.output(PictureNames.probability, in: graph)
        let defects = card.classes.filter { !card.normalClasses.contains($0) }
        guard defects.count == 1 else {
            throw PipelineError(
                .card,
                "a segmenter has one class of defect; the card names \(defects.count): \(defects.joined(separator: ", "))"
            )
        }
        if let shape = shapes[PictureNames.probability] {
            let wanted = [1, 1, frontEnd.height, frontEnd.width]
            guard shape == wanted else {
                throw PipelineError(
                    .mismatch, "the card's front end asks for a map of \(wanted), the graph gives \(shape)")
            }
        }
    }

    private static func wrong(_ what: String, _ rule: String) -> PipelineError {
        PipelineError(
            .card,
            "the card's \(what) cannot be: \(rule). Mend the card, or copy the model again from where it was made")
    }
}
