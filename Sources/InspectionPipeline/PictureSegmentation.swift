public import InspectionTypes
import NeuralNetworks
import Signals

/// One thread's way from a picture to the regions of its defects; takes pictures one after the other. One owner.
///
/// A picture larger than the model's input is cut into overlapping tiles, looked at one by one and blended band by band, so that
/// memory grows with the picture itself and its map of a byte a pixel, not with its tiles.
public final class PictureSegmentation: Inspection {
    /// A pixel belongs to a defect from this probability on, where the card says nothing.
    public static let defaultThreshold = 0.5

    private let card: ModelCard
    private let network: PictureNetwork
    private let extractor: PictureFeatureExtractor
    private let settings: InspectionSettings
    /// Of a pixel's probability.
    private let threshold: Double
    /// Of a region, in pixels.
    private let minimumArea: Int
    private let defect: String
    private let normal: String

    init(card: ModelCard, network: PictureNetwork, settings: InspectionSettings) {
        self.card = card
        self.network = network
        self.extractor = PictureFeatureExtractor(network.frontEnd)
        self.settings = settings
        self.threshold = card.thresholds["pixel"]?.value ?? Self.defaultThreshold
        self.minimumArea = max(1, Int((card.thresholds["area"]?.value ?? 1).rounded(.up)))
        self.defect = card.classes.first { !card.normalClasses.contains($0) } ?? "defect"
        self.normal = card.normalClasses.first ?? "normal"
    }

    /// Looks at a picture file.
    ///
    /// The verdict is a defect where any region is left; its score is the mean probability over the largest region, and without a region
    /// the map's largest probability.
    public func inspect(_ order: InspectionOrder, wantsEvidence: Bool) throws -> InspectionOutcome {
        let begun = Stopwatch()
        let file = try PictureReading.read(order)
        var outcome = try inspect(file.picture, name: order.path, wantsEvidence: wantsEvidence, begun)
        outcome.warnings = file.warnings + outcome.warnings
        return outcome
    }

    /// Judges a picture in memory.
    ///
    /// - Parameter name: what the finding calls it.
    public func inspect(_ picture: Picture, name: String, wantsEvidence: Bool = false) throws -> InspectionOutcome {
        try inspect(picture, name: name, wantsEvidence: wantsEvidence, Stopwatch())
    }

    private func inspect(
        _ picture: Picture, name: String, wantsEvidence: Bool, _ begun: Stopwatch
    ) throws -> InspectionOutcome {
        let map = try probabilityMap(of: picture)
        let regions = RegionFinder.find(
            in: map, threshold: threshold, minimumArea: minimumArea, label: defect,
            millimetresPerPixel: settings.millimetresPerPixel)
        return InspectionOutcome(
            findings: [finding(name, map, regions.listed, begun)],
            warnings: regions.warning.map { ["\(name): \($0)"] } ?? [],
            evidence: wantsEvidence ? InspectionEvidence(picture: picture, map: map) : nil)
    }

    /// How probable a defect is at every pixel, at the picture's own size.
    public func probabilityMap(of picture: Picture) throws -> ProbabilityMap {
        let frontEnd = network.frontEnd
        if frontEnd.fit == .tile { return try tiled(picture) }
        extractor.write(picture, into: network.features)
        var levels: [UInt8] = []
        try network.probability(flips: settings.flips) { levels = $0.map(Self.level) }
        return MapPlacement.lay(
            Picture(width: frontEnd.width, height: frontEnd.height, colour: .grey, pixels: levels), over: picture,
            frontEnd: frontEnd)
    }

    private func tiled(_ picture: Picture) throws -> ProbabilityMap {
        let plan = plan(picture)
        var blender = TileBlender(plan)
        for index in 0..<plan.count {
            extractor.write(plan[index], of: picture, into: network.features)
            try network.probability(flips: settings.flips) { blender.add($0) }
        }
        return blender.finished()
    }

    private func plan(_ picture: Picture) -> TilePlan {
        let frontEnd = network.frontEnd
        return TilePlan(
            width: picture.width, height: picture.height, tileWidth: frontEnd.width, tileHeight: frontEnd.height,
            overlap: frontEnd.overlap)
    }

    public func embedding(of order: InspectionOrder) throws -> [Float] {
        let picture = try PictureReading.read(order).picture
        var mean = MeanEmbedding()
        func look() throws {
            try network.run(fetch: [PictureNames.embedding]) { outputs, _ in try mean.add(outputs[0]) }
        }
        if network.frontEnd.fit == .tile {
            for tile in plan(picture).tiles {
                extractor.write(tile, of: picture, into: network.features)
                try look()
            }
        } else {
            extractor.write(picture, into: network.features)
            try look()
        }
        return mean.values ?? []
    }

    public func scores(of golden: GoldenInput) throws -> GoldenScores {
        extractor.write(try golden.picture, into: network.features)
        var scores: GoldenScores?
        try network.probability(flips: false) { map in
            scores = GoldenScores(
                map: map, width: network.frontEnd.width, height: network.frontEnd.height, threshold: threshold)
        }
        return scores ?? GoldenScores(probabilities: [])
    }

    private static func level(_ probability: Float) -> UInt8 {
        probability > 0 ? UInt8(min(probability, 1) * 255 + 0.5) : 0
    }

    private func finding(_ name: String, _ map: ProbabilityMap, _ regions: [Region], _ begun: Stopwatch) -> Finding {
        let score = regions.first?.score ?? Double(map.levels.max() ?? 0) / 255
        return Finding(
            file: name, model: card.name, verdict: regions.isEmpty ? .normal : .defect,
            label: regions.isEmpty ? normal : defect, score: score, threshold: threshold,
            probabilities: [ClassProbability(name: defect, value: score)], regions: regions,
            milliseconds: begun.milliseconds)
    }
}
