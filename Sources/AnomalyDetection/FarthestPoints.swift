/// Rows chosen one after the other, each the farthest from those before (Gonzalez, "Clustering to minimize the maximum intercluster
/// distance", 1985).
enum FarthestPoints {
    /// - Returns: at most `count` rows in the order of their choice, the first of them the one farthest from the mean, and the largest distance of
    ///   any row to the nearest chosen one. Rows that repeat a chosen one are left out. Of equals the first is taken.
    static func choose(_ count: Int, of rows: Embeddings) -> (rows: [Int], radius: Double) {
        guard rows.count > 0, count > 0 else { return ([], 0) }
        let width = rows.dimension
        return rows.values.withUnsafeBufferPointer { values in
            var nearest = [Float](repeating: .infinity, count: rows.count)
            return nearest.withUnsafeMutableBufferPointer { nearest in
                let center = rows.mean
                var next = 0
                var farthest: Float = -1
                center.withUnsafeBufferPointer { center in
                    for row in 0..<rows.count {
                        let distance = squaredDistance(values.baseAddress, row * width, center.baseAddress, 0, width)
                        if distance > farthest { (farthest, next) = (distance, row) }
                    }
                }
                var chosen: [Int] = []
                while true {
                    let latest = next
                    chosen.append(latest)
                    farthest = -1
                    for row in 0..<rows.count {
                        let distance = squaredDistance(
                            values.baseAddress, row * width, values.baseAddress, latest * width, width)
                        if distance < nearest[row] { nearest[row] = distance }
                        if nearest[row] > farthest { (farthest, next) = (nearest[row], row) }
                    }
                    if chosen.count == count || farthest <= 0 { break }
                }
                return (chosen, Double(farthest).squareRoot())
            }
        }
    }

    /// `‖a − b‖²` of `width` numbers from two places, in four sums side by side.
    @inline(__always)
    static func squaredDistance(
        _ a: UnsafePointer<Float>?, _ startA: Int, _ b: UnsafePointer<Float>?, _ startB: Int, _ width: Int
    ) -> Float {
        guard let a = a.map({ $0 + startA }), let b = b.map({ $0 + startB }) else { return 0 }
        var sums = SIMD8<Float>()
        var place = 0
        while place + 8 <= width {
            let difference =
                UnsafeRawPointer(a + place).loadUnaligned(as: SIMD8<Float>.self)
                - UnsafeRawPointer(b + place).loadUnaligned(as: SIMD8<Float>.self)
            sums += difference * difference
            place += 8
        }
        var sum = sums.sum()
        while place < width {
            let difference = a[place] - b[place]
            sum += difference * difference
            place += 1
        }
        return sum
    }
}
