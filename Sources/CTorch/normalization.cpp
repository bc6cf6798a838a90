#include <ATen/Functions.h>

#include "handle.h"

using namespace wheeltapper;

wt_tensor *wt_batch_norm(
    const wt_tensor *x, const wt_tensor *scale, const wt_tensor *bias, const wt_tensor *mean, const wt_tensor *variance,
    bool training, double momentum, double epsilon) {
    return produce([&] {
        TORCH_CHECK(x->value.dim() >= 2, "batch normalization needs a batch and a channel axis, got ", x->value.sizes());
        TORCH_CHECK(
            !training || x->value.numel() / std::max<int64_t>(x->value.size(1), 1) > 1,
            "a batch with a single value a channel has no variance to train on; shape ", x->value.sizes());
        return at::batch_norm(
            x->value, scale->value, bias->value, mean->value, variance->value, training, momentum, epsilon,
            /*cudnn_enabled=*/true);
    });
}

wt_tensor *wt_instance_norm(const wt_tensor *x, const wt_tensor *scale, const wt_tensor *bias, double epsilon) {
    return produce([&] {
        return at::instance_norm(
            x->value, scale->value, bias->value, at::Tensor(), at::Tensor(), /*use_input_stats=*/true, /*momentum=*/0,
            epsilon, /*cudnn_enabled=*/true);
    });
}

wt_tensor *wt_group_norm(
    const wt_tensor *x, int64_t groups, const wt_tensor *scale, const wt_tensor *bias, double epsilon) {
    return produce([&] { return at::group_norm(x->value, groups, scale->value, bias->value, epsilon, true); });
}

wt_tensor *wt_layer_norm(
    const wt_tensor *x, int count, const wt_tensor *scale, const wt_tensor *bias, double epsilon) {
    return produce([&] {
        const auto shape = x->value.sizes().slice(static_cast<size_t>(x->value.dim() - count));
        const auto fitted = [&](const wt_tensor *tensor) {
            return tensor ? tensor->value.expand(shape) : at::Tensor();
        };
        return at::layer_norm(x->value, shape, fitted(scale), fitted(bias), epsilon, true);
    });
}

wt_tensor *wt_softmax(const wt_tensor *x, int64_t axis, bool logarithm) {
    return produce([&] { return logarithm ? at::log_softmax(x->value, axis) : at::softmax(x->value, axis); });
}
