#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>
#include <torch/version.h>

#include <cmath>
#include <vector>

#include "handle.h"

using namespace wheeltapper;

namespace {

/// What a step works on, entry by entry: only parameters that have a gradient.
struct Group {
    std::vector<at::Tensor> parameters, gradients, firstMoments, secondMoments;
};

/// The gradient with the parameter's strides: the fused kernel walks all four tensors as flat memory.
at::Tensor alignedGradient(const at::Tensor &parameter) {
    const auto &gradient = parameter.grad();
    if (gradient.strides() == parameter.strides() && gradient.scalar_type() == parameter.scalar_type()) return gradient;
    return at::empty_like(parameter).copy_(gradient);
}

Group withGradients(
    wt_tensor *const *parameters, wt_tensor *const *first, wt_tensor *const *second, int count) {
    Group group;
    for (int i = 0; i < count; ++i) {
        const auto &parameter = parameters[i]->value;
        if (!parameter.grad().defined()) continue;
        group.parameters.push_back(parameter);
        group.gradients.push_back(alignedGradient(parameter));
        group.firstMoments.push_back(first[i]->value);
        group.secondMoments.push_back(second[i]->value);
    }
    return group;
}

#if TORCH_VERSION_MAJOR < 2
void stepOneByOne(
    Group &group, int64_t step, double rate, double beta1, double beta2, double epsilon, double decay) {
    const double correction1 = 1 - std::pow(beta1, static_cast<double>(step));
    const double correction2 = std::sqrt(1 - std::pow(beta2, static_cast<double>(step)));
    for (size_t i = 0; i < group.parameters.size(); ++i) {
        auto &gradient = group.gradients[i], &first = group.firstMoments[i], &second = group.secondMoments[i];
        group.parameters[i].mul_(1 - rate * decay);
        first.lerp_(gradient, 1 - beta1);
        second.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
        const auto denominator = second.sqrt().div_(correction2).add_(epsilon);
        group.parameters[i].addcdiv_(first, denominator, -rate / correction1);
    }
}
#endif

}  // namespace

int wt_adamw_step(
    wt_tensor *const *parameters, wt_tensor *const *first_moments, wt_tensor *const *second_moments, int count,
    int64_t step, double learning_rate, double beta1, double beta2, double epsilon, double weight_decay) {
    return attempt([&] {
        at::NoGradGuard withoutHistory;
        auto group = withGradients(parameters, first_moments, second_moments, count);
        if (group.parameters.empty()) return;
#if TORCH_VERSION_MAJOR >= 2
        const auto device = group.parameters.front().device();
        const auto counter = at::full({}, static_cast<double>(step), at::TensorOptions(at::kFloat).device(device));
        const std::vector<at::Tensor> counters(group.parameters.size(), counter);
        at::_fused_adamw_(
            group.parameters, group.gradients, group.firstMoments, group.secondMoments, {}, counters, learning_rate, beta1,
            beta2, weight_decay, epsilon, /*amsgrad=*/false, /*maximize=*/false);
#else
        stepOneByOne(group, step, learning_rate, beta1, beta2, epsilon, weight_decay);
#endif
    });
}

int wt_zero_gradients(wt_tensor *const *parameters, int count) {
    return attempt([&] {
        for (int i = 0; i < count; ++i) parameters[i]->value.mutable_grad() = at::Tensor();
    });
}

int wt_clip_gradients(wt_tensor *const *parameters, int count, double maximum, double *norm) {
    return attempt([&] {
        at::NoGradGuard withoutHistory;
        std::vector<at::Tensor> gradients, norms;
        for (int i = 0; i < count; ++i) {
            const auto &gradient = parameters[i]->value.grad();
            if (!gradient.defined()) continue;
            gradients.push_back(gradient);
            norms.push_back(at::norm(gradient, 2));
        }
        *norm = gradients.empty() ? 0 : at::norm(at::stack(norms), 2).item<double>();
        const double factor = maximum / (*norm + 1e-6);
        if (factor >= 1 || std::isnan(factor)) return;
        for (auto &gradient : gradients) gradient.mul_(factor);
    });
}

int wt_moving_average(wt_tensor *const *averages, wt_tensor *const *currents, int count, double decay) {
    return attempt([&] {
        at::NoGradGuard withoutHistory;
        for (int i = 0; i < count; ++i) averages[i]->value.lerp_(currents[i]->value.detach(), 1 - decay);
    });
}
