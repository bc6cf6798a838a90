extension YAMNetNetwork {
    /// The weights of a TFLite file of this network, such as the published `yamnet.tflite`.
    ///
    /// Nothing is taken by its number or name: from the sigmoid that makes the scores the operators are followed back to the first
    /// convolution, and each must be what the network has in that place. Weights of 8 bits are dequantised, with the scale of their
    /// channel or of their tensor. What makes the log-mel patch before the first convolution is not taken over.
    ///
    /// - Throws: ``NetworkError`` for bytes that are no TFLite file, a damaged one, or another network's.
    public func weights(tflite bytes: [UInt8]) throws -> Weights {
        let walk = try TFLiteWalk(TFLiteModel(bytes: bytes))
        guard walk.convolutions.count == convolutions.count else {
            throw NetworkError(
                .unsupported,
                "the file is another network than YAMNet: it has \(walk.convolutions.count) convolutions in a row before its scores, YAMNet has \(convolutions.count)"
            )
        }
        let layers = try zip(convolutions, walk.convolutions).map { try Self.layer($0, $1, walk.model) }
        let classifier = walk.classifier
        let matrix = try walk.model.constant(TFLiteWalk.operand(1, of: classifier))
        let bias =
            try classifier.inputs.count > 2 && classifier.inputs[2] >= 0
            ? walk.model.constant(classifier.inputs[2]) : nil
        return Weights(
            layers: layers, classifier: matrix,
            classifierBias: bias
                ?? NDArray([Float](repeating: 0, count: matrix.shape.first ?? 0), shape: Array(matrix.shape.prefix(1))))
    }

    private static func layer(
        _ convolution: Convolution, _ found: TFLiteWalk.Step, _ model: TFLiteModel
    ) throws -> LayerWeights {
        let settings = try ConvolutionSettings(found.operation)
        guard settings.isDepthwise == (convolution.kind == .depthwise),
            settings.strides == [convolution.stride, convolution.stride], settings.isPaddedToSame,
            settings.dilations == [1, 1], settings.hasReLU || found.isFollowedByReLU
        else {
            throw NetworkError(
                .unsupported,
                "the file is another network than YAMNet: where YAMNet has \(convolution.name), a \(convolution.kind.rawValue) convolution of stride \(convolution.stride), it has \(settings)"
            )
        }
        let stored = try model.constant(TFLiteWalk.operand(1, of: found.operation))
        guard stored.shape.count == 4 else {
            throw NetworkError(.shape, "the kernel of \(convolution.name) has the shape \(stored.shape)")
        }
        // TensorFlow Lite: [out, row, column, in], of depthwise ones [1, row, column, out].
        let kernel = stored.transposed(to: convolution.kind == .depthwise ? [3, 0, 1, 2] : [0, 3, 1, 2])
        let inputs = found.operation.inputs
        let bias = try inputs.count > 2 && inputs[2] >= 0 ? model.constant(inputs[2]).floats : nil
        return LayerWeights(
            kernel: kernel,
            normalization: .folded(bias: bias ?? [Float](repeating: 0, count: convolution.channels)))
    }
}

/// The attributes of a TFLite convolution.
private struct ConvolutionSettings: CustomStringConvertible {
    var isDepthwise: Bool
    var strides: [Int]
    var dilations: [Int]
    var isPaddedToSame: Bool
    var hasReLU: Bool

    init(_ operation: TFLiteModel.Operator) throws {
        isDepthwise = operation.kind == .depthwiseConvolution
        func number(_ field: Int, _ value: Int32) throws -> Int {
            Int(try operation.options?.number(field, default: value) ?? value)
        }
        // Of the schema's Conv2DOptions; DepthwiseConv2DOptions have a channel multiplier before the activation.
        let activation = isDepthwise ? 4 : 3
        isPaddedToSame = try (operation.options?.number(0, default: Int8(0)) ?? 0) == 0
        strides = [try number(2, 0), try number(1, 0)]
        dilations = [try number(activation + 2, 1), try number(activation + 1, 1)]
        hasReLU = try (operation.options?.number(activation, default: Int8(0)) ?? 0) == 1
    }

    var description: String {
        "a \(isDepthwise ? "depthwise" : "full") convolution of strides \(strides)"
            + (isPaddedToSame ? "" : ", without padding") + (dilations == [1, 1] ? "" : ", dilated by \(dilations)")
            + (hasReLU ? "" : ", without ReLU")
    }
}
