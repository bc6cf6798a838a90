/// Points of a plane in squares within squares, each knowing how many points it holds and where their middle is.
///
/// Source: Barnes and Hut, "A hierarchical O(N log N) force-calculation algorithm", Nature 1986.
struct QuadTree: Sendable {
    private struct Square {
        var middle: SIMD2<Double>
        var half: Double
        /// Sum of its points, then their centre.
        var centre = SIMD2<Double>()
        var count = 0
        /// First of four squares in a row; 0 for one that is not divided.
        var children = 0
    }

    /// A square this deep is not divided: its points are as good as one.
    private static let deepest = 40

    private var squares: [Square]

    /// - Parameter points: finite.
    init(_ points: [SIMD2<Double>]) {
        var (low, high) = (points.first ?? SIMD2(), points.first ?? SIMD2())
        for point in points {
            low = pointwiseMin(low, point)
            high = pointwiseMax(high, point)
        }
        let half = max((high - low).max() / 2, 1e-12) * 1.0001
        squares = [Square(middle: (low + high) / 2, half: half)]
        squares.reserveCapacity(points.count * 3)
        for point in points { insert(point) }
        for place in squares.indices where squares[place].count > 0 {
            squares[place].centre /= Double(squares[place].count)
        }
    }

    private mutating func insert(_ point: SIMD2<Double>) {
        var (place, depth) = (0, 0)
        while true {
            let before = squares[place].count
            let sum = squares[place].centre
            squares[place].count += 1
            squares[place].centre += point
            if squares[place].children == 0 {
                let isSame =
                    before > 0 && (sum / Double(before) - point).max() == 0 && (sum / Double(before) - point).min() == 0
                guard before > 0, depth < Self.deepest, !isSame else { return }
                divide(place)
                // What lay here alone, once or several times, moves down.
                let middle = sum / Double(before)
                let child = squares[place].children + quarter(middle, of: place)
                squares[child].count = before
                squares[child].centre = sum
            }
            place = squares[place].children + quarter(point, of: place)
            depth += 1
        }
    }

    private func quarter(_ point: SIMD2<Double>, of place: Int) -> Int {
        (point.x > squares[place].middle.x ? 1 : 0) + (point.y > squares[place].middle.y ? 2 : 0)
    }

    private mutating func divide(_ place: Int) {
        squares[place].children = squares.count
        let (middle, half) = (squares[place].middle, squares[place].half / 2)
        for quarter in 0..<4 {
            let shift = SIMD2(quarter & 1 == 1 ? half : -half, quarter & 2 == 2 ? half : -half)
            squares.append(Square(middle: middle + shift, half: half))
        }
    }

    /// `Σ q²·(y − yⱼ)` and `Σ q` over all points but the one at `point` itself, `q = 1 / (1 + ‖y − yⱼ‖²)`; squares that are seen under
    /// an angle below `theta` count as their middle.
    func repulsion(at point: SIMD2<Double>, theta: Double) -> (force: SIMD2<Double>, weight: Double) {
        var (force, weight) = (SIMD2<Double>(), 0.0)
        let limit = theta * theta
        squares.withUnsafeBufferPointer { squares in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: 4 * (Self.deepest + 2)) { stack in
                stack[0] = 0
                var depth = 1
                while depth > 0 {
                    depth -= 1
                    let square = squares[stack[depth]]
                    guard square.count > 0 else { continue }
                    let away = point - square.centre
                    let distance = (away * away).sum()
                    let width = 2 * square.half
                    if square.children == 0 || width * width < limit * distance {
                        let q = 1 / (1 + distance)
                        let many = Double(square.count)
                        weight += many * q
                        force += many * q * q * away
                    } else {
                        for child in 0..<4 {
                            stack[depth] = square.children + child
                            depth += 1
                        }
                    }
                }
            }
        }
        // The point met itself, at no distance: q = 1, no force.
        return (force, weight - 1)
    }
}
