/// How a mask that was found agrees with the true one, pixel by pixel.
///
/// Figures are 0 where their divisor is 0, as scikit-learn's with `zero_division=0`.
public struct PixelCounts: Sendable, Hashable {
    /// Pixels of a defect that were found.
    public var truePositives: Int
    /// Pixels of the background that were taken for a defect.
    public var falsePositives: Int
    /// Pixels of a defect that were missed.
    public var falseNegatives: Int
    /// Pixels of the background that were left alone.
    public var trueNegatives: Int

    public init(truePositives: Int = 0, falsePositives: Int = 0, falseNegatives: Int = 0, trueNegatives: Int = 0) {
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.falseNegatives = falseNegatives
        self.trueNegatives = trueNegatives
    }

    /// Pixels that belong to a defect.
    public var defects: Int { truePositives + falseNegatives }
    /// Pixels that were taken for a defect.
    public var found: Int { truePositives + falsePositives }

    /// `tp / (tp + fp)`.
    public var precision: Double { ratio(truePositives, found) }
    /// `tp / (tp + fn)`.
    public var recall: Double { ratio(truePositives, defects) }
    /// `2·tp / (2·tp + fp + fn)`, also called Dice's coefficient.
    public var f1: Double { ratio(2 * truePositives, found + defects) }
    /// Intersection over union of the defect, `tp / (tp + fp + fn)`; Jaccard's index.
    public var iou: Double { ratio(truePositives, truePositives + falsePositives + falseNegatives) }
    /// Mean of the defect's ``iou`` and the background's, `tn / (tn + fp + fn)`.
    public var meanIoU: Double {
        (iou + ratio(trueNegatives, trueNegatives + falsePositives + falseNegatives)) / 2
    }

    public static func + (a: PixelCounts, b: PixelCounts) -> PixelCounts { a.adding(b, times: 1) }

    func adding(_ other: PixelCounts, times: Int) -> PixelCounts {
        PixelCounts(
            truePositives: truePositives + times * other.truePositives,
            falsePositives: falsePositives + times * other.falsePositives,
            falseNegatives: falseNegatives + times * other.falseNegatives,
            trueNegatives: trueNegatives + times * other.trueNegatives
        )
    }
}

/// 0 where `whole` is 0.
func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
