/// Layers on the places of a map `[batch, channel, row, column]`.
extension GraphBuilder {
    /// Bilinear, to the rows and columns of a finer map.
    mutating func enlarge(_ x: Value, rows: Int, columns: Int) -> Value {
        let wanted = [rows, columns]
        if [x.length(2), x.length(3)] == wanted { return x }
        if [x.length(2) * 2, x.length(3) * 2] == wanted { return enlarge(x, by: .bilinear) }
        // Where a map is not exactly half as large, half a place more makes the rounding down end at the wanted length.
        let scales = zip([2, 3], wanted).map { axis, to -> Float in
            let from = x.length(axis)
            return to % from == 0 ? Float(to / from) : (Float(to) + 0.5) / Float(from)
        }
        let factors = constant("scales", NDArray([1, 1] + scales, shape: [4]))
        let name = derived(
            "Resize", [x.name, "", factors],
            attributes: ["mode": .string("linear"), "coordinate_transformation_mode": .string("half_pixel")])
        return Value(name: name, shape: Array(x.shape[..<2]) + wanted.map { .fixed($0) })
    }

    /// The mean of 3×3 places around each; at the border, of those there are.
    mutating func placeMean(_ x: Value) -> Value {
        let name = derived(
            "AveragePool", [x.name],
            attributes: [
                "kernel_shape": .integers([3, 3]), "strides": .integers([1, 1]), "pads": .integers([1, 1, 1, 1]),
                "count_include_pad": .integer(0),
            ])
        return Value(name: name, shape: x.shape)
    }
}
