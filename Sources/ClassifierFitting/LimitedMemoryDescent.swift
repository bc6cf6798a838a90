/// Minimises a smooth function of many numbers by L-BFGS: the last few steps stand for the curvature.
///
/// Steps satisfy the weak Wolfe conditions, found by doubling and halving (Lewis and Overton, "Nonsmooth optimization via quasi-Newton
/// methods", 2013). Source of the two-loop recursion: Nocedal and Wright, "Numerical optimization", 2006, algorithm 7.4.
struct LimitedMemoryDescent {
    /// Iterations at most.
    var iterations = 200
    /// Ends where no derivative is larger.
    var tolerance = 1e-5
    /// Steps remembered.
    var memory = 10
    /// Asked before each iteration.
    var isCancelled: @Sendable () -> Bool = { false }

    private struct Pair {
        var step: [Double]
        var change: [Double]
        /// 1 / (step · change).
        var scale: Double
    }

    /// - Parameter evaluate: value and derivatives at a place.
    /// - Returns: where it ended, or `nil` when cancelled.
    func minimum(from start: [Double], _ evaluate: ([Double]) -> (value: Double, gradient: [Double])) -> [Double]? {
        var place = start
        var (value, gradient) = evaluate(place)
        var pairs: [Pair] = []
        for _ in 0..<iterations {
            guard !isCancelled() else { return nil }
            guard gradient.contains(where: { abs($0) > tolerance }) else { break }
            var direction = Self.direction(gradient, pairs)
            var slope = Self.dot(direction, gradient)
            if slope >= 0 {
                pairs = []
                direction = gradient.map { -$0 }
                slope = -Self.dot(gradient, gradient)
            }
            let first = pairs.isEmpty ? min(1, 1 / Self.dot(gradient, gradient).squareRoot()) : 1
            guard
                let next = Self.search(
                    from: place, value: value, along: direction, slope: slope, first: first, evaluate)
            else { break }
            let step = zip(next.place, place).map { $0 - $1 }
            let change = zip(next.gradient, gradient).map { $0 - $1 }
            let product = Self.dot(step, change)
            if product > 1e-12 * Self.dot(change, change) {
                pairs.append(Pair(step: step, change: change, scale: 1 / product))
                if pairs.count > memory { pairs.removeFirst() }
            }
            let gain = value - next.value
            (place, value, gradient) = (next.place, next.value, next.gradient)
            // What single precision in the data can still tell apart.
            if gain <= 1e-9 * max(1, abs(value)) { break }
        }
        return place
    }

    private static func direction(_ gradient: [Double], _ pairs: [Pair]) -> [Double] {
        var result = gradient.map { -$0 }
        var shares: [Double] = []
        for pair in pairs.reversed() {
            let share = pair.scale * dot(pair.step, result)
            shares.append(share)
            add(-share, pair.change, to: &result)
        }
        if let last = pairs.last {
            let scale = 1 / (last.scale * dot(last.change, last.change))
            for place in result.indices { result[place] *= scale }
        }
        for (pair, share) in zip(pairs, shares.reversed()) {
            add(share - pair.scale * dot(pair.change, result), pair.step, to: &result)
        }
        return result
    }

    /// - Returns: `nil` where no step makes it smaller any more.
    private static func search(
        from place: [Double], value: Double, along direction: [Double], slope: Double, first: Double,
        _ evaluate: ([Double]) -> (value: Double, gradient: [Double])
    ) -> (place: [Double], value: Double, gradient: [Double])? {
        var (low, high, length) = (0.0, Double.infinity, first)
        var best: (place: [Double], value: Double, gradient: [Double])?
        for _ in 0..<25 {
            var tried = place
            add(length, direction, to: &tried)
            let (found, gradient) = evaluate(tried)
            if !(found <= value + 1e-4 * length * slope) {
                high = length
            } else {
                best = (tried, found, gradient)
                if dot(gradient, direction) >= 0.9 * slope { return best }
                low = length
            }
            length = high.isFinite ? (low + high) / 2 : 2 * low
        }
        return best
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                var sums = (0.0, 0.0)
                var place = 0
                while place + 1 < a.count {
                    sums.0 += a[place] * b[place]
                    sums.1 += a[place + 1] * b[place + 1]
                    place += 2
                }
                if place < a.count { sums.0 += a[place] * b[place] }
                return sums.0 + sums.1
            }
        }
    }

    private static func add(_ factor: Double, _ other: [Double], to values: inout [Double]) {
        values.withUnsafeMutableBufferPointer { values in
            other.withUnsafeBufferPointer { other in
                for place in 0..<values.count { values[place] += factor * other[place] }
            }
        }
    }
}
