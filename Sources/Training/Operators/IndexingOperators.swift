import CTorch
import NeuralNetworks

/// Operators that take parts out of a tensor.
enum IndexingOperators {
    static let builders: [String: OperatorBuilder] = ["Slice": slice, "Gather": gather, "Split": split]

    /// Starts, ends, axes (attributes up to operator set 9, then inputs) and steps, which may be negative.
    @Sendable private static func slice(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(context.opset < 10 ? 1...1 : 3...5)
        let fixed = (starts: context.integers("starts"), ends: context.integers("ends"), axes: context.integers("axes"))
        return { call in
            guard let starts = try call.integers(1) ?? fixed.starts, let ends = try call.integers(2) ?? fixed.ends
            else {
                throw TrainingError(.graph, "starts or ends are missing")
            }
            let axes = try call.integers(3) ?? fixed.axes ?? Array(starts.indices)
            let steps = try call.integers(4) ?? starts.map { _ in 1 }
            guard [ends, axes, steps].allSatisfy({ $0.count == starts.count }), !steps.contains(0) else {
                throw TrainingError(
                    .shape, "starts \(starts), ends \(ends), axes \(axes) and steps \(steps) do not fit")
            }
            var result = try call[0]
            for index in starts.indices {
                let axis = try result.axis(axes[index])
                result = try result.sliced(axis: axis, from: starts[index], to: ends[index], by: steps[index])
            }
            return [result]
        }
    }

    /// Entries along an axis by number, whose shape takes the axis's place.
    @Sendable private static func gather(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(2...2)
        let axis = context.integer("axis", default: 0)
        return { call in [try Tensor(wt_gather(call[0].handle, Int64(axis), call[1].handle))] }
    }

    /// Lengths: attribute `split` up to operator set 12, then input 1; none given means parts alike, the last of which may be
    /// shorter.
    @Sendable private static func split(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...2)
        let axis = context.integer("axis", default: 0)
        let attribute = context.integers("split")
        let count = context.node.outputs.count
        return { call in
            let x = try call[0]
            let place = try x.axis(axis)
            let length = x.shape[place]
            let equal = (length + count - 1) / max(count, 1)
            let lengths =
                try call.integers(1) ?? attribute ?? (0..<count).map { min(equal, max(0, length - $0 * equal)) }
            guard lengths.count == count, lengths.reduce(0, +) == length else {
                throw TrainingError(
                    .shape, "parts of \(lengths) along axis \(place) do not make \(count) outputs of \(x.shape)")
            }
            var start = 0
            return try lengths.map { part in
                defer { start += part }
                return try x.sliced(axis: place, from: start, to: start + part, by: 1)
            }
        }
    }
}

extension Tensor {
    /// NumPy's `[from:to:by]` along an axis; bounds beyond the ends are moved to them.
    fileprivate func sliced(axis: Int, from start: Int, to end: Int, by step: Int) throws -> Tensor {
        let length = shape[axis]
        if step > 0 { return try Tensor(wt_slice(handle, Int64(axis), Int64(start), Int64(end), Int64(step))) }
        // libtorch steps forwards only: the same places counted from the end of the flipped tensor.
        let first = min(start < 0 ? start + length : start, length - 1)
        let last = max(end < 0 ? end + length : end, -1)
        let flipped = try Tensor(wt_flip(handle, Int64(axis)))
        let (from, to) = (length - 1 - first, max(length - 1 - last, length - 1 - first))
        return try Tensor(wt_slice(flipped.handle, Int64(axis), Int64(from), Int64(to), Int64(-step)))
    }
}
