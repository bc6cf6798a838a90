#include <ATen/Functions.h>
#include <ATen/core/Reduction.h>

#include <cstring>

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

namespace {

/// `1 − (Σpg + s) / (Σpg + α·Σ(1 − p)g + β·Σp(1 − g) + s)`; with α = β = ½ and s = ½ the Dice loss with one pixel added.
at::Tensor overlapLoss(
    const at::Tensor &shared, const at::Tensor &predicted, const at::Tensor &marked, double alpha, double beta, double smooth) {
    const auto missed = at::sub(marked, shared), falsely = at::sub(predicted, shared);
    const auto whole = at::add(at::add(shared, at::mul(missed, alpha)), at::mul(falsely, beta));
    return at::rsub(at::div(at::add(shared, smooth), at::add(whole, smooth)), 1);
}

}  // namespace

wt_tensor *wt_segmentation_loss(
    const wt_tensor *logits, const wt_tensor *targets, double positive_weight, double cross_entropy_share, double dice_share,
    double tversky_share, double alpha, double beta, double gamma, int by_picture) {
    return produce([&] {
        checkSameShape(logits->value, targets->value);
        const auto x = fullPrecision(logits->value), truth = fullPrecision(targets->value);
        auto total = at::zeros({}, x.options());
        if (cross_entropy_share != 0) {
            const auto weight = at::full({1}, positive_weight, x.options());
            const auto value =
                at::binary_cross_entropy_with_logits(x, truth, at::Tensor(), weight, at::Reduction::Mean);
            total = at::add(total, value, cross_entropy_share);
        }
        if (dice_share == 0 && tversky_share == 0) return total;
        const auto probability = at::sigmoid(x);
        const auto shared = at::sum(at::mul(probability, truth)), predicted = at::sum(probability), marked = at::sum(truth);
        if (dice_share != 0 && by_picture != 0) {
            // Where nothing is marked, the overlap says nothing.
            const auto s = at::flatten(at::mul(probability, truth), 1).sum(1), p = at::flatten(probability, 1).sum(1),
                       m = at::flatten(truth, 1).sum(1), is_marked = at::gt(m, 0).to(x.scalar_type());
            const auto each = at::mul(overlapLoss(s, p, m, 0.5, 0.5, 0.5), is_marked);
            total = at::add(total, at::div(at::sum(each), at::clamp_min(at::sum(is_marked), 1)), dice_share);
        } else if (dice_share != 0) {
            total = at::add(total, overlapLoss(shared, predicted, marked, 0.5, 0.5, 0.5), dice_share);
        }
        if (tversky_share != 0) {
            const auto loss = overlapLoss(shared, predicted, marked, alpha, beta, 1);
            // The slope of a root has no bound at 0.
            total = at::add(total, at::pow(at::clamp_min(loss, 1e-6), 1 / gamma), tversky_share);
        }
        return total;
    });
}

namespace {

/// Cosines with `shift` (radians, one for each) added to their angles: `cos(θ + shift)`, and beyond half a turn the straight line
/// `cos θ − shift · sin(shift)`, so that a larger angle never makes a larger cosine.
at::Tensor turned(const at::Tensor &cosines, const at::Tensor &shift) {
    const auto c = at::cos(shift), s = at::sin(shift);
    // The slope of a root has no bound at 0.
    const auto sine = at::sqrt(at::clamp_min(at::rsub(at::mul(cosines, cosines), 1), 1e-6));
    const auto within = at::sub(at::mul(cosines, c), at::mul(sine, s));
    const auto beyond = at::sub(cosines, at::mul(shift, s));
    return at::where(at::gt(cosines, at::neg(c)), within, beyond);
}

}  // namespace

wt_tensor *wt_angular_margin_loss(
    const wt_tensor *cosines, const wt_tensor *targets, double scale, double margin, int keeps_nearest) {
    return produce([&] {
        const auto truth = fullPrecision(targets->value);
        TORCH_CHECK(
            cosines->value.dim() == 2 && truth.dim() == 2 && cosines->value.size(0) == truth.size(0) &&
                cosines->value.size(1) % truth.size(1) == 0,
            "cosines of shape ", cosines->value.sizes(), " are no whole number of centres for each class of the targets' ",
            truth.sizes());
        const auto batch = truth.size(0), classes = truth.size(1);
        auto x = fullPrecision(cosines->value).reshape({batch, classes, -1});
        if (keeps_nearest) x = at::amax(x, {2}, /*keepdim=*/true);
        if (margin != 0) x = turned(x, at::mul(truth, margin).unsqueeze(2));
        x = at::mul(x, scale);
        const auto likelihood = at::sub(at::logsumexp(x, {2}), at::logsumexp(x.reshape({batch, -1}), {1}, true));
        return at::div(at::neg(at::sum(at::mul(truth, likelihood))), static_cast<double>(batch));
    });
}

int wt_level_histogram(const wt_tensor *logits, const wt_tensor *targets, int64_t *counts) {
    return attempt([&] {
        checkSameShape(logits->value, targets->value);
        const auto levels = at::round(at::mul(at::sigmoid(fullPrecision(logits->value.detach())), 255));
        const auto places = at::add(levels.to(at::kLong), at::gt(targets->value, 0.5).to(at::kLong), 256);
        const auto found = at::bincount(places.reshape({-1}), at::Tensor(), 512).to(at::kCPU).contiguous();
        TORCH_CHECK(found.numel() == 512, "a logit is no number");
        std::memcpy(counts, found.data_ptr(), 512 * sizeof(int64_t));
    });
}
