/// Smoothing by polynomials fitted to what lies around each number (Savitzky and Golay 1964), as a matrix.
public enum SavitzkyGolay {
    /// `[count, count]`, row-major: column `j` holds what the numbers add to the smoothed number `j`, so `x · matrix` smooths rows.
    ///
    /// Within half a window of an end the polynomial of the outermost window is read where it is needed.
    ///
    /// - Parameters:
    ///   - window: numbers that a polynomial is fitted to; odd, at most `count`.
    ///   - order: the polynomial's, less than `window`.
    public static func matrix(count: Int, window: Int, order: Int) -> [Double] {
        precondition(
            window % 2 == 1 && window <= count && order >= 0 && order < window,
            "SavitzkyGolay: a window of \(window) and order \(order) over \(count) numbers")
        var matrix = [Double](repeating: 0, count: count * count)
        for place in 0..<count {
            let start = min(max(place - window / 2, 0), count - window)
            let weights = fitted(window: window, order: order, at: place - start)
            for (offset, weight) in weights.enumerated() { matrix[(start + offset) * count + place] = weight }
        }
        return matrix
    }

    /// What each number of a window weighs in the fitted polynomial's value at a place: `w = A (AᵀA)⁻¹ v`, with `A[i, p] = tᵢᵖ` and
    /// `v[p] = tᵖ`, places counted from the window's middle and in half windows.
    private static func fitted(window: Int, order: Int, at place: Int) -> [Double] {
        let half = Double(max(1, window / 2))
        func powers(_ index: Int) -> [Double] {
            let t = (Double(index) - Double(window / 2)) / half
            return (0..<order).reduce(into: [1]) { powers, _ in powers.append(powers[powers.count - 1] * t) }
        }
        let rows = (0..<window).map(powers)
        var system = (0...order).map { p in
            (0...order).map { q in rows.reduce(0) { $0 + $1[p] * $1[q] } } + [powers(place)[p]]
        }
        let solution = solve(&system)
        return rows.map { row in zip(row, solution).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    /// Gauss and Jordan's elimination of a positive definite system with its right side as last column.
    private static func solve(_ system: inout [[Double]]) -> [Double] {
        for pivot in system.indices {
            let scale = system[pivot][pivot]
            for column in system[pivot].indices { system[pivot][column] /= scale }
            for row in system.indices where row != pivot {
                let factor = system[row][pivot]
                for column in system[row].indices { system[row][column] -= factor * system[pivot][column] }
            }
        }
        return system.map { $0[$0.count - 1] }
    }
}
