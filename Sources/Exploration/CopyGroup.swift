/// Items that are copies of each other, or as good as.
public struct CopyGroup: Sendable, Hashable {
    public enum Kind: String, Sendable, Codable {
        /// To the model all are the same.
        case exact
        /// Far nearer than neighbours are hereabouts.
        case near
    }

    public var kind: Kind
    /// Places of the items, ascending; two at least.
    public var members: [Int]
    /// The largest distance that made two of them copies.
    public var distance: Double
}

/// Finds copies: embeddings that are the same up to rounding, and pairs that are next to nothing apart beside the neighbours around them
/// and beside nearest neighbours in all the data.
///
/// Of copies that are only almost the same, more than ``rank`` of one thing are not found: they would be the neighbours around.
struct CopyFinder {
    /// A copy is nearer than this share of the way to ordinary neighbours.
    static let nearShare = 0.1
    /// Which neighbour of an item counts as an ordinary one.
    static let rank = 5
    /// Of an embedding's length: what rounding changes.
    private static let rounding = 1e-5

    let table: EmbeddingTable
    let distance: EmbeddingDistance
    /// Nearest first.
    let neighbours: [[Neighbour]]
    /// Rows of one recording are never copies of each other.
    let recordings: [Int]

    var groups: [CopyGroup] {
        let scales = scales
        var union = UnionFind(count: table.count)
        var pairs: [(first: Int, second: Int, distance: Double, isExact: Bool)] = []
        for (row, list) in neighbours.enumerated() {
            for neighbour in list where recordings[row] != recordings[neighbour.index] {
                let isExact = isSame(row, neighbour.index)
                let limit = Self.nearShare * min(scales[row], scales[neighbour.index])
                guard isExact || distance.length(neighbour.distance) < limit else { continue }
                pairs.append((row, neighbour.index, neighbour.distance, isExact))
                union.join(row, neighbour.index)
            }
        }
        let byRoot = Dictionary(grouping: pairs) { union.root($0.first) }
        return byRoot.values.map { pairs in
            CopyGroup(
                kind: pairs.allSatisfy(\.isExact) ? .exact : .near,
                members: Set(pairs.flatMap { [$0.first, $0.second] }).sorted(),
                distance: pairs.map(\.distance).max() ?? 0)
        }.sorted { ($0.distance, $0.members[0]) < ($1.distance, $1.members[0]) }
    }

    /// Of each row: how far ordinary neighbours are; 0 where there are too few to say.
    private var scales: [Double] {
        let nearest = neighbours.compactMap { $0.first.map { distance.length($0.distance) } }.sorted()
        // Even where every second item has a copy, three quarters of the way up stand those without.
        let usual = nearest.isEmpty ? 0 : nearest[nearest.count * 3 / 4]
        return neighbours.map { list in
            list.count >= Self.rank ? min(usual, distance.length(list[Self.rank - 1].distance)) : 0
        }
    }

    private func isSame(_ first: Int, _ second: Int) -> Bool {
        let (a, b) = (table[first], table[second])
        var (square, difference) = (0.0, 0.0)
        for (x, y) in zip(a, b) {
            square += Double(x) * Double(x)
            difference += (Double(x) - Double(y)) * (Double(x) - Double(y))
        }
        return difference <= Self.rounding * Self.rounding * square
    }
}

/// Which of many things have been joined, directly or over others.
struct UnionFind {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    mutating func root(_ place: Int) -> Int {
        var place = place
        while parents[place] != place {
            parents[place] = parents[parents[place]]
            place = parents[place]
        }
        return place
    }

    /// The lesser root stays one.
    mutating func join(_ first: Int, _ second: Int) {
        let (a, b) = (root(first), root(second))
        parents[max(a, b)] = min(a, b)
    }
}
