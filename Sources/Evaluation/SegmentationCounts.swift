public import InspectionTypes

/// All that an evaluation keeps of one picture: a few numbers instead of its map and its mask.
///
/// The histograms by level give every threshold's ``PixelCounts``, so that a threshold can be looked for without the maps.
///
/// ```swift
/// let validation = try items.map { try SegmentationCounts(name: $0.path, map: map(of: $0), truth: mask(of: $0)) }
/// let threshold = SegmentationSweep(validation).best.threshold
/// let tested = try SegmentationCounts(
///     name: item.path, map: map, truth: mask, threshold: threshold, regions: finding.regions.count)
/// ```
public struct SegmentationCounts: Sendable, Hashable {
    /// In pixels: how far a drawn border may be off in ``tolerant``.
    public static let tolerance = 2.0

    /// File as a person knows it.
    public let name: String
    /// Pixels of the defect by level of their probability, `[256]`.
    public let defectLevels: [Int]
    /// Pixels of the background by level of their probability, `[256]`.
    public let backgroundLevels: [Int]
    /// Agreement within ``tolerance`` at ``level``; `nil` where no threshold was given.
    public let tolerant: TolerantCounts?
    /// The lowest level that ``tolerant`` takes for a defect; `nil` where no threshold was given.
    public let level: Int?
    /// Regions that an inspector reports here; `nil` where they were not counted: then a single pixel is one.
    public let regions: Int?

    /// - Parameters:
    ///   - threshold: Also counts ``tolerant`` at this probability.
    ///   - regions: What was found at that threshold, without what is too small to be reported.
    /// - Throws: ``EvaluationError`` where map and mask differ in size.
    public init(name: String, map: ProbabilityMap, truth: Mask, threshold: Double? = nil, regions: Int? = nil)
        throws(EvaluationError)
    {
        guard map.width == truth.width, map.height == truth.height else {
            throw EvaluationError(
                .shape,
                "\(name): the map has \(map.width)×\(map.height) pixels, the mask \(truth.width)×\(truth.height); a mask must have its picture's size"
            )
        }
        self.name = name
        self.regions = regions
        (defectLevels, backgroundLevels) = Self.histograms(map, truth)
        level = threshold.map(ProbabilityMap.level(of:))
        tolerant = threshold.map {
            TolerantCounts(found: map.mask(threshold: $0), truth: truth, tolerance: Self.tolerance)
        }
    }

    /// Whether the picture shows a defect.
    public var hasDefect: Bool { defectLevels.contains { $0 > 0 } }
    public var pixels: Int { defectLevels.reduce(0, +) + backgroundLevels.reduce(0, +) }

    /// Agreement where pixels of `level` and above, 0…256, are taken for a defect.
    public func counts(atLevel level: Int) -> PixelCounts {
        precondition((0...256).contains(level), "SegmentationCounts.counts: level \(level) is not in 0…256")
        return PixelCounts(
            truePositives: defectLevels[level...].reduce(0, +),
            falsePositives: backgroundLevels[level...].reduce(0, +),
            falseNegatives: defectLevels[..<level].reduce(0, +),
            trueNegatives: backgroundLevels[..<level].reduce(0, +)
        )
    }

    private static func histograms(_ map: ProbabilityMap, _ truth: Mask) -> (defect: [Int], background: [Int]) {
        var counts = [Int](repeating: 0, count: 512)
        map.levels.withUnsafeBufferPointer { levels in
            truth.values.withUnsafeBufferPointer { values in
                for index in levels.indices {
                    counts[Int(levels[index]) + (values[index] == 0 ? 256 : 0)] += 1
                }
            }
        }
        return (Array(counts[..<256]), Array(counts[256...]))
    }
}
