#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Eigenvalues and eigenvectors of a symmetric matrix, largest value first: `A·v = λ·v`, `‖v‖ = 1`.
///
/// Householder's reflections bring the matrix to three diagonals, implicit QL steps with Wilkinson's shift those to one; O(n³), for
/// matrices of a few hundred rows. Source: Golub and Van Loan, "Matrix Computations", §8.3.
struct SymmetricEigen: Sendable {
    /// Descending.
    let values: [Double]
    /// `vectors[i]` belongs to `values[i]`.
    let vectors: [[Double]]

    /// - Parameter matrix: `[row, column]`, both halves.
    init(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size, "SymmetricEigen: \(matrix.count) numbers for \(size)×\(size)")
        var state = Tridiagonal(matrix, size: size)
        state.diagonalize()
        let order = (0..<size).sorted { state.diagonal[$0] > state.diagonal[$1] }
        values = order.map { state.diagonal[$0] }
        vectors = order.map { place in Array(state.basis[place * size..<(place + 1) * size]) }
    }
}

/// A symmetric matrix on its way to a diagonal one: `A = Σ basisᵢ·T[i, j]·basisⱼᵀ`.
private struct Tridiagonal {
    let size: Int
    var diagonal: [Double]
    /// `off[i]` stands beside the diagonal, between rows `i` and `i + 1`; the last is 0.
    var off: [Double]
    /// Basis vectors as rows.
    var basis: [Double]

    init(_ matrix: [Double], size n: Int) {
        size = n
        diagonal = [Double](repeating: 0, count: n)
        off = [Double](repeating: 0, count: n)
        basis = [Double](repeating: 0, count: n * n)
        for row in 0..<n { basis[row * n + row] = 1 }
        var a = matrix
        var reflectors: [(first: Int, vector: [Double])] = []
        a.withUnsafeMutableBufferPointer { a in
            for column in 0..<max(0, n - 2) {
                if let vector = Self.reflect(a, n, column) { reflectors.append((column + 1, vector)) }
            }
            for row in 0..<n {
                diagonal[row] = a[row * n + row]
                if row + 1 < n { off[row] = a[(row + 1) * n + row] }
            }
        }
        // Q = H₁·H₂·…, built from the last to the first; its columns are the basis, kept as rows.
        basis.withUnsafeMutableBufferPointer { basis in
            for (first, vector) in reflectors.reversed() {
                for row in first..<n {
                    var dot = 0.0
                    for place in first..<n { dot += basis[row * n + place] * vector[place - first] }
                    dot *= 2
                    for place in first..<n { basis[row * n + place] -= dot * vector[place - first] }
                }
            }
        }
    }

    /// Clears a column below the diagonal's neighbour: `A ← H·A·H`, `H = 1 − 2·v·vᵀ`.
    ///
    /// - Returns: `v` from row `column + 1` on; `nil` where there is nothing to clear.
    private static func reflect(_ a: UnsafeMutableBufferPointer<Double>, _ n: Int, _ column: Int) -> [Double]? {
        let first = column + 1
        var vector = (first..<n).map { a[$0 * n + column] }
        let rest = vector.dropFirst().reduce(0) { $0 + $1 * $1 }
        guard rest > 0 else { return nil }
        let norm = (vector[0] * vector[0] + rest).squareRoot()
        let target = vector[0] > 0 ? -norm : norm
        vector[0] -= target
        let length = (vector[0] * vector[0] + rest).squareRoot()
        for place in vector.indices { vector[place] /= length }
        // p = A·v, K = vᵀ·p, then A ← A − 2·(v·wᵀ + w·vᵀ) with w = p − K·v.
        var w = [Double](repeating: 0, count: n - first)
        for row in first..<n {
            var sum = 0.0
            for place in first..<n { sum += a[row * n + place] * vector[place - first] }
            w[row - first] = sum
        }
        let k = zip(vector, w).reduce(0) { $0 + $1.0 * $1.1 }
        for place in w.indices { w[place] -= k * vector[place] }
        for row in first..<n {
            let (v, u) = (2 * vector[row - first], 2 * w[row - first])
            for place in first..<n { a[row * n + place] -= v * w[place - first] + u * vector[place - first] }
        }
        for row in first..<n {
            a[row * n + column] = row == first ? target : 0
            a[column * n + row] = a[row * n + column]
        }
        return vector
    }

    mutating func diagonalize() {
        for low in 0..<size {
            var steps = 0
            while true {
                let high = firstSplit(from: low)
                // A matrix that does not come to rest in so many steps holds numbers that are none.
                guard high > low, steps < 60 else { break }
                steps += 1
                step(low, high)
            }
        }
    }

    /// The first row from `low` on whose neighbour off the diagonal is nothing beside the diagonal.
    private func firstSplit(from low: Int) -> Int {
        var row = low
        while row < size - 1 {
            let scale = abs(diagonal[row]) + abs(diagonal[row + 1])
            if abs(off[row]) <= Double.ulpOfOne * scale || off[row] == 0 { break }
            row += 1
        }
        return row
    }

    /// One implicit QL step on the rows `low…high`.
    private mutating func step(_ low: Int, _ high: Int) {
        let half = (diagonal[low + 1] - diagonal[low]) / (2 * off[low])
        let root = (half * half + 1).squareRoot()
        var g = diagonal[high] - diagonal[low] + off[low] / (half + (half >= 0 ? root : -root))
        var (sine, cosine, shift) = (1.0, 1.0, 0.0)
        for row in stride(from: high - 1, through: low, by: -1) {
            let f = sine * off[row]
            let b = cosine * off[row]
            let r = hypot(f, g)
            off[row + 1] = r
            if r == 0 {
                diagonal[row + 1] -= shift
                off[high] = 0
                return
            }
            sine = f / r
            cosine = g / r
            g = diagonal[row + 1] - shift
            let t = (diagonal[row] - g) * sine + 2 * cosine * b
            shift = sine * t
            diagonal[row + 1] = g + shift
            g = cosine * t - b
            rotate(row, cosine, sine)
        }
        diagonal[low] -= shift
        off[low] = g
        off[high] = 0
    }

    private mutating func rotate(_ row: Int, _ cosine: Double, _ sine: Double) {
        let n = size
        basis.withUnsafeMutableBufferPointer { basis in
            let (first, second) = (row * n, (row + 1) * n)
            for place in 0..<n {
                let (a, b) = (basis[first + place], basis[second + place])
                basis[second + place] = sine * a + cosine * b
                basis[first + place] = cosine * a - sine * b
            }
        }
    }
}
