public import InspectionTypes

/// What `evaluate --format json` says of a segmenter under `metrics`: figures of the defect's pixels at the card's threshold.
///
/// Counted over all pixels of all pictures together, so a large crack weighs more than a small one; intervals over groups. Where the
/// pictures show no defect at all, all but ``cleanNegatives`` are 0 without an interval.
public struct SegmenterMetrics: Sendable, Codable, Hashable {
    /// Of the pixels that were marked, the share that is a defect.
    public var precision: MetricValue
    /// Of the defect's pixels, the share that was marked.
    public var recall: MetricValue
    public var f1: MetricValue
    /// Of the defect.
    public var iou: MetricValue
    /// Mean of the defect's and the background's.
    public var meanIoU: MetricValue
    /// F1 where a border may be off by two pixels: ``TolerantCounts``.
    public var f1Tolerant: MetricValue
    /// Of the pictures without a defect, the share where no region was found; `nil` where there are none.
    public var cleanNegatives: MetricValue?

    enum CodingKeys: String, CodingKey {
        case precision, recall, f1, iou
        case meanIoU = "mean_iou"
        case f1Tolerant = "f1_2px"
        case cleanNegatives = "clean_negatives"
    }

    public init(
        precision: MetricValue, recall: MetricValue, f1: MetricValue, iou: MetricValue, meanIoU: MetricValue,
        f1Tolerant: MetricValue, cleanNegatives: MetricValue?
    ) {
        self.precision = precision
        self.recall = recall
        self.f1 = f1
        self.iou = iou
        self.meanIoU = meanIoU
        self.f1Tolerant = f1Tolerant
        self.cleanNegatives = cleanNegatives
    }

    /// What there is no figure for is written as `null`, not left out: a reader finds every key.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(precision, forKey: .precision)
        try container.encode(recall, forKey: .recall)
        try container.encode(f1, forKey: .f1)
        try container.encode(iou, forKey: .iou)
        try container.encode(meanIoU, forKey: .meanIoU)
        try container.encode(f1Tolerant, forKey: .f1Tolerant)
        try container.encode(cleanNegatives, forKey: .cleanNegatives)
    }

    /// The figures by their keys, as a model's card keeps them.
    public var scalars: [String: MetricValue] {
        var scalars = [
            "precision": precision, "recall": recall, "f1": f1, "iou": iou, "mean_iou": meanIoU, "f1_2px": f1Tolerant,
        ]
        scalars["clean_negatives"] = cleanNegatives
        return scalars
    }
}
