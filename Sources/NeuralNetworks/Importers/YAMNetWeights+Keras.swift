extension YAMNetNetwork {
    /// The weights of a Keras file of this network, such as the published `yamnet.h5`: weights saved by themselves, or a whole model.
    ///
    /// Keras puts an array under its layer's name and its own, as in `layer1/conv/layer1/conv/kernel:0`; the end of that path says which it
    /// is. Normalisation is kept as it was trained. Its ε, which such a file does not hold, is the published model's (`params.py`).
    ///
    /// - Throws: ``NetworkError`` naming the array that is missing or does not fit.
    func weights(keras path: String) throws -> Weights {
        let file = try HDF5File(path: path)
        let layers = try convolutions.map { try Self.layer($0, file) }
        let (kernel, bias) = try Self.classifier(file)
        return Weights(layers: layers, classifier: kernel.transposed(to: [1, 0]), classifierBias: bias)
    }

    private static let epsilon: Float = 1e-4

    private static func layer(_ convolution: Convolution, _ file: HDF5File) throws -> LayerWeights {
        let isDepthwise = convolution.kind == .depthwise
        let stored = try array(convolution.name + (isDepthwise ? "/depthwise_kernel" : "/kernel"), file)
        guard stored.shape.count == 4 else {
            throw NetworkError(.shape, "the kernel of \(convolution.name) has the shape \(stored.shape)")
        }
        // Keras: [row, column, in, out], of depthwise ones [row, column, channel, 1].
        let kernel = stored.transposed(to: isDepthwise ? [2, 3, 0, 1] : [3, 2, 0, 1])
        func vector(_ name: String, or value: Float? = nil) throws -> [Float] {
            let name = convolution.name + "/bn/" + name
            if let value, find(name, file) == nil { return [Float](repeating: value, count: convolution.channels) }
            return try array(name, file).floats ?? []
        }
        return LayerWeights(
            kernel: kernel,
            // The published network was trained without scales: what follows a ReLU does not need them.
            normalization: .kept(
                scale: try vector("gamma", or: 1), shift: try vector("beta", or: 0), mean: try vector("moving_mean"),
                variance: try vector("moving_variance"), epsilon: epsilon))
    }

    /// The one linear layer, whatever Keras called it.
    private static func classifier(_ file: HDF5File) throws -> (kernel: NDArray, bias: NDArray) {
        let kernels = file.datasets.filter { name(of: $0) == "kernel" && !$0.contains("conv") }
        guard kernels.count == 1, let path = kernels.first else {
            throw NetworkError(
                .unsupported,
                "the file is another network than YAMNet: it has \(kernels.count) linear layers, and YAMNet has one")
        }
        let kernel = try file.floats(path)
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let bias = file.datasets.first { $0.hasPrefix(folder) && name(of: $0) == "bias" }
        guard kernel.shape.count == 2, let bias else {
            throw NetworkError(.shape, "'\(path)' has the shape \(kernel.shape), or no bias beside it")
        }
        return (kernel, try file.floats(bias))
    }

    private static func array(_ name: String, _ file: HDF5File) throws -> NDArray {
        guard let path = find(name, file) else {
            throw NetworkError(
                .unsupported,
                "the file is another network than YAMNet: it has no array '\(name)' among its \(file.datasets.count); give the published yamnet.h5"
            )
        }
        return try file.floats(path)
    }

    /// An array by the end of its path; TensorFlow counts copies of a variable after a colon.
    private static func find(_ name: String, _ file: HDF5File) -> String? {
        file.datasets.first { path in
            let bare = path.hasSuffix(":0") ? path.dropLast(2) : path[...]
            return bare == name || bare.hasSuffix("/" + name)
        }
    }

    private static func name(of path: String) -> Substring {
        let last = path.split(separator: "/").last ?? ""
        return last.hasSuffix(":0") ? last.dropLast(2) : last
    }
}
