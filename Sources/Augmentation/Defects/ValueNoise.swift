import InspectionTypes

/// Smooth random texture: normal numbers on a grid, a curve between them, a second grid of half the cells on top.
///
/// About unit variance; `cell` is the coarse grid's, in pixels.
struct ValueNoise {
    let width: Int
    let values: [Float]

    init(width: Int, height: Int, cell: Float, using generator: inout SeededGenerator) {
        self.width = width
        var values = [Float](repeating: 0, count: width * height)
        for (octave, strength) in [(0, Float(1)), (1, 0.6)] {
            let cell = max(1, cell / Float(1 << octave))
            let columns = Int(Float(width) / cell) + 3
            let rows = Int(Float(height) / cell) + 3
            let grid = (0..<rows * columns).map { _ in Float(generator.nextNormal()) }
            let offset = SIMD2(Float(generator.nextUniform()), Float(generator.nextUniform()))
            for row in 0..<height {
                let (y, v) = Self.split(Float(row) / cell + offset.y)
                for column in 0..<width {
                    let (x, u) = Self.split(Float(column) / cell + offset.x)
                    let here = y * columns + x
                    let upper = grid[here] + u * (grid[here + 1] - grid[here])
                    let lower = grid[here + columns] + u * (grid[here + columns + 1] - grid[here + columns])
                    values[row * width + column] += strength * (upper + v * (lower - upper))
                }
            }
        }
        // Between the grid's points the mean variance of either axis is 26/35 of theirs; 1.36 = 1 + 0.6².
        let scale = 1 / (Float(26) / 35 * Float(1.36).squareRoot())
        self.values = values.map { $0 * scale }
    }

    /// A cell, and how far into it, bent so that it starts and ends flat (3t² − 2t³).
    private static func split(_ place: Float) -> (cell: Int, weight: Float) {
        let cell = Int(place)
        let t = place - Float(cell)
        return (cell, t * t * (3 - 2 * t))
    }
}
