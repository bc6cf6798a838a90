/// A window's spectrum in fine resolution: convolutions along frequency over the input `spectrum` `[batch, bin]`.
///
/// | layer | output |
/// |---|---|
/// | standardize: per bin, from the training data | `[batch, bin]` |
/// | convolutions of ``kernels`` with ``strides``, ``channels`` wide, each with norm and ReLU | `[batch, channels, 1, …]` |
/// | all places side by side, linear | `[batch, d]` |
///
/// Source: the second branch of Wilkinghoff, "Design choices for learning embeddings from auxiliary tasks for domain generalization
/// in anomalous sound detection", ICASSP 2023; ours is smaller.
public struct SpectrumBranch: Sendable, Hashable, Codable {
    public var channels: Int
    public var kernels: [Int]
    public var strides: [Int]

    public init(channels: Int = 32, kernels: [Int] = [65, 17, 5], strides: [Int] = [8, 4, 2]) {
        precondition(
            channels > 0 && !kernels.isEmpty && kernels.count == strides.count,
            "SpectrumBranch: \(channels) channels, kernels \(kernels), strides \(strides)")
        self.channels = channels
        self.kernels = kernels
        self.strides = strides
    }

    /// - Parameter spectrum: `[batch, bin]`.
    func attach(
        to spectrum: GraphBuilder.Value, mean: [Float], deviation: [Float], length: Int, in net: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let bins = mean.count
        var x = net.standardize(
            spectrum, mean: NDArray(mean, shape: [1, bins]), deviation: NDArray(deviation, shape: [1, bins]))
        let place = net.constant("axes", NDArray([1, 2]))
        x = GraphBuilder.Value(
            name: net.derived("Unsqueeze", [x.name, place]), shape: [x.shape[0], 1, 1, x.shape[1]])
        for (kernel, stride) in zip(kernels, strides) {
            x = net.convolutionBlock(x, channels: channels, kernel: (1, kernel), stride: (1, stride))
        }
        return net.linear(net.flat(x), features: length)
    }
}
