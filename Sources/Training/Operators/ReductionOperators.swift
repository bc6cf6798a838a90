import CTorch
import NeuralNetworks

/// Axes reduced to one number each, and the places of extremes.
enum ReductionOperators {
    static let builders: [String: OperatorBuilder] = [
        "ReduceMean": WT_REDUCE_MEAN, "ReduceSum": WT_REDUCE_SUM, "ReduceMax": WT_REDUCE_MAX,
        "ReduceMin": WT_REDUCE_MIN,
        "ReduceL1": WT_REDUCE_L1, "ReduceL2": WT_REDUCE_L2, "ReduceSumSquare": WT_REDUCE_SUM_SQUARE,
        "ReduceProd": WT_REDUCE_PRODUCT, "ReduceLogSumExp": WT_REDUCE_LOG_SUM_EXP,
    ].mapValues(reduction).merging(
        ["ArgMax": extreme(largest: true), "ArgMin": extreme(largest: false), "TopK": topK]
    ) { first, _ in first }

    /// Axes: an attribute, or input 1 (ReduceSum from operator set 13 on, the others from 18 on). None given means all, or
    /// with `noop_with_empty_axes` none.
    private static func reduction(_ kind: wt_reduction_kind) -> OperatorBuilder {
        let number = Int32(kind.rawValue)
        return { context in
            try context.requireInputs(1...2)
            let attribute = context.integers("axes")
            let keep = context.flag("keepdims", default: true)
            let isIdentityWithoutAxes = context.flag("noop_with_empty_axes")
            return { call in
                let x = try call[0]
                let given = try call.integers(1) ?? attribute ?? []
                if given.isEmpty, isIdentityWithoutAxes { return [x] }
                let axes = try given.isEmpty ? Array(0..<x.rank) : given.map(x.axis)
                return [try Tensor(wt_reduce(number, x.handle, axes.wide, Int32(axes.count), keep))]
            }
        }
    }

    private static func extreme(largest: Bool) -> OperatorBuilder {
        { context in
            try context.requireInputs(1...1)
            let axis = context.integer("axis", default: 0)
            let keep = context.flag("keepdims", default: true)
            let last = context.flag("select_last_index")
            return { call in
                let x = try call[0]
                return [try Tensor(wt_argument_extreme(x.handle, largest, Int64(try x.axis(axis)), keep, last))]
            }
        }
    }

    /// Values and places of the `k` largest or smallest (`k`: an attribute up to operator set 9, then input 1).
    @Sendable private static func topK(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...2)
        let fixed = context.node.integer("k")
        let axis = context.integer("axis", default: -1)
        let largest = context.flag("largest", default: true)
        let sorted = context.flag("sorted", default: true)
        return { call in
            let x = try call[0]
            guard let k = try call.integers(1)?.first ?? fixed else { throw TrainingError(.graph, "k is missing") }
            var places: OpaquePointer?
            let values = try Tensor(
                wt_top_k(x.handle, Int64(k), Int64(try x.axis(axis)), largest, sorted, &places)
            )
            return [values, try Tensor(places)]
        }
    }
}
