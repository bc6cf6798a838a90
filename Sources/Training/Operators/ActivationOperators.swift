import CTorch
import NeuralNetworks

/// Functions of one tensor, element by element.
enum ActivationOperators {
    static let builders: [String: OperatorBuilder] = plain.merging(withParameters) { first, _ in first }

    private static let plain: [String: OperatorBuilder] = [
        "Sigmoid": WT_SIGMOID, "Tanh": WT_TANH, "Erf": WT_ERF, "Exp": WT_EXP, "Log": WT_LOG, "Sqrt": WT_SQRT,
        "Reciprocal": WT_RECIPROCAL, "Neg": WT_NEGATIVE, "Abs": WT_ABSOLUTE, "Softplus": WT_SOFTPLUS,
        "HardSwish": WT_HARD_SWISH, "Floor": WT_FLOOR, "Ceil": WT_CEILING, "Round": WT_ROUND, "Sign": WT_SIGN,
        "Not": WT_NOT, "Sin": WT_SINE, "Cos": WT_COSINE, "Softsign": WT_SOFTSIGN, "Mish": WT_MISH,
    ].mapValues { kind in
        let number = Int32(kind.rawValue)
        return { context in
            try context.requireInputs(1...1)
            return { call in [try Tensor(wt_unary(number, call[0].handle))] }
        }
    }

    private static let withParameters: [String: OperatorBuilder] = [
        "Relu": relu, "LeakyRelu": leakyRelu, "PRelu": prelu, "Elu": elu, "Selu": selu, "HardSigmoid": hardSigmoid,
        "Gelu": gelu, "Clip": clip, "Dropout": dropout,
    ]

    /// `max(x, 0)`; written over its input where nobody else needs it.
    @Sendable private static func relu(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...1)
        return { call in
            let x = try call[0]
            let result = call.mayOverwrite[0] ? wt_relu_in_place(x.handle) : wt_unary(Int32(WT_RELU.rawValue), x.handle)
            return [try Tensor(result)]
        }
    }

    /// `x` where positive, else `alpha · x`.
    @Sendable private static func leakyRelu(_ context: NodeContext) throws -> Operation {
        let alpha = context.float("alpha", default: 0.01)
        return { call in [try Tensor(wt_leaky_relu(call[0].handle, alpha))] }
    }

    /// As LeakyRelu with a learned slope, which broadcasts to `x`.
    @Sendable private static func prelu(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(2...2)
        return { call in [try Tensor(wt_prelu(call[0].handle, call[1].handle))] }
    }

    /// `x` where positive, else `alpha · (eˣ − 1)`.
    @Sendable private static func elu(_ context: NodeContext) throws -> Operation {
        let alpha = context.float("alpha", default: 1)
        return { call in [try Tensor(wt_elu(call[0].handle, alpha, 1))] }
    }

    /// `gamma · elu(x)`; the defaults keep mean 0 and variance 1 (Klambauer et al. 2017).
    @Sendable private static func selu(_ context: NodeContext) throws -> Operation {
        let alpha = context.float("alpha", default: 1.67326319217681884765625)
        let gamma = context.float("gamma", default: 1.05070102214813232421875)
        return { call in [try Tensor(wt_elu(call[0].handle, alpha, gamma))] }
    }

    /// `alpha · x + beta`, limited to 0…1.
    @Sendable private static func hardSigmoid(_ context: NodeContext) throws -> Operation {
        let (alpha, beta) = (context.float("alpha", default: 0.2), context.float("beta", default: 0.5))
        return { call in [try Tensor(wt_hard_sigmoid(call[0].handle, alpha, beta))] }
    }

    /// `x · Φ(x)` with the normal distribution Φ, or its approximation by tanh.
    @Sendable private static func gelu(_ context: NodeContext) throws -> Operation {
        let approximation = context.string("approximate", default: "none")
        guard ["none", "tanh"].contains(approximation) else {
            throw context.unsupported("the approximation '\(approximation)'")
        }
        return { call in [try Tensor(wt_gelu(call[0].handle, approximation == "tanh"))] }
    }

    /// Limits: attributes up to operator set 10, optional inputs from 11 on.
    @Sendable private static func clip(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...3)
        let (low, high) = (context.node.float("min"), context.node.float("max"))
        return { call in
            let lowest = try call.optional(1)?.item() ?? low
            let highest = try call.optional(2)?.item() ?? high
            return [
                try Tensor(
                    wt_clamp(
                        call[0].handle, lowest != nil, Double(lowest ?? 0), highest != nil, Double(highest ?? 0)
                    )
                )
            ]
        }
    }

    /// In training, zeroes a share `ratio` (attribute up to operator set 11, then input 1) and scales the rest by
    /// `1 / (1 − ratio)`; else the identity.
    @Sendable private static func dropout(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(1...3)
        try context.requireSingleOutput()
        let fixed = context.float("ratio", default: 0.5)
        return { call in
            guard call.isTraining else { return [try call[0]] }
            let ratio = try call.optional(1)?.item()
            return [try Tensor(wt_dropout(call[0].handle, ratio.map(Double.init) ?? fixed, true))]
        }
    }
}
