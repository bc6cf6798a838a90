/// The chain of operators from a classifier's first convolution to its scores, found by following them back from the sigmoid.
struct TFLiteWalk: Sendable {
    /// A convolution on the way.
    struct Step: Sendable {
        var operation: TFLiteModel.Operator
        /// Where its activation is an operator of its own.
        var isFollowedByReLU: Bool
    }

    let model: TFLiteModel
    /// The linear layer before the sigmoid.
    let classifier: TFLiteModel.Operator
    /// In the order in which a patch passes them.
    let convolutions: [Step]

    /// - Throws: ``NetworkError`` for a graph without a sigmoid over a linear layer over a mean over convolutions.
    init(_ model: TFLiteModel) throws {
        self.model = model
        guard let sigmoid = model.operators.last(where: { $0.kind == .logistic }) else {
            throw Self.foreign("no sigmoid makes its scores")
        }
        let classifier = try Self.before(sigmoid, in: model)
        guard let classifier, classifier.kind == .fullyConnected else {
            throw Self.foreign("no linear layer stands before its sigmoid")
        }
        self.classifier = classifier
        let pooling = try Self.before(classifier, in: model)
        guard let pooling, pooling.kind == .mean || pooling.kind == .averagePool else {
            throw Self.foreign("no mean over places stands before its linear layer")
        }
        var steps: [Step] = []
        var last = pooling
        var hasReLU = false
        var followed = 0
        while let operation = try Self.before(last, in: model) {
            last = operation
            switch operation.kind {
            case .convolution, .depthwiseConvolution:
                steps.append(Step(operation: operation, isFollowedByReLU: hasReLU))
                hasReLU = false
            case .relu: hasReLU = true
            default:
                self.convolutions = steps.reversed()
                return
            }
            followed += 1
            guard followed <= model.operators.count else { throw Self.foreign("its operators go round in a circle") }
        }
        self.convolutions = steps.reversed()
    }

    /// The operator that makes what another one reads first; those that only change the shape are passed over.
    private static func before(_ operation: TFLiteModel.Operator, in model: TFLiteModel) throws -> TFLiteModel.Operator?
    {
        var maker = try model.maker(of: operand(0, of: operation))
        var passed = 0
        while let current = maker, current.kind == .reshape || current.kind == .squeeze {
            passed += 1
            guard passed <= model.operators.count else { throw foreign("its operators go round in a circle") }
            maker = try model.maker(of: operand(0, of: current))
        }
        return maker
    }

    static func operand(_ place: Int, of operation: TFLiteModel.Operator) throws -> Int {
        guard operation.inputs.indices.contains(place) else {
            throw NetworkError(
                .malformed,
                "operator \(operation.code) reads \(operation.inputs.count) tensors only: the file is damaged; download it again"
            )
        }
        return operation.inputs[place]
    }

    private static func foreign(_ what: String) -> NetworkError {
        NetworkError(.unsupported, "the file is another network than YAMNet: \(what)")
    }
}
