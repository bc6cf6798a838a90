import CTorch
import NeuralNetworks

/// `MaxPool`, `AveragePool` and their global forms over `[batch, channel, …]`.
enum PoolingOperators {
    static let builders: [String: OperatorBuilder] = [
        "MaxPool": maximum, "AveragePool": average, "GlobalAveragePool": global(WT_REDUCE_MEAN),
        "GlobalMaxPool": global(WT_REDUCE_MAX),
    ]

    private static func kernel(_ context: NodeContext) throws -> [Int] {
        guard let kernel = context.integers("kernel_shape"), kernel.allSatisfy({ $0 > 0 }) else {
            throw context.malformed("kernel_shape is missing or not positive")
        }
        return kernel
    }

    @Sendable private static func maximum(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...1)
        try context.requireSingleOutput()
        let kernel = try kernel(context)
        let window = try SpatialWindow(context)
        let ceiling = context.flag("ceil_mode")
        return { call in
            let x = try call[0]
            let place = try window.resolved(kernel: kernel, spatial: try x.spatialShape())
            // libtorch pads both ends alike and at most by half a window; else −∞ is put around.
            let direct = place.isSymmetric && zip(place.begins, kernel).allSatisfy { $0 <= $1 / 2 }
            let input = direct ? x : try x.padded(begins: place.begins, ends: place.ends, value: -.infinity)
            let padding = direct ? place.begins : kernel.map { _ in 0 }
            let pooled = try Tensor(
                wt_max_pool(
                    input.handle, Int32(kernel.count), kernel.wide, place.strides.wide, padding.wide,
                    place.dilations.wide, ceiling
                )
            )
            return [try pooled.cut(to: try place.outputShape(of: x, kernel: kernel, ceiling: ceiling))]
        }
    }

    @Sendable private static func average(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...1)
        let kernel = try kernel(context)
        let window = try SpatialWindow(context)
        if window.dilations?.contains(where: { $0 != 1 }) ?? false {
            throw context.unsupported("a dilation of \(window.dilations ?? [])")
        }
        let ceiling = context.flag("ceil_mode")
        let countPadding = context.flag("count_include_pad")
        return { call in
            let x = try call[0]
            let place = try window.resolved(kernel: kernel, spatial: try x.spatialShape())
            let wanted = try place.outputShape(of: x, kernel: kernel, ceiling: ceiling)
            let direct = place.isSymmetric && zip(place.begins, kernel).allSatisfy { $0 <= $1 / 2 }
            let pool = AveragePooling(kernel: kernel, place: place, ceiling: ceiling)
            if direct { return [try pool(x, padding: place.begins, countPadding: countPadding, divisor: 0)] }
            let padded = try x.padded(begins: place.begins, ends: place.ends, value: 0)
            if countPadding { return [try pool(padded, divisor: 0).cut(to: wanted)] }
            // Sums over windows, divided by how many of a window's places lie inside.
            let inside = try Tensor(
                NDArray(shape: x.shape, storage: .float(Array(repeating: 1, count: x.elementCount))))
            let counted = try inside.to(x.device).padded(begins: place.begins, ends: place.ends, value: 0)
            let (sums, counts) = try (pool(padded, divisor: 1), pool(counted, divisor: 1))
            let mean = try Tensor(wt_binary(Int32(WT_DIVIDE.rawValue), sums.handle, counts.handle))
            return [try mean.cut(to: wanted)]
        }
    }

    private static func global(_ kind: wt_reduction_kind) -> OperatorBuilder {
        let number = Int32(kind.rawValue)
        return { context in
            try context.requireInputs(1...1)
            return { call in
                let x = try call[0]
                let axes = try x.spatialShape().indices.map { Int64($0 + 2) }
                return [try Tensor(wt_reduce(number, x.handle, axes, Int32(axes.count), true))]
            }
        }
    }
}

private struct AveragePooling {
    let kernel: [Int]
    let place: SpatialWindow.Resolved
    let ceiling: Bool

    func callAsFunction(
        _ x: Tensor, padding: [Int]? = nil, countPadding: Bool = true, divisor: Int64
    ) throws -> Tensor {
        let padding = padding ?? kernel.map { _ in 0 }
        return try Tensor(
            wt_average_pool(
                x.handle, Int32(kernel.count), kernel.wide, place.strides.wide, padding.wide, ceiling, countPadding,
                divisor
            )
        )
    }
}

extension SpatialWindow.Resolved {
    /// Spatial lengths after pooling. With `ceil_mode` a last window that would start in the end's padding is left out.
    fileprivate func outputShape(of x: Tensor, kernel: [Int], ceiling: Bool) throws -> [Int] {
        try x.spatialShape().enumerated().map { axis, length in
            let room = length + begins[axis] + ends[axis] - dilations[axis] * (kernel[axis] - 1) - 1
            guard room >= 0 else {
                throw TrainingError(
                    .shape, "a window of \(kernel) is longer than the padded input along spatial axis \(axis)")
            }
            let places = (ceiling ? (room + strides[axis] - 1) / strides[axis] : room / strides[axis]) + 1
            return ceiling && (places - 1) * strides[axis] >= length + begins[axis] ? places - 1 : places
        }
    }
}

extension Tensor {
    /// Keeps the first places of each spatial axis.
    fileprivate func cut(to spatial: [Int]) throws -> Tensor {
        var result = self
        for (axis, (have, want)) in zip(try spatialShape(), spatial).enumerated() where have > want {
            result = try Tensor(wt_slice(result.handle, Int64(axis + 2), 0, Int64(want), 1))
        }
        return result
    }
}
