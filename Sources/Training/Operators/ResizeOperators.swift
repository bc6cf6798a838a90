import CTorch
import NeuralNetworks

/// `Resize` and its forerunner `Upsample`.
///
/// Where libtorch's own kernels place their samples as ONNX asks (the usual cases), those run; any other coordinate
/// mode of `nearest` and `linear` is computed axis by axis from ``ResizeAxis``.
enum ResizeOperators {
    static let builders: [String: OperatorBuilder] = ["Resize": resize, "Upsample": resize]

    private struct Settings {
        let mode: String
        let coordinates: ResizeAxis.Coordinates
        let rounding: ResizeAxis.Rounding
        let axes: [Int]?
    }

    @Sendable private static func resize(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...4)
        let settings = try settings(context)
        let hasRegion = context.node.operatorType == "Resize" && context.opset >= 11
        let attribute = context.node.floats("scales")
        return { call in
            let x = try call[0]
            let scales = try call.optional(hasRegion ? 2 : 1)?.floats() ?? attribute ?? []
            let sizes = try hasRegion ? call.integers(3) : nil
            let axes = try plan(x, scales: scales, sizes: sizes, settings)
            return [try apply(axes, to: x, settings)]
        }
    }

    private static func settings(_ context: NodeContext) throws -> Settings {
        let mode = context.string("mode", default: "nearest")
        guard ["nearest", "linear", "cubic"].contains(mode) else { throw context.unsupported("the mode '\(mode)'") }
        let isOld = context.node.operatorType == "Upsample" || context.opset < 11
        let name = context.string("coordinate_transformation_mode", default: isOld ? "asymmetric" : "half_pixel")
        guard let coordinates = ResizeAxis.Coordinates(rawValue: name) else {
            throw context.unsupported("the coordinate mode '\(name)'")
        }
        let roundingName = context.string("nearest_mode", default: isOld ? "floor" : "round_prefer_floor")
        guard let rounding = ResizeAxis.Rounding(rawValue: roundingName) else {
            throw context.unsupported("the nearest mode '\(roundingName)'")
        }
        if context.flag("antialias") { throw context.unsupported("antialias") }
        if context.flag("exclude_outside") { throw context.unsupported("exclude_outside") }
        if context.float("cubic_coeff_a", default: -0.75) != -0.75 {
            throw context.unsupported("cubic_coeff_a other than -0.75")
        }
        let policy = context.string("keep_aspect_ratio_policy", default: "stretch")
        if policy != "stretch" { throw context.unsupported("the aspect ratio policy '\(policy)'") }
        return Settings(mode: mode, coordinates: coordinates, rounding: rounding, axes: context.integers("axes"))
    }

    /// How each axis changes.
    private static func plan(
        _ x: Tensor, scales: [Float], sizes: [Int]?, _ settings: Settings
    ) throws -> [ResizeAxis] {
        let shape = x.shape
        let axes = try settings.axes?.map(x.axis) ?? Array(0..<x.rank)
        var plan = shape.map { ResizeAxis(input: $0, output: $0, scale: 1) }
        let isBySize = !(sizes ?? []).isEmpty
        guard (isBySize ? sizes?.count : scales.count) == axes.count else {
            throw TrainingError(
                .shape, "scales \(scales) or sizes \(sizes ?? []) do not fit the axes \(axes) of \(shape)")
        }
        for (position, axis) in axes.enumerated() {
            let length = shape[axis]
            if isBySize, let output = sizes?[position] {
                plan[axis] = ResizeAxis(input: length, output: output, scale: Double(output) / Double(max(length, 1)))
            } else {
                let scale = Double(scales[position])
                plan[axis] = ResizeAxis(
                    input: length, output: Int((Double(length) * scale).rounded(.down)), scale: scale)
            }
        }
        guard plan.allSatisfy({ $0.input > 0 && $0.output > 0 }) else {
            throw TrainingError(.shape, "resizing \(shape) to \(plan.map(\.output)) leaves nothing")
        }
        return plan
    }

    private static func apply(_ axes: [ResizeAxis], to x: Tensor, _ settings: Settings) throws -> Tensor {
        let spatial = Array(axes.dropFirst(2))
        let isSpatial = (3...5).contains(axes.count) && axes.prefix(2).allSatisfy(\.isIdentity)
        switch settings.mode {
        case "nearest":
            let indices = axes.map { $0.nearest(settings.coordinates, settings.rounding) }
            let agrees = zip(axes, indices).allSatisfy { $0.nearest(.asymmetric, .floor) == $1 }
            if isSpatial, agrees { return try native(WT_RESIZE_NEAREST, x, spatial, alignCorners: false) }
            return try axes.indices.reduce(x) { result, axis in
                axes[axis].isIdentity ? result : try result.selecting(indices[axis], axis: axis)
            }
        case "linear":
            if isSpatial, let aligned = nativeAlignment(settings, spatial) {
                return try native(WT_RESIZE_LINEAR, x, spatial, alignCorners: aligned)
            }
            return try axes.indices.reduce(x) { result, axis in
                axes[axis].isIdentity
                    ? result : try result.interpolated(axes[axis].linear(settings.coordinates), axis: axis)
            }
        default:
            guard isSpatial, spatial.count == 2, let aligned = nativeAlignment(settings, spatial) else {
                throw TrainingError(
                    .unsupportedOperator,
                    "cubic resizing works on pictures with half_pixel or align_corners, not with '\(settings.coordinates.rawValue)'"
                )
            }
            return try native(WT_RESIZE_CUBIC, x, spatial, alignCorners: aligned)
        }
    }

    /// libtorch's `align_corners`, where one of its two placements is what is asked for.
    private static func nativeAlignment(_ settings: Settings, _ spatial: [ResizeAxis]) -> Bool? {
        switch settings.coordinates {
        case .alignCorners: true
        case .halfPixel: false
        case .pytorchHalfPixel: spatial.contains { $0.output == 1 && $0.input != 1 } ? nil : false
        case .asymmetric, .halfPixelSymmetric: nil
        }
    }

    private static func native(
        _ kind: wt_resize_kind, _ x: Tensor, _ spatial: [ResizeAxis], alignCorners: Bool
    ) throws -> Tensor {
        let sizes = spatial.map { Int64($0.output) }
        let scales = spatial.map(\.scale)
        return try Tensor(
            wt_resize(x.handle, Int32(kind.rawValue), Int32(spatial.count), sizes, scales, alignCorners)
        )
    }
}

extension Tensor {
    fileprivate func selecting(_ places: [Int], axis: Int) throws -> Tensor {
        try Tensor(wt_select(handle, Int64(axis), places.wide, Int64(places.count)))
    }

    /// `x[lower] · (1 − share) + x[upper] · share` along an axis.
    fileprivate func interpolated(_ taps: [ResizeAxis.Tap], axis: Int) throws -> Tensor {
        var weightShape = Array(repeating: 1, count: rank)
        weightShape[axis] = taps.count
        let upperShare = try Tensor(taps.map { Float($0.upperShare) }, shape: weightShape).to(device)
        let lowerShare = try Tensor(taps.map { Float(1 - $0.upperShare) }, shape: weightShape).to(device)
        let (lower, upper) = try (selecting(taps.map(\.lower), axis: axis), selecting(taps.map(\.upper), axis: axis))
        let multiply = Int32(WT_MULTIPLY.rawValue)
        let first = try Tensor(wt_binary(multiply, lower.handle, lowerShare.handle))
        let second = try Tensor(wt_binary(multiply, upper.handle, upperShare.handle))
        return try Tensor(wt_binary(Int32(WT_ADD.rawValue), first.handle, second.handle))
    }
}
