public import InspectionTypes
import NeuralNetworks
import Signals

/// One thread's way from a picture to how unlike the normal ones it is, and where; takes pictures one after the other. One owner.
public final class PictureDetection: Inspection {
    private let card: ModelCard
    private let network: PictureNetwork
    private let extractor: PictureFeatureExtractor
    private let outputs: DetectorOutputs
    private let reference: NormalReference?
    private let settings: InspectionSettings
    private let hasMap: Bool
    private let threshold: Double
    private let minimumArea: Int
    private let words: (normal: String, anomaly: String)

    /// - Parameters:
    ///   - detector: of one machine.
    ///   - outputNames: of the graph.
    ///   - reference: fits the card.
    init(
        card: ModelCard, detector: DetectorCard, network: PictureNetwork, outputNames: Set<String>,
        reference: NormalReference?, settings: InspectionSettings
    ) throws {
        self.card = card
        self.network = network
        self.reference = reference
        self.settings = settings
        extractor = PictureFeatureExtractor(network.frontEnd)
        outputs = DetectorOutputs(machineCount: detector.machines.count, graph: outputNames)
        hasMap = outputNames.contains(DetectorNames.anomalyMap)
        threshold = detector.machines[0].threshold
        minimumArea = max(1, Int((card.thresholds["area"]?.value ?? 1).rounded(.up)))
        words = card.detectorWords
        _ = try settings.machine.map(MachineChoice(detector).index)
    }

    /// Looks at a picture file.
    ///
    /// The verdict is a defect from the threshold on; its regions are where the graph's map passes the same threshold, their score the
    /// map's mean there. The worst place of a reported picture always belongs to one. The evidence holds the map: as it left the network, and with the threshold at level 128 (``AnomalyScale``).
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

    public func scores(of golden: GoldenInput) throws -> GoldenScores {
        let seen = try look(at: golden.picture)
        return GoldenScores(seen.scores, rule: .every, map: seen.map)
    }

    public func embedding(of order: InspectionOrder) throws -> [Float] {
        extractor.write(try PictureReading.read(order).picture, into: network.features)
        var mean = MeanEmbedding()
        try network.run(fetch: [DetectorNames.embedding]) { outputs, _ in try mean.add(outputs[0]) }
        return mean.values ?? []
    }

    private func inspect(
        _ picture: Picture, name: String, wantsEvidence: Bool, _ begun: Stopwatch
    ) throws -> InspectionOutcome {
        let seen = try look(at: picture)
        let score = seen.scores.scores[0][0]
        let isDefect = score >= threshold
        let scale = AnomalyScale(threshold: threshold)
        let map =
            isDefect || wantsEvidence
            ? seen.map.map { Self.levels($0, over: picture, scale, showsWorstPlace: isDefect) } : nil
        let found = isDefect ? map.map { regions($0, scale) } : nil
        var finding = Finding(
            file: name, model: card.name, verdict: isDefect ? .defect : .normal,
            label: isDefect ? words.anomaly : words.normal, score: score, threshold: threshold, probabilities: [],
            regions: found?.listed ?? [], milliseconds: 0)
        finding.nearest = seen.scores.nearestRow(machine: 0).flatMap { reference?.memory[row: $0] }
        finding.milliseconds = begun.milliseconds
        return InspectionOutcome(
            findings: [finding], warnings: found?.warning.map { ["\(name): \($0)"] } ?? [],
            evidence: wantsEvidence
                ? InspectionEvidence(picture: picture, map: map, anomalyMap: seen.map) : nil,
            detection: [seen.scores])
    }

    private func look(at picture: Picture) throws -> (scores: DetectionScores, map: ActivationMap?) {
        let begun = Stopwatch()
        extractor.write(picture, into: network.features)
        var scores = DetectionScores()
        var map: ActivationMap?
        try network.run(fetch: outputs.names + (hasMap ? [DetectorNames.anomalyMap] : [])) { values, shapes in
            let found = try outputs.read(values)
            scores.add(
                start: 0, scores: found.scores, probabilities: found.probabilities, nearest: found.nearest,
                milliseconds: begun.milliseconds)
            guard hasMap, let shape = shapes.last, let numbers = values.last else { return }
            guard shape.count == 4, shape[0] == 1, shape[1] == 1, shape[2] > 0, shape[3] > 0,
                numbers.allSatisfy(\.isFinite)
            else {
                throw PipelineError(
                    .mismatch, "the model gave an anomaly map of the shape \(shape), or one of numbers that are none")
            }
            map = ActivationMap(
                width: shape[3], height: shape[2], values: Array(numbers),
                area: network.area(ofWidth: picture.width, height: picture.height))
        }
        scores.finish()
        return (scores, map)
    }

    private func regions(_ map: ProbabilityMap, _ scale: AnomalyScale) -> FoundRegions {
        func pieces(from area: Int, limit: Int) -> FoundRegions {
            RegionFinder.find(
                in: map, threshold: AnomalyScale.probability, minimumArea: area, label: words.anomaly,
                millimetresPerPixel: settings.millimetresPerPixel, limit: limit)
        }
        var found = pieces(from: minimumArea, limit: RegionFinder.limit)
        if found.count == 0 {
            // All of them specks: the verdict is of one of them all the same.
            found.listed = pieces(from: 1, limit: 1).listed
            found.count = found.listed.count
        }
        for place in found.listed.indices {
            found.listed[place].score = scale.score(ofLevel: found.listed[place].score * 255)
        }
        return found
    }

    /// Of the picture's size; 0 where the front end cut the picture off.
    ///
    /// - Parameter showsWorstPlace: whether the map's highest cell passes in any case: between the cells' centres the map is lower than at
    ///   them, and none of the picture's pixels need lie at one.
    private static func levels(
        _ map: ActivationMap, over picture: Picture, _ scale: AnomalyScale, showsWorstPlace: Bool
    ) -> ProbabilityMap {
        var levels = [UInt8](repeating: 0, count: picture.width * picture.height)
        map.sample(width: picture.width, height: picture.height) { levels[$0] = scale.level(of: Double($1)) }
        if showsWorstPlace, levels.allSatisfy({ $0 < AnomalyScale.thresholdLevel }) {
            let pixels = map.pixelsOfHighestCell(width: picture.width, height: picture.height)
            for row in pixels.rows {
                for column in pixels.columns {
                    levels[row * picture.width + column] = UInt8(AnomalyScale.thresholdLevel)
                }
            }
        }
        return ProbabilityMap(width: picture.width, height: picture.height, levels: levels)
    }
}
