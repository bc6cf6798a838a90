/// What one look at all distances of a row tells.
struct RowNeighbourhood: Sendable {
    /// Nearest first, itself not among them.
    var nearest: [Neighbour]
    /// The nearest of another class and another group.
    var stranger: Neighbour?
    var silhouette: (value: Double?, nearest: Int?)

    /// Of all rows.
    ///
    /// - Parameter count: neighbours kept of each.
    static func all(
        _ table: EmbeddingTable, labels: [Int?], groups: [Int], classCount: Int, count: Int,
        distance: EmbeddingDistance
    ) -> [RowNeighbourhood] {
        let sums = SilhouetteSums(labels: labels, classCount: classCount)
        return DistanceSweep(table, distance).map { row, distances in
            var list = NearestList(capacity: count)
            var stranger: (place: Int, distance: Float)?
            for (place, distance) in distances.enumerated() where place != row {
                list.offer(place, distance)
                guard let own = labels[row], let other = labels[place], own != other, groups[row] != groups[place],
                    distance < stranger?.distance ?? .infinity
                else { continue }
                stranger = (place, distance)
            }
            return RowNeighbourhood(
                nearest: table.neighbours(of: row, among: list.places, distance),
                stranger: stranger.map {
                    Neighbour(index: $0.place, distance: distance.between(table[row], table[$0.place]))
                },
                silhouette: sums.value(of: row, distances))
        }
    }
}
