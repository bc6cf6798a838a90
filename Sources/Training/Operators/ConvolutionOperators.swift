import CTorch
import NeuralNetworks

/// `Conv` and `ConvTranspose` over one, two or three spatial axes.
enum ConvolutionOperators {
    static let builders: [String: OperatorBuilder] = ["Conv": convolution, "ConvTranspose": transposed]

    /// `X [batch, channel, …]`, `W [filter, channel / group, …]`, optional `B [filter]`.
    @Sendable private static func convolution(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(2...3)
        let window = try SpatialWindow(context)
        let groups = Int64(context.integer("group", default: 1))
        return { call in
            let (x, weight) = try (call[0], call[1])
            let spatial = try x.spatialShape()
            let place = try window.resolved(kernel: Array(weight.shape.dropFirst(2)), spatial: spatial)
            let input = place.isSymmetric ? x : try x.padded(begins: place.begins, ends: place.ends, value: 0)
            let padding = place.isSymmetric ? place.begins : place.begins.map { _ in 0 }
            return [
                try Tensor(
                    wt_convolution(
                        input.handle, weight.handle, call.optional(2)?.handle, Int32(spatial.count), place.strides.wide,
                        padding.wide, place.dilations.wide, groups
                    )
                )
            ]
        }
    }

    /// `X [batch, channel, …]`, `W [channel, filter / group, …]`, optional `B [filter]`.
    ///
    /// The full result has `stride · (input − 1) + dilation · (kernel − 1) + 1 + output_padding` places an axis; the pads are cut off
    /// its ends. Given `output_shape` or `SAME` padding, the pads follow from the wanted length.
    @Sendable private static func transposed(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(2...3)
        let window = try SpatialWindow(context)
        let groups = Int64(context.integer("group", default: 1))
        let outputShape = context.integers("output_shape")
        let outputPadding = context.integers("output_padding")
        return { call in
            let (x, weight) = try (call[0], call[1])
            let spatial = try x.spatialShape()
            let kernel = Array(weight.shape.dropFirst(2))
            let extra = outputPadding ?? spatial.map { _ in 0 }
            // Of the window only what does not depend on automatic padding, which means another thing here.
            var place = try SpatialWindow.Resolved(window, kernel: kernel, spatial: spatial, extra: extra)
            let full = spatial.indices.map { axis in
                place.strides[axis] * (spatial[axis] - 1) + place.dilations[axis] * (kernel[axis] - 1) + 1 + extra[axis]
            }
            if let wanted = try wantedShape(outputShape, window, place, spatial) {
                place.cut(full: full, to: wanted, more: window.automatic == .sameUpper ? .end : .begin)
            }
            return [try transpose(x, weight, call.optional(2), place, full, extra, groups)]
        }
    }

    private static func wantedShape(
        _ given: [Int]?, _ window: SpatialWindow, _ place: SpatialWindow.Resolved, _ spatial: [Int]
    ) throws -> [Int]? {
        if let given {
            guard given.count >= spatial.count else {
                throw TrainingError(.shape, "output_shape \(given) does not fit \(spatial.count) spatial axes")
            }
            return given.suffix(spatial.count)
        }
        switch window.automatic {
        case .sameUpper, .sameLower: return zip(spatial, place.strides).map(*)
        case .none, .valid: return nil
        }
    }

    private static func transpose(
        _ x: Tensor, _ weight: Tensor, _ bias: Tensor?, _ place: SpatialWindow.Resolved, _ full: [Int], _ extra: [Int],
        _ groups: Int64
    ) throws -> Tensor {
        let direct = place.isSymmetric && place.begins.allSatisfy { $0 >= 0 }
        let padding = direct ? place.begins : place.begins.map { _ in 0 }
        let result = try Tensor(
            wt_transposed_convolution(
                x.handle, weight.handle, bias?.handle, Int32(full.count), place.strides.wide, padding.wide, extra.wide,
                place.dilations.wide, groups
            )
        )
        if direct { return result }
        // Negative padding cuts; negative pads (a wanted shape beyond the full one) add zeros.
        return try result.padded(begins: place.begins.map { -$0 }, ends: place.ends.map { -$0 }, value: 0)
    }
}

extension SpatialWindow.Resolved {
    fileprivate enum End { case begin, end }

    fileprivate init(_ window: SpatialWindow, kernel: [Int], spatial: [Int], extra: [Int]) throws {
        let count = spatial.count
        let ones = Array(repeating: 1, count: count)
        let pads = window.automatic == .none ? window.pads : nil
        self.init(
            strides: window.strides ?? ones, dilations: window.dilations ?? ones,
            begins: pads.map { Array($0.prefix($0.count / 2)) } ?? ones.map { _ in 0 },
            ends: pads.map { Array($0.suffix($0.count / 2)) } ?? ones.map { _ in 0 }
        )
        guard [kernel, strides, dilations, begins, ends, extra].allSatisfy({ $0.count == count }) else {
            throw TrainingError(
                .shape,
                "kernel \(kernel), strides \(strides), dilations \(dilations) or pads do not fit \(count) spatial axes"
            )
        }
    }

    /// Sets the pads so that the full result becomes the wanted one; an odd rest goes to one end.
    fileprivate mutating func cut(full: [Int], to wanted: [Int], more: End) {
        for axis in full.indices {
            let total = full[axis] - wanted[axis]
            let smaller = total / 2
            begins[axis] = more == .end ? smaller : total - smaller
            ends[axis] = total - begins[axis]
        }
    }
}
