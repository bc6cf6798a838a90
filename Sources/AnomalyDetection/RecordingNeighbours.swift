/// For every row of a bank, how far the nearest recordings are: one distance a recording, the nearest first, its own left out.
///
/// One recording more is kept than is averaged over, so that any one of them can be left out as well.
struct RecordingNeighbours: Sendable {
    struct Neighbour: Sendable {
        var recording: Int
        var distance: Float
    }

    private let lists: [[Neighbour]]
    /// Spacings are never below this share of their mean: of two equal recordings the distance is 0.
    private static let leastShare: Float = 1e-3

    init(of bank: Embeddings, among reference: Embeddings, count: Int) {
        let order = Dictionary(
            reference.recordings.map { ($0, 0) }, uniquingKeysWith: { first, _ in first }
        ).keys.sorted()
        let index = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        let slots = reference.recordings.map { index[$0] ?? 0 }
        let recordings = bank.recordings
        lists = RowDistances(to: reference).map(bank, rows: Array(0..<bank.count)) { row, squared in
            var nearest = [Float](repeating: .infinity, count: order.count)
            var places = [Int](repeating: 0, count: order.count)
            for (place, value) in squared.enumerated() where value < nearest[slots[place]] {
                nearest[slots[place]] = value
                places[slots[place]] = place
            }
            if let own = index[recordings[row]] { nearest[own] = .infinity }
            return Smallest.places(count + 1, of: nearest).map { slot in
                Neighbour(
                    recording: order[slot],
                    distance: Float(ExactDistance.between(bank[row], reference[places[slot]])))
            }
        }
    }

    /// The distance to the `count`-th nearest recording, of every row; 0 where there are fewer.
    func reach(_ count: Int) -> [Float] {
        lists.map { $0.indices.contains(count - 1) ? $0[count - 1].distance : 0 }
    }

    /// The mean distance to the `count` nearest recordings, of every row; 1 everywhere where there is no other recording.
    func spacings(_ count: Int) -> Spacings {
        let raw = lists.map { Self.mean($0.prefix(count)) }
        let usual = Self.usual(raw)
        return Spacings(raw.map { Self.held($0, usual) })
    }

    /// A row's spacing with one recording left out.
    struct Change: Sendable {
        var row: Int
        var spacing: Float
    }

    /// By recording, the rows whose spacing is another without it.
    func changes(_ count: Int) -> [Int: [Change]] {
        let usual = Self.usual(lists.map { Self.mean($0.prefix(count)) })
        var changes: [Int: [Change]] = [:]
        for (row, list) in lists.enumerated() {
            for left in list.prefix(count) {
                let rest = list.filter { $0.recording != left.recording }.prefix(count)
                changes[left.recording, default: []].append(
                    Change(row: row, spacing: Self.held(Self.mean(rest), usual)))
            }
        }
        return changes
    }

    private static func mean(_ list: ArraySlice<Neighbour>) -> Float? {
        list.isEmpty ? nil : list.reduce(0) { $0 + $1.distance } / Float(list.count)
    }

    /// The mean of those that are known; 1 where none is, or all are 0.
    private static func usual(_ spacings: [Float?]) -> Float {
        let known = spacings.compactMap { $0 }
        let mean = known.reduce(0, +) / Float(max(1, known.count))
        return mean > 0 ? mean : 1
    }

    private static func held(_ spacing: Float?, _ usual: Float) -> Float { max(spacing ?? usual, usual * leastShare) }
}
