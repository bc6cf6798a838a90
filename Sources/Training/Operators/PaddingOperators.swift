import CTorch
import NeuralNetworks

/// `Pad`: constant, mirrored (`reflect`) or repeated (`edge`, `wrap`) values around a tensor.
enum PaddingOperators {
    static let builders: [String: OperatorBuilder] = ["Pad": pad]

    private enum Mode: String {
        case constant, reflect, edge, wrap
    }

    /// Pads (all begins, then all ends) and value: attributes up to operator set 10, then inputs 1 and 2; from 18 on input 3
    /// may name the axes. Negative pads cut.
    @Sendable private static func pad(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...4)
        let name = context.string("mode", default: "constant")
        guard let mode = Mode(rawValue: name) else { throw context.unsupported("the mode '\(name)'") }
        let fixed = context.integers("pads")
        let fixedValue = context.float("value", default: 0)
        return { call in
            let x = try call[0]
            guard let pads = try call.integers(1) ?? fixed else { throw TrainingError(.graph, "pads are missing") }
            let axes = try call.integers(3)?.map(x.axis) ?? Array(0..<x.rank)
            guard pads.count == 2 * axes.count else {
                throw TrainingError(.shape, "pads \(pads) for the axes \(axes) of \(x.shape): two an axis are wanted")
            }
            var (begins, ends) = (Array(repeating: 0, count: x.rank), Array(repeating: 0, count: x.rank))
            for (position, axis) in axes.enumerated() {
                (begins[axis], ends[axis]) = (pads[position], pads[position + axes.count])
            }
            if mode == .constant {
                let value = try call.optional(2).map { Double(try $0.item()) } ?? fixedValue
                return [try x.padded(begins: begins, ends: ends, value: value)]
            }
            return [try copying(x, mode, begins, ends)]
        }
    }

    private static func copying(_ x: Tensor, _ mode: Mode, _ begins: [Int], _ ends: [Int]) throws -> Tensor {
        let isSpatial = (3...5).contains(x.rank) && (begins[..<2] + ends[..<2]).allSatisfy { $0 == 0 }
        if isSpatial, mode != .wrap, (begins + ends).allSatisfy({ $0 >= 0 }) {
            let kind = mode == .reflect ? WT_PAD_REFLECT : WT_PAD_EDGE
            let amounts = zip(begins, ends).dropFirst(2).reversed().flatMap { [Int64($0), Int64($1)] }
            return try Tensor(wt_pad(x.handle, Int32(kind.rawValue), amounts, Int32(x.rank - 2), 0))
        }
        var result = x
        for axis in begins.indices where begins[axis] != 0 || ends[axis] != 0 {
            let places = try sources(mode, length: x.shape[axis], begins[axis], ends[axis])
            result = try Tensor(wt_select(result.handle, Int64(axis), places.wide, Int64(places.count)))
        }
        return result
    }

    /// Which entry of an axis stands at each place of the padded one.
    private static func sources(_ mode: Mode, length: Int, _ begin: Int, _ end: Int) throws -> [Int] {
        let reach = mode == .reflect ? length - 1 : mode == .wrap ? length : Int.max
        guard begin <= reach, end <= reach, length > 0, length + begin + end >= 0 else {
            throw TrainingError(.shape, "pads of \(begin) and \(end) in mode \(mode) for an axis of length \(length)")
        }
        return (-begin..<length + end).map { place in
            switch mode {
            case .constant, .edge: min(max(place, 0), length - 1)
            case .reflect: place < 0 ? -place : place < length ? place : 2 * (length - 1) - place
            case .wrap: (place + length) % length
            }
        }
    }
}
