/// Embeddings of a data set: a row an item.
public struct EmbeddingTable: Sendable, Equatable {
    public let count: Int
    /// Numbers a row.
    public let dimension: Int
    /// `[row, dimension]`.
    public let values: [Float]

    /// - Throws: ``ExplorationError`` for rows of different lengths, empty ones, and numbers that are none.
    public init(_ rows: [[Float]]) throws(ExplorationError) {
        guard let dimension = rows.first?.count, dimension > 0 else {
            throw ExplorationError(.empty, "there is no embedding to look at")
        }
        for (place, row) in rows.enumerated() {
            guard row.count == dimension else {
                throw ExplorationError(
                    .shape,
                    "embedding \(place) holds \(row.count) numbers, the first \(dimension): take one model for all")
            }
            guard row.allSatisfy(\.isFinite) else {
                throw ExplorationError(
                    .notFinite, "embedding \(place) holds numbers that are none: the model or its input is damaged")
            }
        }
        self.init(count: rows.count, dimension: dimension, values: rows.flatMap { $0 })
    }

    init(count: Int, dimension: Int, values: [Float]) {
        precondition(
            values.count == count * dimension, "EmbeddingTable: \(values.count) numbers for \(count)×\(dimension)")
        self.count = count
        self.dimension = dimension
        self.values = values
    }

    public subscript(row: Int) -> ArraySlice<Float> { values[row * dimension..<(row + 1) * dimension] }

    /// The mean row.
    var mean: [Double] {
        var sums = [Double](repeating: 0, count: dimension)
        values.withUnsafeBufferPointer { values in
            sums.withUnsafeMutableBufferPointer { sums in
                for row in 0..<count {
                    for place in 0..<dimension { sums[place] += Double(values[row * dimension + place]) }
                }
            }
        }
        return sums.map { $0 / Double(max(1, count)) }
    }

    /// Every row divided by its length; a row of zeros stays one.
    var normalized: EmbeddingTable {
        var result = values
        result.withUnsafeMutableBufferPointer { result in
            for row in 0..<count {
                let places = row * dimension..<(row + 1) * dimension
                var sum = 0.0
                for place in places { sum += Double(result[place]) * Double(result[place]) }
                guard sum > 0 else { continue }
                let factor = 1 / sum.squareRoot()
                for place in places { result[place] = Float(Double(result[place]) * factor) }
            }
        }
        return EmbeddingTable(count: count, dimension: dimension, values: result)
    }

    /// From every row the mean row subtracted.
    var centred: EmbeddingTable {
        let mean = mean
        var result = values
        result.withUnsafeMutableBufferPointer { result in
            for row in 0..<count {
                for place in 0..<dimension {
                    result[row * dimension + place] = Float(Double(result[row * dimension + place]) - mean[place])
                }
            }
        }
        return EmbeddingTable(count: count, dimension: dimension, values: result)
    }
}
