import Assessment
import Evaluation
import InspectionPipeline
import InspectionTypes

/// Chooses from which probability on a pixel belongs to a defect, and how large a region must be to be reported.
struct SegmenterThresholds {
    /// What the user said; `nil` to choose.
    let minimumArea: Int?
    /// Of the data that it is chosen on, for the card.
    let partName: String
    /// Scores the part with a card's thresholds.
    let score: (ModelCard) throws -> SegmentationScoring

    /// Areas that are tried, in pixels.
    static let areas = [1, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512]
    /// Share of the pictures without a defect that should stay without a region.
    static let cleanShare = 0.95
    /// Where no picture is without a defect, nothing tells specks from flaws: this much is taken for a speck.
    static let usualArea = 16

    func chosen(for card: ModelCard) throws -> [String: ModelCard.Threshold] {
        var card = card
        let scoring = try score(card)
        let counts = scoring.pictures.map(\.counts)
        if counts.contains(where: \.hasDefect) {
            card.thresholds["pixel"] = .init(
                value: SegmentationEvaluation.bestThreshold(counts).threshold,
                derivation: "largest F1 of pixels on the \(partName) (\(counts.count) pictures)")
        } else {
            card.thresholds["pixel"] = .init(
                value: PictureSegmentation.defaultThreshold,
                derivation: "usual: the \(partName) has no picture with a defect")
        }
        if let minimumArea {
            card.thresholds["area"] = .init(value: Double(minimumArea), derivation: "given")
        } else {
            card.thresholds["area"] = try area(with: card)
        }
        return card.thresholds
    }

    /// The smallest area that leaves enough pictures without a defect clean, within what pictures with one can bear.
    private func area(with card: ModelCard) throws -> ModelCard.Threshold {
        let pictures = try score(card).pictures
        let negatives = pictures.filter { !$0.counts.hasDefect }.map { largestRegion($0) }
        // At most one picture in twenty with a defect may lose its only region.
        let found = pictures.filter { $0.counts.hasDefect }.map { largestRegion($0) }.filter { $0 > 0 }.sorted()
        let limit = found.isEmpty ? Self.usualArea : max(1, found[found.count / 20])
        guard !negatives.isEmpty else {
            return .init(
                value: Double(min(Self.usualArea, limit)),
                derivation: "usual: the \(partName) has no picture without a defect")
        }
        let cleaning =
            Self.areas.first { $0 >= Self.usualArea && isClean(negatives, $0) } ?? Self.areas[Self.areas.count - 1]
        let area = min(cleaning, limit)
        let clean = negatives.count { $0 < area }
        return .init(
            value: Double(area),
            derivation: "leaves \(clean) of \(negatives.count) pictures without a defect on the \(partName) clean")
    }

    private func isClean(_ negatives: [Int], _ area: Int) -> Bool {
        Double(negatives.count { $0 < area }) >= Self.cleanShare * Double(negatives.count)
    }

    private func largestRegion(_ picture: SegmentationScoring.Scored) -> Int {
        picture.finding.regions.map(\.area).max() ?? 0
    }
}
