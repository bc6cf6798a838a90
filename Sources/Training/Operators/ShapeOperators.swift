import CTorch
import NeuralNetworks

/// Operators that change a tensor's shape, order of axes or element type, but no number in it.
enum ShapeOperators {
    static let builders: [String: OperatorBuilder] = [
        "Reshape": reshape, "Flatten": flatten, "Transpose": transpose, "Squeeze": squeeze, "Unsqueeze": unsqueeze,
        "Expand": expand, "Tile": tile, "Identity": identity, "Cast": cast, "Shape": shape, "Size": size,
        "DepthToSpace": depthToSpace, "SpaceToDepth": spaceToDepth,
    ]

    /// 0 keeps the input's length of that axis (unless `allowzero`), −1 takes what remains.
    @Sendable private static func reshape(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(2...2)
        let keepsZero = context.flag("allowzero")
        return { call in
            let x = try call[0]
            let have = x.shape
            let wanted = try call[1].integers().enumerated().map { axis, length in
                if length != 0 || keepsZero { return length }
                guard axis < have.count else {
                    throw TrainingError(.shape, "0 at axis \(axis) of the new shape, where the input has no axis")
                }
                return have[axis]
            }
            return [try x.reshaped(to: wanted)]
        }
    }

    /// `[everything before axis, the rest]`.
    @Sendable private static func flatten(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...1)
        let axis = context.integer("axis", default: 1)
        return { call in
            let x = try call[0]
            let place = axis == x.rank ? axis : try x.axis(axis)
            let shape = x.shape
            return [try x.reshaped(to: [shape[..<place].reduce(1, *), shape[place...].reduce(1, *)])]
        }
    }

    @Sendable private static func transpose(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...1)
        let order = context.integers("perm")
        return { call in
            let x = try call[0]
            return [try x.permuted(order ?? Array((0..<x.rank).reversed()))]
        }
    }

    /// Axes: an attribute up to operator set 12, then input 1. None given means all of length 1.
    @Sendable private static func squeeze(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...2)
        let attribute = context.integers("axes")
        return { call in
            let x = try call[0]
            let shape = x.shape
            let axes =
                try (call.integers(1) ?? attribute).map { try $0.map(x.axis) }
                ?? shape.indices.filter { shape[$0] == 1 }
            guard axes.allSatisfy({ shape[$0] == 1 }) else {
                throw TrainingError(.shape, "the axes \(axes) of \(shape) are not all of length 1")
            }
            return [try x.reshaped(to: shape.indices.filter { !axes.contains($0) }.map { shape[$0] })]
        }
    }

    @Sendable private static func unsqueeze(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...2)
        let attribute = context.integers("axes")
        return { call in
            let x = try call[0]
            guard let given = try call.integers(1) ?? attribute else { throw TrainingError(.graph, "axes are missing") }
            let rank = x.rank + given.count
            let axes = Set(given.map { $0 < 0 ? $0 + rank : $0 })
            guard axes.count == given.count, axes.allSatisfy({ (0..<rank).contains($0) }) else {
                throw TrainingError(.shape, "the axes \(given) do not name \(given.count) places among \(rank)")
            }
            var lengths = x.shape.makeIterator()
            return [try x.reshaped(to: (0..<rank).map { axes.contains($0) ? 1 : lengths.next() ?? 1 })]
        }
    }

    /// Broadcasts in both directions: an axis of length 1 on either side takes the other's length.
    @Sendable private static func expand(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(2...2)
        return { call in
            let x = try call[0]
            var wanted = try call[1].integers()
            wanted = Array(repeating: 1, count: max(0, x.rank - wanted.count)) + wanted
            let have = Array(repeating: 1, count: wanted.count - x.rank) + x.shape
            let shape = zip(have, wanted).map { $1 == 1 ? $0 : $1 }
            return [try Tensor(wt_expand(x.handle, shape.wide, Int32(shape.count)))]
        }
    }

    @Sendable private static func tile(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(2...2)
        return { call in
            let times = try call[1].integers()
            return [try Tensor(wt_repeat(call[0].handle, times.wide, Int32(times.count)))]
        }
    }

    @Sendable private static func identity(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...1)
        return { call in [try call[0]] }
    }

    @Sendable private static func cast(_ context: NodeContext) throws -> Operation {
        guard let number = context.node.integer("to"), let type = ElementType(rawValue: Int32(clamping: number)) else {
            throw context.unsupported("the element type \(context.integer("to", default: 0)) (ONNX's number)")
        }
        return { call in [try call[0].to(type)] }
    }

    /// The input's shape as int64 on the CPU; `start` and `end` (operator set 15) cut it as a slice.
    @Sendable private static func shape(_ context: NodeContext) throws -> Operation {
        let start = context.integer("start", default: 0)
        let end = context.node.integer("end")
        return { call in
            let shape = try call[0].shape
            let place = { (axis: Int) in min(max(axis < 0 ? axis + shape.count : axis, 0), shape.count) }
            let (first, last) = (place(start), place(end ?? shape.count))
            return [try Tensor(NDArray(first < last ? Array(shape[first..<last]) : []))]
        }
    }

    @Sendable private static func size(_ context: NodeContext) throws -> Operation {
        { call in [try Tensor(NDArray([Int64(call[0].elementCount)], shape: []))] }
    }

    /// Blocks of channels become squares of pixels; `DCR`: the square's place is the slow part of the channel, `CRD`: the fast.
    @Sendable private static func depthToSpace(_ context: NodeContext) throws -> Operation {
        guard let block = context.node.integer("blocksize"), block > 0 else {
            throw context.malformed("blocksize is missing")
        }
        let isColumnRowDepth = context.string("mode", default: "DCR") == "CRD"
        return { call in
            let x = try call[0]
            let shape = try x.picture()
            let depth = shape[1] / (block * block)
            let split =
                isColumnRowDepth
                ? [shape[0], depth, block, block, shape[2], shape[3]]
                : [shape[0], block, block, depth, shape[2], shape[3]]
            let order = isColumnRowDepth ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2]
            let moved = try x.reshaped(to: split).permuted(order)
            return [try moved.reshaped(to: [shape[0], depth, shape[2] * block, shape[3] * block])]
        }
    }

    @Sendable private static func spaceToDepth(_ context: NodeContext) throws -> Operation {
        guard let block = context.node.integer("blocksize"), block > 0 else {
            throw context.malformed("blocksize is missing")
        }
        return { call in
            let x = try call[0]
            let shape = try x.picture()
            let (height, width) = (shape[2] / block, shape[3] / block)
            let moved = try x.reshaped(to: [shape[0], shape[1], height, block, width, block]).permuted([
                0, 3, 5, 1, 2, 4,
            ])
            return [try moved.reshaped(to: [shape[0], shape[1] * block * block, height, width])]
        }
    }
}

extension Tensor {
    /// The same numbers in another shape; −1 takes what remains.
    func reshaped(to shape: [Int]) throws -> Tensor {
        try Tensor(wt_reshape(handle, shape.wide, Int32(shape.count)))
    }

    /// Axis `i` of the result is axis `order[i]`.
    func permuted(_ order: [Int]) throws -> Tensor {
        try Tensor(wt_permute(handle, order.wide, Int32(order.count)))
    }

    /// The shape of a tensor that must be `[batch, channel, row, column]`.
    func picture() throws -> [Int] {
        let shape = self.shape
        guard shape.count == 4 else {
            throw TrainingError(.shape, "[batch, channel, row, column] is wanted, not \(shape)")
        }
        return shape
    }
}
