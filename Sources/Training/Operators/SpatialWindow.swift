import CTorch
import NeuralNetworks

/// The attributes that convolutions and poolings share: how a window moves over the spatial axes of `[batch, channel, …]`.
struct SpatialWindow {
    enum AutomaticPadding: String {
        case none = "NOTSET"
        case valid = "VALID"
        case sameUpper = "SAME_UPPER"
        case sameLower = "SAME_LOWER"
    }

    let strides: [Int]?
    let dilations: [Int]?
    /// All begins, then all ends, as ONNX writes them.
    let pads: [Int]?
    let automatic: AutomaticPadding

    init(_ context: NodeContext) throws {
        strides = context.integers("strides")
        dilations = context.integers("dilations")
        pads = context.integers("pads")
        let name = context.string("auto_pad", default: "NOTSET")
        guard let automatic = AutomaticPadding(rawValue: name) else {
            throw context.malformed("auto_pad '\(name)' is none of NOTSET, VALID, SAME_UPPER, SAME_LOWER")
        }
        self.automatic = automatic
        let steps = (strides ?? []) + (dilations ?? [])
        if steps.contains(where: { $0 < 1 }) { throw context.malformed("a stride or dilation below 1 in \(steps)") }
    }

    /// The window over given axes: every list filled in.
    struct Resolved {
        var strides: [Int]
        var dilations: [Int]
        var begins: [Int]
        var ends: [Int]

        /// Whether both ends of every axis are padded alike.
        var isSymmetric: Bool { begins == ends }
    }

    /// - Parameters:
    ///   - kernel: window length by spatial axis.
    ///   - spatial: the input's length by spatial axis, on which `SAME` padding depends.
    func resolved(kernel: [Int], spatial: [Int]) throws -> Resolved {
        let count = spatial.count
        let strides = self.strides ?? Array(repeating: 1, count: count)
        let dilations = self.dilations ?? Array(repeating: 1, count: count)
        let pads = self.pads ?? Array(repeating: 0, count: 2 * count)
        guard kernel.count == count, strides.count == count, dilations.count == count, pads.count == 2 * count else {
            throw TrainingError(
                .shape,
                "kernel \(kernel), strides \(strides), dilations \(dilations) and pads \(pads) do not fit \(count) spatial axes"
            )
        }
        var window = Resolved(
            strides: strides, dilations: dilations, begins: Array(pads[..<count]), ends: Array(pads[count...])
        )
        switch automatic {
        case .none: break
        case .valid:
            (window.begins, window.ends) = (Array(repeating: 0, count: count), Array(repeating: 0, count: count))
        case .sameUpper, .sameLower:
            for axis in 0..<count {
                // The output has ⌈input / stride⌉ places; what the windows lack is split over both ends.
                let outputs = (spatial[axis] + strides[axis] - 1) / strides[axis]
                let reach = (outputs - 1) * strides[axis] + dilations[axis] * (kernel[axis] - 1) + 1
                let total = max(0, reach - spatial[axis])
                let smaller = total / 2
                window.begins[axis] = automatic == .sameUpper ? smaller : total - smaller
                window.ends[axis] = automatic == .sameUpper ? total - smaller : smaller
            }
        }
        return window
    }
}

extension Tensor {
    /// Lengths of the axes after batch and channel.
    func spatialShape() throws -> [Int] {
        let shape = self.shape
        guard shape.count >= 3 else {
            throw TrainingError(
                .shape, "an input of [batch, channel, …] with at least one spatial axis is wanted, not \(shape)")
        }
        return Array(shape[2...])
    }

    /// Pads the last axes with one value; begins and ends by axis.
    func padded(begins: [Int], ends: [Int], value: Double) throws -> Tensor {
        let amounts = zip(begins, ends).reversed().flatMap { [Int64($0), Int64($1)] }
        return try Tensor(wt_pad(handle, Int32(WT_PAD_CONSTANT.rawValue), amounts, Int32(begins.count), value))
    }
}

extension [Int] {
    /// As libtorch takes shapes, axes and strides.
    var wide: [Int64] { map(Int64.init) }
}
