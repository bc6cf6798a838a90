/// What a window sounds like on the whole: the mean over time of its log-mel frames, with the broad shape taken out, through a few
/// layers along the mel axis.
///
/// | layer | output |
/// |---|---|
/// | mean over frame | `[batch, mel]` |
/// | minus its own smooth (``SavitzkyGolay``, ``smoothing`` bands wide, order 2) | `[batch, mel]` |
/// | norm, a mean and a deviation a band | `[batch, mel]` |
/// | ``Layers/linear``: nothing; ``Layers/dense(_:)``: linear, norm, ReLU; ``Layers/convolutions(channels:)``: three along the mel axis (7, then 5 and 5 of stride 2), norm, ReLU | |
/// | dropout, linear | `[batch, d]` |
///
/// The smooth carries level, distance and room; what is left are the lines that a machine's own parts draw. The mean over time
/// comes first, so training may give it means in place of frames, one frame a window.
public struct ProfileBranch: Sendable, Hashable, Codable {
    public enum Layers: Sendable, Hashable, Codable {
        case linear
        /// One hidden layer of this many numbers.
        case dense(Int)
        case convolutions(channels: Int)
    }

    /// Bands that the smooth looks at, odd; `nil` to leave the broad shape in.
    public var smoothing: Int?
    public var layers: Layers
    public var dropout: Float

    public init(smoothing: Int? = 13, layers: Layers = .convolutions(channels: 32), dropout: Float = 0) {
        self.smoothing = smoothing
        self.layers = layers
        self.dropout = dropout
    }

    /// - Parameter features: `[batch, 1, frame, mel]`.
    func attach(to features: GraphBuilder.Value, length: Int, in net: inout GraphBuilder) -> GraphBuilder.Value {
        var x = net.mean(features, axes: [1, 2])
        if let smoothing {
            let bands = x.length(1)
            x = net.withoutSmooth(x, window: min(smoothing, bands - (bands + 1) % 2))
        }
        x = net.batchNormalization(x)
        switch layers {
        case .linear: break
        case .dense(let hidden): x = net.relu(net.batchNormalization(net.linear(x, features: hidden)))
        case .convolutions(let channels):
            let place = net.constant("axes", NDArray([1, 2]))
            x = GraphBuilder.Value(
                name: net.derived("Unsqueeze", [x.name, place]), shape: [x.shape[0], 1, 1, x.shape[1]])
            x = net.convolutionBlock(x, channels: channels, kernel: (1, 7))
            for _ in 0..<2 { x = net.convolutionBlock(x, channels: channels, kernel: (1, 5), stride: (1, 2)) }
            x = net.flat(x)
        }
        return net.linear(net.dropout(x, ratio: dropout), features: length)
    }
}

extension GraphBuilder {
    /// `[batch, band]` minus its own smooth.
    fileprivate mutating func withoutSmooth(_ x: Value, window: Int) -> Value {
        let count = x.length(1)
        var matrix = SavitzkyGolay.matrix(count: count, window: window, order: 2).map { Float(-$0) }
        for place in 0..<count { matrix[place * count + place] += 1 }
        // A node of its own and not an initializer: the trainer learns every factor of a MatMul that is one.
        let factor = derived("Constant", [], attributes: ["value": .array(NDArray(matrix, shape: [count, count]))])
        return Value(name: derived("MatMul", [x.name, factor]), shape: x.shape)
    }

    /// `[batch, …]` → `[batch, numbers]`.
    mutating func flat(_ x: Value) -> Value {
        let count = (1..<x.shape.count).reduce(1) { $0 * x.length($1) }
        return Value(
            name: derived("Flatten", [x.name], attributes: ["axis": .integer(1)]), shape: [x.shape[0], .fixed(count)])
    }
}
