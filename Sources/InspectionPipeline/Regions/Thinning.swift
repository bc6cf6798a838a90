/// Takes a component away layer by layer until its middle lines are left: one pixel wide, still connected, holes kept.
///
/// Guo and Hall's two alternating sub-passes, each judged by a table over the eight neighbours. Only cells whose surroundings changed are looked
/// at again, so the work is linear in the component's area, however broad it is.
///
/// Source: Guo and Hall, "Parallel thinning with two-subiteration algorithms", Communications of the ACM 32 (1989), algorithm A1.
enum Thinning {
    private static let waiting: UInt8 = 4
    private static let failed: UInt8 = 8

    /// Leaves ``RegionGrid/skeleton`` set on the middle lines alone.
    static func thin(_ grid: inout RegionGrid) {
        let neighbours = grid.neighbours
        let skeleton = RegionGrid.skeleton
        var current = outline(of: &grid, neighbours)
        var (next, taken): ([Int32], [Int32]) = ([], [])
        var pass = 0
        grid.cells.withUnsafeMutableBufferPointer { cells in
            while !current.isEmpty {
                next.removeAll(keepingCapacity: true)
                taken.removeAll(keepingCapacity: true)
                let table = pass == 0 ? firstTable : secondTable
                for cell in current {
                    let index = Int(cell)
                    cells[index] &= ~waiting
                    guard cells[index] & skeleton != 0 else { continue }
                    if table[surroundings(cells, index, neighbours)] {
                        taken.append(cell)
                    } else if cells[index] & failed == 0 {
                        // The other sub-pass has yet to judge it.
                        cells[index] |= failed | waiting
                        next.append(cell)
                    }
                }
                for cell in taken { cells[Int(cell)] &= ~skeleton }
                for cell in taken {
                    for step in neighbours {
                        let index = Int(cell) + step
                        guard cells[index] & skeleton != 0 else { continue }
                        if cells[index] & waiting == 0 { next.append(Int32(index)) }
                        cells[index] = cells[index] & ~failed | waiting
                    }
                }
                swap(&current, &next)
                pass = 1 - pass
            }
        }
    }

    /// Marks every pixel as not yet taken away, and gives those with a neighbour in the background.
    private static func outline(of grid: inout RegionGrid, _ neighbours: [Int]) -> [Int32] {
        var outline: [Int32] = []
        let spans = grid.spans
        grid.cells.withUnsafeMutableBufferPointer { cells in
            for span in spans {
                for index in span {
                    cells[index] |= RegionGrid.skeleton
                    for step in neighbours where cells[index + step] & RegionGrid.inside == 0 {
                        cells[index] |= waiting
                        outline.append(Int32(index))
                        break
                    }
                }
            }
        }
        return outline
    }

    /// The eight neighbours that are still there, a bit each, clockwise from the one above.
    @inline(__always)
    private static func surroundings(
        _ cells: UnsafeMutableBufferPointer<UInt8>, _ index: Int, _ neighbours: [Int]
    ) -> Int {
        var code = 0
        for bit in 0..<8 where cells[index + neighbours[bit]] & RegionGrid.skeleton != 0 { code |= 1 << bit }
        return code
    }

    private static let firstTable = (0..<256).map { isRemovable($0, isFirst: true) }
    private static let secondTable = (0..<256).map { isRemovable($0, isFirst: false) }

    /// Guo and Hall's three conditions: one piece around the pixel, neither end nor inner, and on the side that this sub-pass peels.
    private static func isRemovable(_ code: Int, isFirst: Bool) -> Bool {
        // n[0] is above, n[2] right, n[4] below, n[6] left.
        let n = (0..<8).map { code >> $0 & 1 == 1 }
        let pieces = stride(from: 0, to: 8, by: 2).count { !n[$0] && (n[$0 + 1] || n[($0 + 2) % 8]) }
        let first = stride(from: 0, to: 8, by: 2).count { n[($0 + 7) % 8] || n[$0] }
        let second = stride(from: 0, to: 8, by: 2).count { n[$0] || n[$0 + 1] }
        guard pieces == 1, (2...3).contains(min(first, second)) else { return false }
        return isFirst ? !((n[4] || n[5] || !n[7]) && n[6]) : !((n[0] || n[1] || !n[3]) && n[2])
    }
}
