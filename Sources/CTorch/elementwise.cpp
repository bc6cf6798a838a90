#include <ATen/Functions.h>

#include "handle.h"

using namespace wheeltapper;

wt_tensor *wt_unary(int kind, const wt_tensor *handle) {
    return produce([&]() -> at::Tensor {
        const auto &x = handle->value;
        switch (kind) {
            case WT_RELU: return at::relu(x);
            case WT_SIGMOID: return at::sigmoid(x);
            case WT_TANH: return at::tanh(x);
            case WT_ERF: return at::erf(x);
            case WT_EXP: return at::exp(x);
            case WT_LOG: return at::log(x);
            case WT_SQRT: return at::sqrt(x);
            case WT_RECIPROCAL: return at::reciprocal(x);
            case WT_NEGATIVE: return at::neg(x);
            case WT_ABSOLUTE: return at::abs(x);
            case WT_SOFTPLUS: return at::softplus(x);
            case WT_HARD_SWISH: return at::hardswish(x);
            case WT_FLOOR: return at::floor(x);
            case WT_CEILING: return at::ceil(x);
            case WT_ROUND: return at::round(x);
            case WT_SIGN: return at::sign(x);
            case WT_NOT: return at::logical_not(x);
            case WT_SINE: return at::sin(x);
            case WT_COSINE: return at::cos(x);
            case WT_SOFTSIGN: return at::div(x, at::add(at::abs(x), 1));
            case WT_MISH: return at::mish(x);
            default: TORCH_CHECK(false, "no unary operator has the number ", kind);
        }
    });
}

wt_tensor *wt_relu_in_place(const wt_tensor *x) {
    return produce([&] {
        auto result = x->value;
        at::relu_(result);
        return result;
    });
}

wt_tensor *wt_leaky_relu(const wt_tensor *x, double slope) {
    return produce([&] { return at::leaky_relu(x->value, slope); });
}

wt_tensor *wt_elu(const wt_tensor *x, double alpha, double scale) {
    return produce([&] { return at::elu(x->value, alpha, scale, 1); });
}

wt_tensor *wt_hard_sigmoid(const wt_tensor *x, double alpha, double beta) {
    return produce([&] { return at::clamp(at::add(at::mul(x->value, alpha), beta), 0, 1); });
}

wt_tensor *wt_gelu(const wt_tensor *x, bool tanh_approximation) {
    return produce([&] { return at::gelu(x->value, tanh_approximation ? "tanh" : "none"); });
}

namespace {

/// Whether a slope that broadcasts to the right has one entry a channel (axis 1) of `x`, or one in all.
bool isPerChannel(const at::Tensor &slope, const at::Tensor &x) {
    if (slope.numel() == 1) return true;
    const int64_t channelAxis = slope.dim() - (x.dim() - 1);
    return x.dim() >= 2 && channelAxis >= 0 && slope.numel() == x.size(1) && slope.size(channelAxis) == x.size(1);
}

}  // namespace

wt_tensor *wt_prelu(const wt_tensor *handle, const wt_tensor *slope) {
    return produce([&] {
        const auto &x = handle->value;
        if (isPerChannel(slope->value, x)) return at::prelu(x, slope->value.reshape({-1}));
        return at::where(at::gt(x, 0), x, at::mul(x, slope->value));
    });
}

wt_tensor *wt_clamp(const wt_tensor *x, bool has_low, double low, bool has_high, double high) {
    return produce([&] {
        if (has_low && has_high) return at::clamp(x->value, low, high);
        if (has_low) return at::clamp_min(x->value, low);
        if (has_high) return at::clamp_max(x->value, high);
        return x->value;
    });
}

namespace {

/// Both operands on one device. A scalar may stay where it is.
std::pair<at::Tensor, at::Tensor> together(const at::Tensor &a, const at::Tensor &b) {
    if (a.device() == b.device() || a.dim() == 0 || b.dim() == 0) return {a, b};
    return a.is_cpu() ? std::make_pair(besides(b, a), b) : std::make_pair(a, besides(a, b));
}

}  // namespace

wt_tensor *wt_binary(int kind, const wt_tensor *left, const wt_tensor *right) {
    return produce([&]() -> at::Tensor {
        const auto [a, b] = together(left->value, right->value);
        const bool whole = at::isIntegralType(a.scalar_type(), false) && at::isIntegralType(b.scalar_type(), false);
        switch (kind) {
            case WT_ADD: return at::add(a, b);
            case WT_SUBTRACT: return at::sub(a, b);
            case WT_MULTIPLY: return at::mul(a, b);
            case WT_DIVIDE: return whole ? at::div(a, b, "trunc") : at::div(a, b);
            case WT_POWER: return at::pow(a, b).to(a.scalar_type());
            case WT_MINIMUM: return at::minimum(a, b);
            case WT_MAXIMUM: return at::maximum(a, b);
            case WT_EQUAL: return at::eq(a, b);
            case WT_GREATER: return at::gt(a, b);
            case WT_LESS: return at::lt(a, b);
            case WT_GREATER_OR_EQUAL: return at::ge(a, b);
            case WT_LESS_OR_EQUAL: return at::le(a, b);
            case WT_AND: return at::logical_and(a, b);
            case WT_OR: return at::logical_or(a, b);
            case WT_XOR: return at::logical_xor(a, b);
            case WT_MODULO: return at::remainder(a, b);
            default: TORCH_CHECK(false, "no binary operator has the number ", kind);
        }
    });
}

wt_tensor *wt_add_reusing(const wt_tensor *left, bool reuse_a, const wt_tensor *right, bool reuse_b) {
    return produce([&]() -> at::Tensor {
        auto [a, b] = together(left->value, right->value);
        if (a.sizes() == b.sizes() && a.scalar_type() == b.scalar_type()) {
            if (reuse_a) return a.add_(b);
            if (reuse_b) return b.add_(a);
        }
        return at::add(a, b);
    });
}

wt_tensor *wt_where(const wt_tensor *condition, const wt_tensor *a, const wt_tensor *b) {
    return produce([&] {
        const auto &x = a->value.is_cpu() ? b->value : a->value;
        return at::where(besides(x, condition->value), besides(x, a->value), besides(x, b->value));
    });
}

wt_tensor *wt_dropout(const wt_tensor *x, double ratio, bool training) {
    return produce([&] { return at::dropout(x->value, ratio, training); });
}
