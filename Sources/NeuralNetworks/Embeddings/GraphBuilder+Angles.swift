extension GraphBuilder {
    /// As ``unitLength(_:floor:)``, for networks that are trained: where a row is 0 the slope is too, and not the root's, which has
    /// no bound there.
    mutating func trainedUnitLength(_ x: Value) -> Value {
        Value(name: derived("Div", [x.name, length(of: x.name, axis: 1)]), shape: x.shape)
    }

    /// Cosines of the angles between vectors of unit length and trained centres: `[batch, d]` → `[batch, count]`.
    ///
    /// The centres stand as an initializer of any length and are divided by it only after the product,
    /// `cos = (x · c) / ‖c‖`: a factor of a MatMul is what the trainer takes for a weight.
    mutating func cosines(_ x: Value, centres count: Int) -> Value {
        let centres = randomWeight("centres", shape: [x.length(1), count], deviation: 1)
        let products = derived("MatMul", [x.name, centres])
        return Value(
            name: derived("Div", [products, length(of: centres, axis: 0)]), shape: [x.shape[0], .fixed(count)])
    }

    /// L2 norms along an axis, which is kept with length 1.
    private mutating func length(of name: String, axis: Int) -> String {
        let norm = derived("ReduceL2", [name], attributes: ["axes": .integers([axis]), "keepdims": .integer(1)])
        return derived("Max", [norm, constant("least", NDArray([1e-12], shape: [1]))])
    }

    /// One column a group of columns: `[batch, column]` → `[batch, group]`, each group gathered and made one number of.
    mutating func grouped(
        _ x: Value, _ groups: [[Int]], _ reduce: (inout GraphBuilder, Value) -> Value
    ) -> Value {
        let parts = groups.map { columns in
            let name = derived(
                "Gather", [x.name, constant("columns", NDArray(columns))], attributes: ["axis": .integer(1)])
            return reduce(&self, Value(name: name, shape: [x.shape[0], .fixed(columns.count)]))
        }
        return parts.count == 1 ? parts[0] : concatenate(parts, axis: 1)
    }
}
