#include <ATen/Functions.h>
#include <ATen/core/Reduction.h>

#include "handle.h"

using namespace wheeltapper;

namespace {

at::Tensor fullPrecision(const at::Tensor &tensor) { return tensor.to(at::kFloat); }

void checkSameShape(const at::Tensor &output, const at::Tensor &targets) {
    TORCH_CHECK(
        output.sizes() == targets.sizes(), "the output's shape ", output.sizes(), " is not the targets' ", targets.sizes());
}

}  // namespace

wt_tensor *wt_cross_entropy(
    const wt_tensor *logits, const wt_tensor *targets, const wt_tensor *weight, double label_smoothing) {
    return produce([&] {
        checkSameShape(logits->value, targets->value);
        return at::cross_entropy_loss(
            fullPrecision(logits->value), targets->value, optional(weight), at::Reduction::Mean, /*ignore_index=*/-100,
            label_smoothing);
    });
}

wt_tensor *wt_binary_cross_entropy(
    const wt_tensor *logits, const wt_tensor *targets, const wt_tensor *positive_weight) {
    return produce([&] {
        checkSameShape(logits->value, targets->value);
        return at::binary_cross_entropy_with_logits(
            fullPrecision(logits->value), targets->value, at::Tensor(), optional(positive_weight), at::Reduction::Mean);
    });
}

wt_tensor *wt_mean_squared_error(const wt_tensor *output, const wt_tensor *targets) {
    return produce([&] {
        checkSameShape(output->value, targets->value);
        return at::mse_loss(fullPrecision(output->value), targets->value, at::Reduction::Mean);
    });
}
