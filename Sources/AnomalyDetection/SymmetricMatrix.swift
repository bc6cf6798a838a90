/// A symmetric matrix of `Double`s, both halves kept: `[row, column]` in row-major order.
struct SymmetricMatrix: Sendable, Equatable {
    let size: Int
    var values: [Double]

    init(size: Int) {
        self.size = size
        values = [Double](repeating: 0, count: size * size)
    }

    subscript(row: Int, column: Int) -> Double {
        get { values[row * size + column] }
        set { values[row * size + column] = newValue }
    }

    var trace: Double { (0..<size).reduce(0) { $0 + self[$1, $1] } }
    var sumOfSquares: Double { values.reduce(0) { $0 + $1 * $1 } }

    /// `Σ x·xᵀ` over chosen rows.
    static func scatter(_ rows: Embeddings, _ chosen: some Sequence<Int>) -> SymmetricMatrix {
        var matrix = SymmetricMatrix(size: rows.dimension)
        let size = rows.dimension
        // Four rows at a time, so that each number of the matrix is read and written a quarter as often.
        var block = [Double](repeating: 0, count: 4 * size)
        var filled = 0
        matrix.values.withUnsafeMutableBufferPointer { values in
            block.withUnsafeMutableBufferPointer { block in
                func flush() {
                    for row in 0..<size {
                        let (a, b) = (block[row], block[size + row])
                        let (c, d) = (block[2 * size + row], block[3 * size + row])
                        let start = row * size
                        for column in 0...row {
                            values[start + column] +=
                                a * block[column] + b * block[size + column] + c * block[2 * size + column] + d
                                * block[3 * size + column]
                        }
                    }
                    block.update(repeating: 0)
                    filled = 0
                }
                for row in chosen {
                    for (place, value) in rows[row].enumerated() { block[filled * size + place] = Double(value) }
                    filled += 1
                    if filled == 4 { flush() }
                }
                if filled > 0 { flush() }
                for row in 0..<size {
                    for column in 0..<row { values[column * size + row] = values[row * size + column] }
                }
            }
        }
        return matrix
    }

    /// `L` with `L·Lᵀ` the matrix, its upper half 0; `nil` where the matrix is not positive definite.
    func cholesky() -> SymmetricMatrix.Lower? {
        var lower = [Double](repeating: 0, count: size * size)
        let size = size
        let isSound = lower.withUnsafeMutableBufferPointer { lower in
            for row in 0..<size {
                for column in 0...row {
                    var sum = values[row * size + column]
                    for place in 0..<column { sum -= lower[row * size + place] * lower[column * size + place] }
                    if row == column {
                        guard sum > 0, sum.isFinite else { return false }
                        lower[row * size + row] = sum.squareRoot()
                    } else {
                        lower[row * size + column] = sum / lower[column * size + column]
                    }
                }
            }
            return true
        }
        return isSound ? Lower(size: size, values: lower) : nil
    }

    /// A lower triangular matrix.
    struct Lower: Sendable, Equatable {
        let size: Int
        var values: [Double]

        /// `x` of `L·Lᵀ·x = b`.
        func solve(_ b: [Double]) -> [Double] {
            var x = b
            for row in 0..<size {
                for place in 0..<row { x[row] -= values[row * size + place] * x[place] }
                x[row] /= values[row * size + row]
            }
            for row in (0..<size).reversed() {
                for place in row + 1..<size { x[row] -= values[place * size + row] * x[place] }
                x[row] /= values[row * size + row]
            }
            return x
        }

        /// `L⁻¹`, by forward substitution a row at a time.
        func inverse() -> Lower {
            var result = [Double](repeating: 0, count: size * size)
            let size = size
            values.withUnsafeBufferPointer { lower in
                result.withUnsafeMutableBufferPointer { result in
                    for row in 0..<size {
                        let pivot = 1 / lower[row * size + row]
                        result[row * size + row] = pivot
                        for place in 0..<row {
                            let factor = lower[row * size + place] * pivot
                            for column in 0...place {
                                result[row * size + column] -= factor * result[place * size + column]
                            }
                        }
                    }
                }
            }
            return Lower(size: size, values: result)
        }
    }
}
