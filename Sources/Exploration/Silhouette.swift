/// How well items lie within their classes: `s = (b − a) / max(a, b)`, `a` the mean distance to the others of the own class, `b` the least
/// mean distance to another class.
///
/// 1: far from all others; 0: on the border; below: nearer to another class than to its own. Source: Rousseeuw, "Silhouettes", 1987.
public struct Silhouette: Sendable, Equatable {
    /// Mean over all items.
    public let overall: Double
    /// Mean over a class's items; `nil` for a class without any.
    public let perClass: [Double?]
    /// Of an item that is alone in its class 0; of one without a class `nil`.
    public let perItem: [Double?]
    /// Of each item: the nearest other class.
    public let nearestClass: [Int?]

    /// - Parameters:
    ///   - labels: class of each row; `nil` for one that is in none.
    ///   - classCount: at least two of them must have items.
    /// - Returns: `nil` where fewer than two classes have items.
    public init?(_ table: EmbeddingTable, labels: [Int?], classCount: Int, distance: EmbeddingDistance = .cosine) {
        precondition(labels.count == table.count, "Silhouette: \(labels.count) labels for \(table.count) rows")
        let sums = SilhouetteSums(labels: labels, classCount: classCount)
        guard sums.isMeaningful else { return nil }
        let values = DistanceSweep(table, distance).map { row, distances in sums.value(of: row, distances) }
        self.init(values, labels: labels, classCount: classCount)
    }

    init(_ values: [(value: Double?, nearest: Int?)], labels: [Int?], classCount: Int) {
        perItem = values.map(\.value)
        nearestClass = values.map(\.nearest)
        var (totals, counts) = ([Double](repeating: 0, count: classCount), [Int](repeating: 0, count: classCount))
        for (label, value) in zip(labels, perItem) {
            guard let label, let value else { continue }
            totals[label] += value
            counts[label] += 1
        }
        perClass = zip(totals, counts).map { $1 > 0 ? $0 / Double($1) : nil }
        overall = totals.reduce(0, +) / Double(max(1, counts.reduce(0, +)))
    }
}

/// What silhouettes need of a row of distances.
struct SilhouetteSums: Sendable {
    private let labels: [Int?]
    private let counts: [Int]

    init(labels: [Int?], classCount: Int) {
        self.labels = labels
        var counts = [Int](repeating: 0, count: classCount)
        for label in labels {
            guard let label else { continue }
            precondition(label >= 0 && label < classCount, "Silhouette: class \(label) of \(classCount)")
            counts[label] += 1
        }
        self.counts = counts
    }

    var isMeaningful: Bool { counts.count { $0 > 0 } >= 2 }

    func value(of row: Int, _ distances: [Float]) -> (value: Double?, nearest: Int?) {
        guard let own = labels[row] else { return (nil, nil) }
        var sums = [Double](repeating: 0, count: counts.count)
        for (label, distance) in zip(labels, distances) {
            if let label { sums[label] += Double(distance) }
        }
        var nearest: (label: Int, mean: Double)?
        for label in counts.indices where label != own && counts[label] > 0 {
            let mean = sums[label] / Double(counts[label])
            if mean < nearest?.mean ?? .infinity { nearest = (label, mean) }
        }
        guard let nearest else { return (nil, nil) }
        guard counts[own] > 1 else { return (0, nearest.label) }
        let within = sums[own] / Double(counts[own] - 1)
        let larger = max(within, nearest.mean)
        return (larger > 0 ? (nearest.mean - within) / larger : 0, nearest.label)
    }
}
