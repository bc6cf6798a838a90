/// The few smallest or largest of many numbers.
enum Smallest {
    /// Where the `count` smallest stand, the smallest first; of equals the first. Infinities are left out.
    static func places(_ count: Int, of values: [Float]) -> [Int] {
        best(count, values) { $0 < $1 }
    }

    /// Where the `count` largest stand, the largest first; of equals the first. Infinities are left out.
    static func largest(_ count: Int, of values: [Float]) -> [Int] { best(count, values) { $0 > $1 } }

    @inline(__always)
    private static func best(_ count: Int, _ values: [Float], _ isBetter: (Float, Float) -> Bool) -> [Int] {
        var places: [Int] = []
        values.withUnsafeBufferPointer { values in
            for place in values.indices where values[place] < .infinity {
                let value = values[place]
                if places.count == count, let last = places.last, !isBetter(value, values[last]) { continue }
                var position = places.count
                while position > 0, isBetter(value, values[places[position - 1]]) { position -= 1 }
                places.insert(place, at: position)
                if places.count > count { places.removeLast() }
            }
        }
        return places
    }
}
