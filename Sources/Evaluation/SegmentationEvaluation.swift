import InspectionTypes

/// A segmenter's masks held against the true ones.
///
/// ```swift
/// let evaluation = try SegmentationEvaluation(pictures: counts, groups: groups, threshold: threshold, defectNoun: "crack")
/// print(evaluation.headline)      // found cracks in 52 of 53 pictures that show them; 1 of 23 sound ones was marked
/// print(evaluation.metrics.f1)
/// ```
public struct SegmentationEvaluation: Sendable {
    /// One picture's agreement at the evaluation's threshold.
    public struct PictureFigures: Sendable, Hashable {
        public var name: String
        public var group: String
        public var pixels: PixelCounts
        public var tolerant: TolerantCounts
        /// Regions that were reported; 1 where pixels were found but regions not counted.
        public var regions: Int

        public var hasDefect: Bool { pixels.defects > 0 }
        /// Whether anything is reported here.
        public var isMarked: Bool { regions > 0 }
        /// Whether a defect was reported where one is: of its pixels at least one was found.
        public var isCaught: Bool { hasDefect && isMarked && pixels.truePositives > 0 }
        /// `nil` where there is no defect, so that nothing could be found.
        public var f1: Double? { hasDefect ? pixels.f1 : nil }
        public var iou: Double? { hasDefect ? pixels.iou : nil }
    }

    /// What is counted of every picture.
    public let counts: [SegmentationCounts]
    /// In the order of ``counts``.
    public let pictures: [PictureFigures]
    /// The lowest probability that is taken for a defect.
    public let threshold: Double
    /// What is looked for, in the singular: `crack`.
    public let defectNoun: String
    public let metrics: SegmenterMetrics
    /// Distinct groups.
    public let groupCount: Int

    public var itemCount: Int { pictures.count }

    /// - Parameters:
    ///   - pictures: Counted at `threshold`.
    ///   - groups: A picture's group; what depends on each other (photos of one wall) shares one, and intervals are drawn over them.
    ///     Empty: every picture is a group of its own.
    ///   - defectNoun: The card's class in the singular.
    /// - Throws: ``EvaluationError`` where there is no picture, lengths differ, or a picture was counted at another threshold.
    public init(
        pictures: [SegmentationCounts], groups: [String] = [], threshold: Double, defectNoun: String = "defect",
        seed: UInt64 = 0, resamples: Int = 1000
    ) throws(EvaluationError) {
        let groups = groups.isEmpty ? pictures.indices.map { "\($0)" } : groups
        if pictures.isEmpty {
            throw EvaluationError(.empty, "there is nothing to evaluate: no picture with a mask was found")
        }
        if groups.count != pictures.count {
            throw EvaluationError(
                .shape, "\(pictures.count) pictures and \(groups.count) groups: there must be one each a picture")
        }
        let level = ProbabilityMap.level(of: threshold)
        var figures: [PictureFigures] = []
        for (picture, group) in zip(pictures, groups) {
            guard let tolerant = picture.tolerant, picture.level == level else {
                throw EvaluationError(
                    .shape,
                    "\(picture.name): was counted at \(picture.level.map { "level \($0)" } ?? "no threshold"), not at \(threshold) (level \(level)); count it again at that threshold"
                )
            }
            let pixels = picture.counts(atLevel: level)
            figures.append(
                PictureFigures(
                    name: picture.name, group: group, pixels: pixels, tolerant: tolerant,
                    regions: picture.regions ?? (pixels.found > 0 ? 1 : 0)
                ))
        }
        counts = pictures
        self.pictures = figures
        self.threshold = threshold
        self.defectNoun = defectNoun
        groupCount = Set(groups).count
        let values = SegmentationResampler(
            pixels: figures.map(\.pixels), tolerant: figures.map(\.tolerant), groups: groups
        ).metrics(seed: seed, resamples: resamples)
        let sound = figures.filter { !$0.hasDefect }
        metrics = SegmenterMetrics(
            precision: values[0], recall: values[1], f1: values[2], iou: values[3], meanIoU: values[4],
            f1Tolerant: values[5],
            cleanNegatives: sound.isEmpty
                ? nil : ProportionInterval.wilson(sound.count { !$0.isMarked }, of: sound.count)
        )
    }

    /// What other thresholds would have made of these pictures.
    public var sweep: SegmentationSweep { SegmentationSweep(counts) }

    /// The threshold to put into a model's card, from pictures that are neither trained on nor tested with.
    public static func bestThreshold(_ counts: [SegmentationCounts]) -> SegmentationSweep.Point {
        SegmentationSweep(counts).best
    }

    /// Pictures that went wrong, the worst first: sound ones that were marked and defects that were missed, by how many pixels; then
    /// from the lowest F1 up. What is exactly right is not among them.
    public var worstPictures: [PictureFigures] {
        func badness(_ one: PictureFigures) -> Double {
            if one.hasDefect { return 1 - one.pixels.f1 }
            return one.isMarked ? 1 : -1
        }
        return pictures.filter { badness($0) > 0 }
            .sorted {
                (badness($1), $1.pixels.falsePositives + $1.pixels.falseNegatives, $0.name)
                    < (badness($0), $0.pixels.falsePositives + $0.pixels.falseNegatives, $1.name)
            }
    }
}
