public import NeuralNetworks

extension GraphExecutor {
    /// Mean and variance a channel of values `[batch, channel, …]` over batches, in service: what ``Backbone`` needs to put folded
    /// normalisation back. Each value is measured as it is made and let go: all of a ResNet-50's together would be gigabytes.
    ///
    /// ```swift
    /// let executor = try GraphExecutor(backbone.classifierGraph(classes: 2, height: 224, width: 224, seed: 1))
    /// let moments = try executor.channelMoments(of: backbone.foldedConvolutions, input: "picture", batches: fewBatches)
    /// let backbone = try backbone.restoringNormalization(moments)
    /// ```
    public func channelMoments(
        of values: [String], input: String, batches: some Sequence<TrainingBatch>
    ) throws -> [String: ChannelMoments] {
        var moments: [String: ChannelMoments] = [:]
        for batch in batches {
            let inputs = [input: try Tensor(batch.inputs, shape: batch.inputShape)]
            try watch(values, inputs: inputs) { name, value in
                moments[name, default: ChannelMoments()].add(try value.floats(), shape: value.shape)
            }
        }
        return moments
    }
}
