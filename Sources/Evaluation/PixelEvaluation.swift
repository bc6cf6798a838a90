public import InspectionTypes

/// Anomaly maps held against masks, pixel by pixel and defect by defect.
///
/// - `auroc`: how often a defect's pixel outscores a sound one, over all pixels of all pictures.
/// - `aupro`: the per-region overlap (at a threshold, the mean over all defects of the share of their pixels that pass it) against the
///   share of sound pixels that pass, integrated up to a share of 0.3 and divided by it. A small defect weighs as much as a large one.
///
/// Source: Bergmann et al., "The MVTec anomaly detection dataset", IJCV 129 (2021), section 5.
public struct PixelEvaluation: Sendable, Hashable {
    public let auroc: MetricValue
    public let aupro: MetricValue
    public let pictureCount: Int
    /// Connected pieces of the true masks.
    public let defectCount: Int

    /// Up to which share of sound pixels the overlap is integrated.
    public static let limit = 0.3
    /// Scores are gathered into so many levels at most, none of which holds more than a fair share of sound or of defective pixels.
    private static let levels = 512

    /// - Parameter groups: A picture's group; empty: every picture is a group of its own.
    /// - Throws: ``EvaluationError`` where no picture shows a defect, or all pixels belong to one.
    public init(_ pictures: [PixelTally], groups: [String] = [], seed: UInt64 = 0, resamples: Int = 1000)
        throws(EvaluationError)
    {
        precondition(
            groups.isEmpty || groups.count == pictures.count,
            "PixelEvaluation: \(groups.count) groups for \(pictures.count) pictures")
        let groups = groups.isEmpty ? pictures.indices.map { "\($0)" } : groups
        guard pictures.contains(where: \.hasDefect), pictures.contains(where: { !$0.background.isEmpty }) else {
            throw EvaluationError(
                .empty,
                "figures of pixels need a picture whose mask shows a defect; there is none among \(pictures.count)")
        }
        let scale = ScoreLevels(pictures, count: Self.levels)
        let counts = pictures.map { LevelCounts($0, scale) }
        func figures(_ weights: UnsafeBufferPointer<Int32>) -> (auroc: Double, aupro: Double)? {
            var sum = LevelCounts(levels: scale.count)
            for (picture, weight) in weights.enumerated() where weight > 0 {
                sum.add(counts[picture], times: Double(weight))
            }
            return sum.areas(limit: Self.limit)
        }
        guard let whole = [Int32](repeating: 1, count: pictures.count).withUnsafeBufferPointer(figures) else {
            throw EvaluationError(.empty, "figures of pixels need sound pixels as well as defects")
        }
        let bootstrap = StratifiedBootstrap(
            groups: groups, kinds: pictures.map { "\($0.hasDefect)" }, resamples: resamples, seed: seed)
        var (aurocs, aupros): ([Double], [Double]) = ([], [])
        bootstrap.forEachResample { weights in
            let areas = figures(weights)
            aurocs.append(areas?.auroc ?? .nan)
            aupros.append(areas?.aupro ?? .nan)
        }
        let hasInterval = Set(groups).count > 1
        func metric(_ value: Double, _ values: [Double]) -> MetricValue {
            let interval = hasInterval ? bootstrap.interval(values) : nil
            return MetricValue(value, low: interval?.lowerBound, high: interval?.upperBound)
        }
        auroc = metric(whole.auroc, aurocs)
        aupro = metric(whole.aupro, aupros)
        pictureCount = pictures.count
        defectCount = pictures.reduce(0) { $0 + $1.defects.count }
    }
}

/// Levels that the scores of several pictures share.
private struct ScoreLevels {
    /// The highest rank of each level but the last, rising.
    private let bounds: [UInt32]
    var count: Int { bounds.count + 1 }

    init(_ pictures: [PixelTally], count: Int) {
        var ranks: [UInt32: (sound: Double, defective: Double)] = [:]
        for picture in pictures {
            for entry in picture.background { ranks[entry.rank, default: (0, 0)].sound += Double(entry.count) }
            for defect in picture.defects {
                let size = defect.reduce(0) { $0 + Double($1.count) }
                for entry in defect { ranks[entry.rank, default: (0, 0)].defective += Double(entry.count) / size }
            }
        }
        let sorted = ranks.sorted { $0.key < $1.key }
        let sums = sorted.reduce((0.0, 0.0)) { ($0.0 + $1.value.sound, $0.1 + $1.value.defective) }
        let share = ranks.count <= count ? 0 : 2 / Double(count)
        var (bounds, held): ([UInt32], (sound: Double, defective: Double)) = ([], (0, 0))
        for (rank, counts) in sorted.dropLast() {
            held = (held.sound + counts.sound, held.defective + counts.defective)
            if held.sound >= share * sums.0 || held.defective >= share * sums.1 {
                bounds.append(rank)
                held = (0, 0)
            }
        }
        self.bounds = bounds
    }

    /// Entries come in rising order, so one walk over the bounds places them all.
    func place(_ entries: [PixelTally.Entry], _ body: (_ level: Int, _ count: Double) -> Void) {
        var level = 0
        for entry in entries {
            while level < bounds.count, entry.rank > bounds[level] { level += 1 }
            body(level, Double(entry.count))
        }
    }
}

/// Pixels by level; sums over pictures.
private struct LevelCounts {
    var sound: [Double]
    var defective: [Double]
    /// Sum over the defects of the share of their pixels.
    var overlap: [Double]
    var defects = 0.0

    init(levels: Int) {
        sound = Array(repeating: 0, count: levels)
        defective = sound
        overlap = sound
    }

    init(_ picture: PixelTally, _ scale: ScoreLevels) {
        self.init(levels: scale.count)
        scale.place(picture.background) { sound[$0] += $1 }
        for defect in picture.defects {
            let size = defect.reduce(0) { $0 + Double($1.count) }
            scale.place(defect) { level, count in
                defective[level] += count
                overlap[level] += count / size
            }
        }
        defects = Double(picture.defects.count)
    }

    mutating func add(_ other: LevelCounts, times: Double) {
        func add(_ values: [Double], to sums: inout [Double]) {
            sums.withUnsafeMutableBufferPointer { sums in
                values.withUnsafeBufferPointer { values in
                    for index in 0..<sums.count { sums[index] += times * values[index] }
                }
            }
        }
        add(other.sound, to: &sound)
        if other.defects > 0 {
            add(other.defective, to: &defective)
            add(other.overlap, to: &overlap)
        }
        defects += times * other.defects
    }

    func areas(limit: Double) -> (auroc: Double, aupro: Double)? {
        let (sounds, hits) = (sound.reduce(0, +), defective.reduce(0, +))
        guard sounds > 0, hits > 0, defects > 0 else { return nil }
        var (auroc, aupro) = (0.0, 0.0)
        var (rate, recall, region) = (0.0, 0.0, 0.0)
        for level in sound.indices.reversed() {
            let step = sound[level] / sounds
            let (gain, share) = (defective[level] / hits, overlap[level] / defects)
            auroc += step * (recall + gain / 2)
            if rate + step <= limit {
                aupro += step * (region + share / 2)
            } else if rate < limit {
                let part = limit - rate
                aupro += part * (region + share * part / step / 2)
            }
            (rate, recall, region) = (rate + step, recall + gain, region + share)
        }
        return (auroc, aupro / limit)
    }
}
