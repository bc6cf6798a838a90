import CTorch
import NeuralNetworks

/// `MatMul` and `Gemm`.
enum MatrixOperators {
    static let builders: [String: OperatorBuilder] = ["MatMul": matMul, "Gemm": gemm]

    /// As NumPy's `matmul`: the last two axes multiply, those before broadcast.
    @Sendable private static func matMul(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(2...2)
        return { call in [try Tensor(wt_matmul(call[0].handle, call[1].handle))] }
    }

    /// `alpha · A' · B' + beta · C`, a prime being the transposition asked for.
    @Sendable private static func gemm(_ context: NodeContext) throws -> Operation {
        try context.requireInputs(2...3)
        let (alpha, beta) = (context.float("alpha", default: 1), context.float("beta", default: 1))
        let (transposeA, transposeB) = (context.flag("transA"), context.flag("transB"))
        return { call in
            [
                try Tensor(
                    wt_gemm(
                        call[0].handle, transposeA, call[1].handle, transposeB, call.optional(2)?.handle, alpha, beta
                    )
                )
            ]
        }
    }
}
