public import InspectionTypes

/// Puts the probabilities of overlapping tiles together into one map.
///
/// Where tiles overlap, each counts less towards its edge: a network knows least there. Weights of all tiles add up to 1 at every pixel;
/// since tiles stand in a grid, that holds for each axis alone, and the weight of a pixel is the product of both.
/// Rows that no later tile can reach are rounded to levels at once, so that no more numbers are held than a band of tiles covers, however
/// high the picture is.
///
/// ```swift
/// var blender = TileBlender(plan)
/// for tile in plan.tiles { blender.add(network(tile)) }
/// let map = blender.finished()
/// ```
public struct TileBlender: Sendable {
    public let plan: TilePlan
    /// The share of each tile at each of its columns (rows), `[tile][column]`.
    private let columnShares: [[Float]]
    private let rowShares: [[Float]]
    /// Sums of the rows from `bandTop` on, `[row, column]`.
    private var band: [Float]
    private var bandTop = 0
    private var levels: [UInt8] = []
    /// Tiles added so far.
    public private(set) var addedCount = 0

    public init(_ plan: TilePlan) {
        self.plan = plan
        columnShares = Self.shares(plan.lefts, length: plan.width, tile: plan.tileWidth, overlap: plan.overlap)
        rowShares = Self.shares(plan.tops, length: plan.height, tile: plan.tileHeight, overlap: plan.overlap)
        band = [Float](repeating: 0, count: min(plan.tileHeight, plan.height) * plan.width)
        levels.reserveCapacity(plan.width * plan.height)
    }

    /// Along one axis: a weight that rises from the edge over the overlap, divided by the sum of all tiles' weights there.
    private static func shares(_ origins: [Int], length: Int, tile: Int, overlap: Int) -> [[Float]] {
        let ramp = min(overlap, tile / 2) + 1
        let weights = (0..<tile).map { Float(min($0 + 1, tile - $0, ramp)) / Float(ramp) }
        var sums = [Float](repeating: 0, count: length)
        for origin in origins {
            for place in 0..<tile where (0..<length).contains(origin + place) { sums[origin + place] += weights[place] }
        }
        return origins.map { origin in
            (0..<tile).map { (0..<length).contains(origin + $0) ? weights[$0] / sums[origin + $0] : 0 }
        }
    }

    /// Adds the next tile in the plan's order.
    public mutating func add(_ probabilities: [Float]) {
        probabilities.withUnsafeBufferPointer { add($0) }
    }

    /// Adds the next tile in the plan's order.
    ///
    /// - Parameter probabilities: `[row, column]` of the tile, 0…1; what lies outside is cut, and what is no number counts as 0.
    public mutating func add(_ probabilities: UnsafeBufferPointer<Float>) {
        precondition(addedCount < plan.count, "TileBlender.add: all \(plan.count) tiles are there already")
        precondition(
            probabilities.count == plan.tileWidth * plan.tileHeight,
            "TileBlender.add: \(probabilities.count) values for a tile of \(plan.tileWidth)×\(plan.tileHeight)")
        let (column, row) = (addedCount % plan.lefts.count, addedCount / plan.lefts.count)
        if column == 0 { finishRows(before: max(0, plan.tops[row])) }
        let (left, top) = (plan.lefts[column], plan.tops[row])
        let inside = max(0, -left)..<min(plan.tileWidth, plan.width - left)
        let shares = columnShares[column]
        band.withUnsafeMutableBufferPointer { band in
            shares.withUnsafeBufferPointer { shares in
                guard let band = band.baseAddress, let shares = shares.baseAddress,
                    let values = probabilities.baseAddress
                else { return }
                for tileRow in max(0, -top)..<min(plan.tileHeight, plan.height - top) {
                    let share = rowShares[row][tileRow]
                    let target = band + (top + tileRow - bandTop) * plan.width + left
                    let source = values + tileRow * plan.tileWidth
                    for place in inside {
                        let value = source[place]
                        let bounded = value > 0 ? (value < 1 ? value : 1) : 0
                        target[place] += bounded * (share * shares[place])
                    }
                }
            }
        }
        addedCount += 1
    }

    /// The map, once all tiles are there.
    public consuming func finished() -> ProbabilityMap {
        precondition(addedCount == plan.count, "TileBlender.finished: \(addedCount) of \(plan.count) tiles were added")
        finishRows(before: plan.height)
        return ProbabilityMap(width: plan.width, height: plan.height, levels: levels)
    }

    /// Rounds the rows above `row` to levels and moves the rest up.
    private mutating func finishRows(before row: Int) {
        let count = (row - bandTop) * plan.width
        guard count > 0 else { return }
        for index in 0..<count { levels.append(UInt8(min(band[index], 1) * 255 + 0.5)) }
        band.removeFirst(count)
        let height = min(plan.tileHeight, plan.height - row)
        band += [Float](repeating: 0, count: max(0, height * plan.width - band.count))
        bandTop = row
    }
}
