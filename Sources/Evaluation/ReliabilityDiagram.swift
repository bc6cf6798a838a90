/// Whether a stated probability keeps its word: among items said to be right with 0.8, eight in ten should be.
public struct ReliabilityDiagram: Sendable, Hashable {
    /// Items whose confidence lies in `(low, high]` (the first bin takes 0 too).
    public struct Bin: Sendable, Hashable {
        public var low: Double
        public var high: Double
        public var count: Int
        /// Mean stated probability; `nil` in an empty bin.
        public var confidence: Double?
        /// Share that was right; `nil` in an empty bin.
        public var accuracy: Double?
    }

    public let bins: [Bin]

    /// - Parameters:
    ///   - confidences: Stated probability an item.
    ///   - hits: Whether what was stated came true.
    /// - Throws: ``EvaluationError`` where lengths differ or a confidence is not in 0…1.
    public init(confidences: [Double], hits: [Bool], binCount: Int = 10) throws(EvaluationError) {
        precondition(binCount > 0, "ReliabilityDiagram: \(binCount) bins")
        if confidences.count != hits.count {
            throw EvaluationError(
                .shape, "\(confidences.count) confidences for \(hits.count) truths: there must be one an item")
        }
        if let item = confidences.firstIndex(where: { !(-1e-6...(1 + 1e-6)).contains($0) }) {
            throw EvaluationError(
                .notFinite, "item \(item) has the confidence \(confidences[item]), which is not in 0…1")
        }
        let edges = (0...binCount).map { Double($0) / Double(binCount) }
        var counts = [Int](repeating: 0, count: binCount)
        var right = counts
        var sums = [Double](repeating: 0, count: binCount)
        for (confidence, hit) in zip(confidences, hits) {
            let bin = edges.dropFirst().dropLast().firstIndex { confidence <= $0 }.map { $0 - 1 } ?? binCount - 1
            counts[bin] += 1
            right[bin] += hit ? 1 : 0
            sums[bin] += confidence
        }
        bins = (0..<binCount).map { bin in
            let count = Double(counts[bin])
            return Bin(
                low: edges[bin], high: edges[bin + 1], count: counts[bin],
                confidence: counts[bin] == 0 ? nil : sums[bin] / count,
                accuracy: counts[bin] == 0 ? nil : Double(right[bin]) / count
            )
        }
    }

    /// ECE: the gap between confidence and accuracy, averaged over the bins by their counts.
    ///
    /// Source: Guo et al., "On calibration of modern neural networks" (ICML 2017).
    public var expectedCalibrationError: Double {
        let total = bins.reduce(0) { $0 + $1.count }
        guard total > 0 else { return 0 }
        return bins.reduce(0) { sum, bin in
            guard let confidence = bin.confidence, let accuracy = bin.accuracy else { return sum }
            return sum + Double(bin.count) / Double(total) * (confidence - accuracy).magnitude
        }
    }
}
