import NeuralNetworks

/// Every ONNX operator that can be trained through, by name.
enum OperatorRegistry {
    static let builders: [String: OperatorBuilder] = {
        let families = [
            ActivationOperators.builders, ArithmeticOperators.builders, ComparisonOperators.builders,
            ConstantOperators.builders, ConvolutionOperators.builders, IndexingOperators.builders,
            JoiningOperators.builders, MatrixOperators.builders, NormalizationOperators.builders,
            PaddingOperators.builders, PoolingOperators.builders, ReductionOperators.builders, ResizeOperators.builders,
            ShapeOperators.builders, SoftmaxOperators.builders,
        ]
        return families.reduce(into: [:]) { all, family in
            all.merge(family) { _, _ in preconditionFailure("OperatorRegistry: an operator is implemented twice") }
        }
    }()

    static func operation(for node: Node, opset: Int) throws -> Operation {
        let isOwn = node.domain.isEmpty || node.domain == "ai.onnx"
        guard isOwn, let builder = builders[node.operatorType] else {
            let domain = isOwn ? "" : " of the domain '\(node.domain)'"
            throw TrainingError(
                .unsupportedOperator,
                """
                \(node.title): the operator \(node.operatorType)\(domain) is not known to the trainer, so the graph cannot be \
                trained; keep the part around it as a frozen backbone, or export it with other operators. \
                Known: \(builders.keys.sorted().joined(separator: ", "))
                """
            )
        }
        return try builder(NodeContext(node: node, opset: opset))
    }
}
