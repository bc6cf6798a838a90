extension GraphBuilder {
    /// Two 3×3 convolutions with normalization around a shortcut: `relu(norm(conv(relu(norm(conv(x))))) + shortcut(x))`
    /// (the basic block of He et al. 2016). The shortcut is a 1×1 convolution with normalization where the shape changes.
    mutating func residualBlock(_ x: Value, channels: Int, stride: Int = 1) -> Value {
        let strides = (stride, stride)
        var y = relu(batchNormalization(convolution(x, channels: channels, stride: strides)))
        y = batchNormalization(convolution(y, channels: channels))
        let changes = stride != 1 || x.length(1) != channels
        let shortcut =
            changes
            ? batchNormalization(
                convolution(x, channels: channels, kernel: (1, 1), stride: strides, padding: (0, 0)))
            : x
        return relu(add(y, shortcut))
    }

    /// Convolution, normalization, ReLU.
    mutating func convolutionBlock(
        _ x: Value, channels: Int, kernel: (Int, Int) = (3, 3), stride: (Int, Int) = (1, 1)
    ) -> Value {
        relu(batchNormalization(convolution(x, channels: channels, kernel: kernel, stride: stride)))
    }

    /// A picture's values 0…1 with the mean and the deviation of each channel taken out.
    mutating func standardizedPicture(_ x: Value, mean: [Float], deviation: [Float]) -> Value {
        let channels = x.length(1)
        precondition(
            mean.count == channels && deviation.count == channels,
            "GraphBuilder: \(mean.count) means and \(deviation.count) deviations for \(channels) channels")
        return standardize(
            x, mean: NDArray(mean, shape: [1, channels, 1, 1]),
            deviation: NDArray(deviation, shape: [1, channels, 1, 1]))
    }
}
