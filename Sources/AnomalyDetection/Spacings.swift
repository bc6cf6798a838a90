/// How far apart normal embeddings lie around each row of a bank, and what squared distances are multiplied with to be counted in it.
struct Spacings: Sendable {
    private(set) var values: [Float]
    /// `1 / value²`.
    private(set) var factors: [Float]

    init(_ values: [Float]) {
        precondition(values.allSatisfy { $0 > 0 }, "Spacings: a spacing is not above 0")
        self.values = values
        factors = values.map { 1 / ($0 * $0) }
    }

    subscript(row: Int) -> Float {
        get { values[row] }
        set {
            values[row] = newValue
            factors[row] = 1 / (newValue * newValue)
        }
    }
}

/// Spacings as they would be had one recording not been learnt: those of all, and where a recording makes a difference.
struct LeftOutSpacings: Sendable {
    private var all: [Int: Spacings] = [:]
    private var changes: [Int: [Int: [RecordingNeighbours.Change]]] = [:]

    /// - Parameter kinds: those of them that are local densities count.
    init(_ neighbours: RecordingNeighbours?, _ kinds: [ScorerKind]) {
        for case .localDensity(let count) in kinds {
            all[count] = neighbours?.spacings(count)
            changes[count] = neighbours?.changes(count)
        }
    }

    func of(_ count: Int, without recording: Int) -> Spacings {
        var spacings = all[count] ?? Spacings([])
        for change in changes[count]?[recording] ?? [] { spacings[change.row] = change.spacing }
        return spacings
    }
}
