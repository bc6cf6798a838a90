extension NDArray {
    /// Floats with their axes in another order: axis `i` of the result is axis `order[i]` of this array.
    func transposed(to order: [Int]) -> NDArray {
        guard let values = floats else { preconditionFailure("NDArray.transposed: \(elementType) are not floats") }
        precondition(order.sorted() == Array(shape.indices), "NDArray.transposed: \(order) does not fit \(shape)")
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        let lengths = order.map { shape[$0] }
        let steps = order.map { strides[$0] }
        var places = [Int](repeating: 0, count: order.count)
        var source = 0
        let turned = [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
            for target in 0..<values.count {
                buffer.initializeElement(at: target, to: values[source])
                // The next place, the last axis first, as an odometer turns.
                for axis in order.indices.reversed() {
                    places[axis] += 1
                    source += steps[axis]
                    if places[axis] < lengths[axis] { break }
                    source -= places[axis] * steps[axis]
                    places[axis] = 0
                }
            }
            count = values.count
        }
        return NDArray(turned, shape: lengths)
    }
}
