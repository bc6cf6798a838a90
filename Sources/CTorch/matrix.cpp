#include <ATen/Functions.h>

#include "handle.h"

using namespace wheeltapper;

wt_tensor *wt_matmul(const wt_tensor *a, const wt_tensor *b) {
    return produce([&] { return at::matmul(a->value, b->value); });
}

wt_tensor *wt_gemm(
    const wt_tensor *a, bool transpose_a, const wt_tensor *b, bool transpose_b, const wt_tensor *c, double alpha,
    double beta) {
    return produce([&]() -> at::Tensor {
        TORCH_CHECK(
            a->value.dim() == 2 && b->value.dim() == 2, "both factors must be matrices, got ", a->value.sizes(), " and ",
            b->value.sizes());
        const auto left = transpose_a ? a->value.t() : a->value;
        const bool plain = alpha == 1 && (c == nullptr || beta == 1);
        if (plain && transpose_b && (c == nullptr || c->value.dim() == 1)) {
            return at::linear(left, b->value, optional(c));
        }
        const auto right = transpose_b ? b->value.t() : b->value;
        if (c != nullptr) return at::addmm(c->value, left, right, beta, alpha);
        const auto product = at::mm(left, right);
        return alpha == 1 ? product : at::mul(product, alpha);
    });
}
