/// A stretch of time and bands in which a recording differs from normal in one direction.
struct DeviationPiece: Equatable {
    var bands: Range<Int>
    var stretches: Range<Int>
    /// Mean over the cells that belong to it.
    var decibels: Double
    /// Mean over the cells that belong to it.
    var deviations: Double
    /// Pairs of a stretch and a band that belong to it.
    var cells: Int

    /// How much it speaks: decibels summed over its cells.
    var size: Double { abs(decibels) * Double(cells) }

    mutating func join(_ other: DeviationPiece) {
        let (mine, others) = (Double(cells), Double(other.cells))
        decibels = (decibels * mine + other.decibels * others) / (mine + others)
        deviations = (deviations * mine + other.deviations * others) / (mine + others)
        cells += other.cells
        bands = min(bands.lowerBound, other.bands.lowerBound)..<max(bands.upperBound, other.bands.upperBound)
        stretches =
            min(
                stretches.lowerBound, other.stretches.lowerBound)..<max(
                stretches.upperBound, other.stretches.upperBound)
    }

    /// Whether `other`, which begins no earlier, is the same thing again: of the same sign and mostly the same bands, soon after.
    func continues(in other: DeviationPiece, within succession: Double) -> Bool {
        let shared = bands.clamped(to: other.bands).count
        let all = bands.count + other.bands.count - shared
        return (decibels > 0) == (other.decibels > 0) && 2 * shared >= all
            && Double(other.stretches.lowerBound - stretches.upperBound) <= succession
    }

    /// Whether `other` is a part of the same thing: of the same sign, mostly at the same time, and in neighbouring bands.
    func touches(_ other: DeviationPiece, bandGap: Int) -> Bool {
        let shared = stretches.clamped(to: other.stretches).count
        let gap = max(bands.lowerBound, other.bands.lowerBound) - min(bands.upperBound, other.bands.upperBound)
        return (decibels > 0) == (other.decibels > 0) && gap <= bandGap
            && 2 * shared >= min(stretches.count, other.stretches.count)
    }
}
