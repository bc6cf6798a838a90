/// A window's spectrum over its whole length, in the bands that the features have: where along frequency its energy lies, whenever it
/// sounds.
///
/// | layer | output, with `x` the features as natural logarithms of power |
/// |---|---|
/// | power's mean over frame, `ln (1/T · Σₜ eˣ)` | `[batch, mel]` |
/// | norm, a mean and a deviation a band | `[batch, mel]` |
/// | convolutions along frequency of ``kernels`` with ``strides``, ``channels`` wide, each with norm and ReLU | `[batch, channels, 1, …]` |
/// | all places side by side, linear | `[batch, d]` |
///
/// A ``SpectrogramBranch`` takes the mean over frequency, and so hears that there is a line rather than which; this branch hears which. It differs
/// from ``ProfileBranch`` in that loud moments weigh as much as they have energy, and in that level and broad shape stay in.
///
/// Source: the second branch of Wilkinghoff, "Design choices for learning embeddings from auxiliary tasks for domain generalization
/// in anomalous sound detection", ICASSP 2023, there over the Fourier transform of the whole recording; a graph that is given
/// log-mel frames has no finer frequencies than theirs.
public struct SpectrumBranch: Sendable, Hashable, Codable {
    public var channels: Int
    public var kernels: [Int]
    public var strides: [Int]

    public init(channels: Int = 32, kernels: [Int] = [9, 5, 5], strides: [Int] = [2, 2, 2]) {
        precondition(
            channels > 0 && !kernels.isEmpty && kernels.count == strides.count,
            "SpectrumBranch: \(channels) channels, kernels \(kernels), strides \(strides)")
        self.channels = channels
        self.kernels = kernels
        self.strides = strides
    }

    /// - Parameters:
    ///   - features: `[batch, 1, frame, mel]`.
    ///   - unit: what makes natural logarithms of power of them.
    func attach(to features: GraphBuilder.Value, unit: Float, length: Int, in net: inout GraphBuilder)
        -> GraphBuilder.Value
    {
        let logarithms = unit == 1 ? features : net.multiply(features, net.fixed(NDArray([unit], shape: [1]), "unit"))
        var x = net.logarithm(net.mean(net.exponential(logarithms), axes: [1, 2]))
        x = net.batchNormalization(x)
        let place = net.constant("axes", NDArray([1, 2]))
        x = GraphBuilder.Value(
            name: net.derived("Unsqueeze", [x.name, place]), shape: [x.shape[0], 1, 1, x.shape[1]])
        for (kernel, stride) in zip(kernels, strides) {
            x = net.convolutionBlock(x, channels: channels, kernel: (1, kernel), stride: (1, stride))
        }
        return net.linear(net.flat(x), features: length)
    }
}
