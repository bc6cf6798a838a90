public import InspectionTypes

extension Overlay {
    /// A picture under what its finding rests on: a detector's anomaly map, where a classifier looked, a segmenter's regions.
    public func draw(_ finding: Finding, _ evidence: InspectionEvidence, of kind: ModelCard.Kind) -> Picture {
        if kind == .detector, let map = evidence.map {
            return draw(map, anomalies: finding.regions, on: evidence.picture)
        }
        return evidence.activation.map { draw($0, on: evidence.picture) } ?? draw(finding.regions, on: evidence.picture)
    }
}
