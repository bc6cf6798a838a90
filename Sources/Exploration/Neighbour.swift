/// Another row and how far it is.
public struct Neighbour: Sendable, Hashable, Codable {
    public var index: Int
    public var distance: Double

    public init(index: Int, distance: Double) {
        self.index = index
        self.distance = distance
    }
}

/// The smallest of many distances, kept in order.
struct NearestList {
    private let capacity: Int
    private(set) var places: [Int] = []
    private var distances: [Float] = []

    init(capacity: Int) {
        self.capacity = capacity
        places.reserveCapacity(capacity + 1)
        distances.reserveCapacity(capacity + 1)
    }

    /// Beyond it nothing is taken any more.
    var limit: Float { distances.count < capacity ? .infinity : distances.last ?? -1 }

    /// Of equal distances the one offered first stands first.
    mutating func offer(_ place: Int, _ distance: Float) {
        guard capacity > 0, distance < limit else { return }
        var position = distances.count
        while position > 0, distances[position - 1] > distance { position -= 1 }
        places.insert(place, at: position)
        distances.insert(distance, at: position)
        if places.count > capacity {
            places.removeLast()
            distances.removeLast()
        }
    }
}

extension EmbeddingTable {
    /// The chosen rows with their distances from `row` in double precision, nearest first.
    func neighbours(of row: Int, among places: [Int], _ distance: EmbeddingDistance) -> [Neighbour] {
        places.map { Neighbour(index: $0, distance: distance.between(self[row], self[$0])) }
            .sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
    }
}
