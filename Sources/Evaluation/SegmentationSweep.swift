import InspectionTypes

/// What each threshold would make of a set of pictures, over all their pixels together.
public struct SegmentationSweep: Sendable {
    /// A threshold and its consequences.
    public struct Point: Sendable, Hashable {
        /// The lowest level that counts as a defect, 1…255.
        public var level: Int
        public var counts: PixelCounts

        /// Halfway to the level below, so that rounding in a card never moves it to another one; 0.5 for level 128.
        public var threshold: Double { (Double(level) - 0.5) / 255 }
        public var precision: Double { counts.precision }
        public var recall: Double { counts.recall }
        public var f1: Double { counts.f1 }
        public var iou: Double { counts.iou }
        public var meanIoU: Double { counts.meanIoU }
    }

    /// By level, 1…255.
    public let points: [Point]
    private let steps: [RankedCounts.Step]

    public init(_ pictures: [SegmentationCounts]) {
        var (defects, background) = ([Int](repeating: 0, count: 256), [Int](repeating: 0, count: 256))
        for picture in pictures {
            for level in 0..<256 {
                defects[level] += picture.defectLevels[level]
                background[level] += picture.backgroundLevels[level]
            }
        }
        let (allDefects, allBackground) = (defects.reduce(0, +), background.reduce(0, +))
        var (points, steps): ([Point], [RankedCounts.Step]) = ([], [])
        var (hits, alarms) = (0, 0)
        for level in (0..<256).reversed() {
            hits += defects[level]
            alarms += background[level]
            if defects[level] + background[level] > 0 {
                steps.append(.init(threshold: Double(level) / 255, positives: hits, negatives: alarms))
            }
            guard level > 0 else { continue }
            let counts = PixelCounts(
                truePositives: hits, falsePositives: alarms, falseNegatives: allDefects - hits,
                trueNegatives: allBackground - alarms
            )
            points.append(Point(level: level, counts: counts))
        }
        self.points = points.reversed()
        self.steps = steps
    }

    /// The threshold with the greatest F1, hence with the greatest IoU too (`iou = f1 / (2 − f1)`); where neighbours share it, the middle
    /// of them, which is the farthest from doing worse.
    public var best: Point {
        let values = points.map(\.f1)
        let greatest = values.max() ?? 0
        let first = values.firstIndex(of: greatest) ?? 127
        let last = values[first...].firstIndex { $0 != greatest }.map { $0 - 1 } ?? values.count - 1
        return points[(first + last + 1) / 2]
    }

    /// Precision against recall over the levels.
    /// - Throws: ``EvaluationError`` where no picture shows a defect.
    public func precisionRecallCurve() throws(EvaluationError) -> PrecisionRecallCurve {
        try PrecisionRecallCurve(steps: steps)
    }
}
