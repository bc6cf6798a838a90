import InspectionTypes

/// Smooth random hills: random numbers on a lattice, blended between by a cubic; several lattices, each finer and weaker, give the look of stone.
///
/// Source: Ebert et al., "Texturing and Modeling: A Procedural Approach", 2003, chapter 2.
enum ValueNoise {
    /// Adds hills of about ±`strength` whose broadest are `cell` pixels apart.
    ///
    /// - Parameters:
    ///   - stretch: how much longer the hills are down the picture than across it.
    ///   - octaves: lattices, each of half the cell.
    ///   - gain: a lattice's strength over that of the one before.
    static func add(
        _ strength: Double, cell: Double, stretch: Double = 1, octaves: Int = 1, gain: Double = 0.5,
        to plane: inout BrightnessPlane, _ draw: inout Draw
    ) {
        var (strength, cell) = (strength, cell)
        for _ in 0..<octaves where cell >= 1 {
            addLattice(Float(strength), Float(cell), Float(cell * stretch), to: &plane, &draw)
            strength *= gain
            cell /= 2
        }
    }

    private static func addLattice(
        _ strength: Float, _ cellWidth: Float, _ cellHeight: Float, to plane: inout BrightnessPlane, _ draw: inout Draw
    ) {
        // A random offset, so that the lattices' lines do not meet.
        let (shiftX, shiftY) = (Float(draw.number(0...1)), Float(draw.number(0...1)))
        let columns = Int(Float(plane.width) / cellWidth) + 3
        let rows = Int(Float(plane.height) / cellHeight) + 3
        let lattice = (0..<columns * rows).map { _ in Float(2 * draw.generator.nextUniform() - 1) * strength }
        let width = plane.width
        let places = (0..<width).map { x -> (cell: Int, share: Float) in
            place(Float(x) / cellWidth + shiftX)
        }
        var line = [Float](repeating: 0, count: columns)
        plane.values.withUnsafeMutableBufferPointer { values in
            for y in 0..<values.count / width {
                let (row, share) = place(Float(y) / cellHeight + shiftY)
                for column in 0..<columns {
                    let upper = lattice[row * columns + column]
                    line[column] = upper + share * (lattice[(row + 1) * columns + column] - upper)
                }
                for x in 0..<width {
                    let (cell, share) = places[x]
                    values[y * width + x] += line[cell] + share * (line[cell + 1] - line[cell])
                }
            }
        }
    }

    private static func place(_ position: Float) -> (cell: Int, share: Float) {
        let cell = Int(position)
        let share = position - Float(cell)
        return (cell, share * share * (3 - 2 * share))
    }
}
