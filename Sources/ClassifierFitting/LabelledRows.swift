/// Embeddings with their classes, in one block of memory: what a head is fitted to.
///
/// `rows` `[row, feature]`, each row padded with zeros to a multiple of eight, so that loops over features run on whole vectors.
public struct LabelledRows: Sendable {
    typealias Lane = SIMD8<Float>

    public let featureCount: Int
    public let classCount: Int
    /// Class of each row.
    public private(set) var labels: [Int] = []
    /// How much each row counts.
    public private(set) var weights: [Float] = []
    /// The recording that each row is a window of: what is judged together.
    public private(set) var recordings: [Int] = []
    /// What belongs together when rows are parted: all of a recording, and all that its group says.
    public private(set) var groups: [String] = []
    private(set) var lanes: [Lane] = []

    public init(featureCount: Int, classCount: Int) {
        precondition(
            featureCount > 0 && classCount > 0, "LabelledRows: \(featureCount) features, \(classCount) classes")
        self.featureCount = featureCount
        self.classCount = classCount
    }

    public var count: Int { labels.count }
    /// Vectors in a row.
    var stride: Int { (featureCount + Lane.scalarCount - 1) / Lane.scalarCount }

    /// - Parameters:
    ///   - label: class, from 0.
    ///   - recording: the same number for all windows of one.
    public mutating func append(_ row: [Float], label: Int, recording: Int, group: String, weight: Float = 1) {
        precondition(
            row.count == featureCount && (0..<classCount).contains(label),
            "LabelledRows.append: \(row.count) numbers of class \(label) to rows of \(featureCount), \(classCount) classes"
        )
        for start in Swift.stride(from: 0, to: row.count, by: Lane.scalarCount) {
            var lane = Lane.zero
            for place in start..<min(row.count, start + Lane.scalarCount) { lane[place - start] = row[place] }
            lanes.append(lane)
        }
        labels.append(label)
        weights.append(weight)
        recordings.append(recording)
        groups.append(group)
    }

    /// The rows at some places.
    func chosen(_ places: [Int]) -> LabelledRows {
        var chosen = LabelledRows(featureCount: featureCount, classCount: classCount)
        chosen.lanes.reserveCapacity(places.count * stride)
        for place in places { chosen.lanes += lanes[place * stride..<(place + 1) * stride] }
        chosen.labels = places.map { labels[$0] }
        chosen.weights = places.map { weights[$0] }
        chosen.recordings = places.map { recordings[$0] }
        chosen.groups = places.map { groups[$0] }
        return chosen
    }

    /// The same rows with their first features only.
    func narrowed(to width: Int) -> LabelledRows {
        guard width < featureCount else { return self }
        var narrow = LabelledRows(featureCount: width, classCount: classCount)
        let kept = narrow.stride
        narrow.lanes.reserveCapacity(count * kept)
        for row in 0..<count { narrow.lanes += lanes[row * stride..<row * stride + kept] }
        // What pads a row is zero.
        for place in width..<kept * Lane.scalarCount {
            for row in 0..<count { narrow.lanes[(row + 1) * kept - 1][place % Lane.scalarCount] = 0 }
        }
        (narrow.labels, narrow.weights, narrow.recordings, narrow.groups) = (labels, weights, recordings, groups)
        return narrow
    }

    /// These rows and others, whose recordings bear other numbers.
    func joined(with other: LabelledRows) -> LabelledRows {
        precondition(
            featureCount == other.featureCount && classCount == other.classCount,
            "LabelledRows.joined: \(featureCount) features and \(other.featureCount)")
        var joined = self
        joined.lanes += other.lanes
        joined.labels += other.labels
        joined.weights += other.weights
        joined.recordings += other.recordings
        joined.groups += other.groups
        return joined
    }

    /// Every recording weighs the same however many windows it has, and each class as it is told; the weights' sum stays the rows' number.
    ///
    /// - Parameter classWeights: one a class.
    public mutating func balance(classWeights: [Float]? = nil) {
        var windows: [Int: Float] = [:]
        for recording in recordings { windows[recording, default: 0] += 1 }
        weights = zip(recordings, labels).map { recording, label in
            (classWeights?[label] ?? 1) / (windows[recording] ?? 1)
        }
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return }
        let scale = Float(count) / sum
        for place in weights.indices { weights[place] *= scale }
    }

    /// Mean and standard deviation of every feature, weighted.
    func moments() -> Standardization {
        var (sum, squares, total) = (
            [SIMD8<Double>](repeating: .zero, count: stride), [SIMD8<Double>](repeating: .zero, count: stride), 0.0
        )
        for row in 0..<count {
            let weight = Double(weights[row])
            total += weight
            for place in 0..<stride {
                let value = SIMD8<Double>(lanes[row * stride + place])
                sum[place] += value * weight
                squares[place] += value * value * weight
            }
        }
        let all = (0..<featureCount).map { feature -> (Float, Float) in
            let (place, lane) = (feature / 8, feature % 8)
            let mean = sum[place][lane] / max(total, 1e-12)
            return (Float(mean), Float(max(0, squares[place][lane] / max(total, 1e-12) - mean * mean).squareRoot()))
        }
        return Standardization(mean: all.map(\.0), deviation: all.map(\.1))
    }

    /// `(value − mean) / deviation`.
    func standardized(_ scale: Standardization) -> LabelledRows {
        var changed = self
        let mean = Self.packed(scale.mean)
        let factor = Self.packed(scale.deviation.map { 1 / $0 })
        for row in 0..<count {
            for place in 0..<stride {
                changed.lanes[row * stride + place] = (lanes[row * stride + place] - mean[place]) * factor[place]
            }
        }
        return changed
    }

    private static func packed(_ values: [Float]) -> [Lane] {
        Swift.stride(from: 0, to: values.count, by: 8).map { start in
            var lane = Lane.zero
            for place in start..<min(values.count, start + 8) { lane[place - start] = values[place] }
            return lane
        }
    }
}
