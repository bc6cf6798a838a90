import CTorch
import NeuralNetworks

/// `Softmax` and `LogSoftmax`.
enum SoftmaxOperators {
    static let builders: [String: OperatorBuilder] = [
        "Softmax": builder(logarithm: false), "LogSoftmax": builder(logarithm: true),
    ]

    /// Along one axis from operator set 13 on; before, over all axes from `axis` on, seen as one.
    private static func builder(logarithm: Bool) -> OperatorBuilder {
        { context in
            try context.requireInputs(1...1)
            let isFlattening = context.opset < 13
            let axis = context.integer("axis", default: isFlattening ? 1 : -1)
            return { call in
                let x = try call[0]
                let place = try x.axis(axis)
                guard isFlattening, place < x.rank - 1 else {
                    return [try Tensor(wt_softmax(x.handle, Int64(place), logarithm))]
                }
                let shape = x.shape
                let rows = shape[..<place].reduce(1, *)
                let flat = try x.reshaped(to: [rows, shape[place...].reduce(1, *)])
                return [try Tensor(wt_softmax(flat.handle, 1, logarithm)).reshaped(to: shape)]
            }
        }
    }
}
