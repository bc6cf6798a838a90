/// Rows from which their mean was taken, and the products that components are found by.
struct CentredRows: Sendable {
    let count: Int
    let dimension: Int
    /// `[row, dimension]`.
    private let values: [Float]

    init(_ table: EmbeddingTable) {
        count = table.count
        dimension = table.dimension
        values = table.centred.values
    }

    var sumOfSquares: Double {
        var sum = 0.0
        for value in values { sum += Double(value) * Double(value) }
        return sum
    }

    /// `xᵣ·axis`.
    func dot(_ row: Int, _ axis: [Double]) -> Double {
        values.withUnsafeBufferPointer { values in
            axis.withUnsafeBufferPointer { axis in
                var sum = 0.0
                for place in 0..<dimension { sum += Double(values[row * dimension + place]) * axis[place] }
                return sum
            }
        }
    }

    /// `X·axis`.
    func dots(_ axis: [Double]) -> [Double] { RowMap.run(count) { $0.map { dot($0, axis) } } }

    /// `Xᵀ·weights`.
    func combined(_ weights: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: dimension)
        values.withUnsafeBufferPointer { values in
            result.withUnsafeMutableBufferPointer { result in
                for row in 0..<count {
                    let weight = weights[row]
                    for place in 0..<dimension { result[place] += weight * Double(values[row * dimension + place]) }
                }
            }
        }
        return result
    }

    /// `Xᵀ·X`.
    var covariance: [Double] {
        var result = [Double](repeating: 0, count: dimension * dimension)
        values.withUnsafeBufferPointer { values in
            result.withUnsafeMutableBufferPointer { result in
                for row in 0..<count {
                    let start = row * dimension
                    for first in 0..<dimension {
                        let value = Double(values[start + first])
                        guard value != 0 else { continue }
                        for second in 0...first {
                            result[first * dimension + second] += value * Double(values[start + second])
                        }
                    }
                }
                Self.mirror(result, dimension)
            }
        }
        return result
    }

    /// `X·Xᵀ`.
    var products: [Double] {
        var result = [Double](repeating: 0, count: count * count)
        values.withUnsafeBufferPointer { values in
            result.withUnsafeMutableBufferPointer { result in
                for first in 0..<count {
                    for second in 0...first {
                        var sum = 0.0
                        for place in 0..<dimension {
                            sum +=
                                Double(values[first * dimension + place]) * Double(values[second * dimension + place])
                        }
                        result[first * count + second] = sum
                    }
                }
                Self.mirror(result, count)
            }
        }
        return result
    }

    private static func mirror(_ matrix: UnsafeMutableBufferPointer<Double>, _ size: Int) {
        for row in 0..<size {
            for column in 0..<row { matrix[column * size + row] = matrix[row * size + column] }
        }
    }
}
