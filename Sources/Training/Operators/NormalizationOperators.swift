import CTorch
import NeuralNetworks

/// Batch, instance, group and layer normalization: `(x − mean) / √(variance + ε) · scale + bias`.
enum NormalizationOperators {
    static let builders: [String: OperatorBuilder] = [
        "BatchNormalization": batch, "InstanceNormalization": instance, "GroupNormalization": group,
        "LayerNormalization": layer,
    ]

    /// Statistics over all axes but the channel's (axis 1): the batch's own in training, the running ones else.
    ///
    /// ONNX: `running = running · momentum + batch · (1 − momentum)`; libtorch's momentum is the other share.
    /// A frozen scale keeps the node on its running statistics.
    @Sendable private static func batch(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(5...5)
        try context.requireSingleOutput()
        if context.opset < 9, !context.flag("spatial", default: true) {
            throw context.unsupported("spatial = 0 (statistics by place)")
        }
        let epsilon = context.float("epsilon", default: 1e-5)
        let momentum = 1 - context.float("momentum", default: 0.9)
        return { call in
            let (scale, mean, variance) = try (call[1], call[3], call[4])
            let usesBatch = call.isTraining && scale.requiresGradient
            return [
                try Tensor(
                    wt_batch_norm(
                        call[0].handle, scale.handle, call[2].handle, mean.handle, variance.handle, usesBatch, momentum,
                        epsilon
                    )
                )
            ]
        }
    }

    /// Statistics over the spatial axes of each item and channel.
    @Sendable private static func instance(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(3...3)
        let epsilon = context.float("epsilon", default: 1e-5)
        return { call in
            [try Tensor(wt_instance_norm(call[0].handle, call[1].handle, call[2].handle, epsilon))]
        }
    }

    /// Statistics over groups of channels of each item. Scale and bias by channel, as from operator set 21 on.
    @Sendable private static func group(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(3...3)
        guard let groups = context.node.integer("num_groups") else { throw context.malformed("num_groups is missing") }
        if context.opset < 21 { throw context.unsupported("scale and bias by group (operator sets before 21)") }
        let epsilon = context.float("epsilon", default: 1e-5)
        return { call in
            [try Tensor(wt_group_norm(call[0].handle, Int64(groups), call[1].handle, call[2].handle, epsilon))]
        }
    }

    /// Statistics over the axes from `axis` on.
    @Sendable private static func layer(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(2...3)
        try context.requireSingleOutput()
        let axis = context.integer("axis", default: -1)
        let epsilon = context.float("epsilon", default: 1e-5)
        return { call in
            let x = try call[0]
            let count = x.rank - (try x.axis(axis))
            return [
                try Tensor(wt_layer_norm(x.handle, Int32(count), call[1].handle, call.optional(2)?.handle, epsilon))
            ]
        }
    }
}

extension Tensor {
    /// An axis counted from 0, of one that may be counted from the end.
    func axis(_ axis: Int) throws -> Int {
        let place = axis < 0 ? axis + rank : axis
        guard place >= 0, place < rank else {
            throw TrainingError(.shape, "there is no axis \(axis) in the shape \(shape)")
        }
        return place
    }
}
