#include <ATen/Functions.h>

#include <array>

#include "handle.h"

using namespace wheeltapper;

namespace {

/// For a 1×1 kernel with a stride, the picture's places that the kernel meets, else the picture itself.
///
/// libtorch 2.13's oneDNN loses its memory in the backward pass of such a convolution where the input's channels are fewer than
/// 16 (8 and 12 channels of 64×64 to 256×256: a crash, in plain PyTorch as well; 20, 24 and 40 were not seen to fail, and are
/// taken along for safety). Taking the places first is the same sum.
at::Tensor metPlaces(
    const at::Tensor &x, const at::Tensor &weight, at::IntArrayRef stride, at::IntArrayRef padding, int64_t groups) {
    const bool isSinglePlace = weight.dim() == 4 && x.dim() == 4 && weight.size(2) == 1 && weight.size(3) == 1;
    const bool isStrided = stride[0] > 1 || stride.back() > 1;
    const bool isPadded = padding[0] != 0 || padding.back() != 0;
    if (!isSinglePlace || !isStrided || isPadded || groups != 1 || !x.is_cpu() || x.size(1) % 16 == 0) return x;
    return at::slice(at::slice(x, 2, 0, x.size(2), stride[0]), 3, 0, x.size(3), stride[1])
        .contiguous(x.suggest_memory_format());
}

}  // namespace

wt_tensor *wt_convolution(
    const wt_tensor *x, const wt_tensor *weight, const wt_tensor *bias, int count, const int64_t *stride,
    const int64_t *padding, const int64_t *dilation, int64_t groups) {
    return produce([&]() -> at::Tensor {
        const auto strides = numbers(stride, count), paddings = numbers(padding, count), dilations = numbers(dilation, count);
        switch (count) {
            case 1: return at::conv1d(x->value, weight->value, optional(bias), strides, paddings, dilations, groups);
            case 2: {
                const auto met = metPlaces(x->value, weight->value, strides, paddings, groups);
                const std::array<int64_t, 2> unit = {1, 1};
                const at::IntArrayRef left = met.is_same(x->value) ? strides : at::IntArrayRef(unit);
                return at::conv2d(met, weight->value, optional(bias), left, paddings, dilations, groups);
            }
            case 3: return at::conv3d(x->value, weight->value, optional(bias), strides, paddings, dilations, groups);
            default: TORCH_CHECK(false, "convolution over ", count, " axes; 1, 2 or 3 are supported");
        }
    });
}

wt_tensor *wt_transposed_convolution(
    const wt_tensor *x, const wt_tensor *weight, const wt_tensor *bias, int count, const int64_t *stride,
    const int64_t *padding, const int64_t *output_padding, const int64_t *dilation, int64_t groups) {
    return produce([&]() -> at::Tensor {
        const auto strides = numbers(stride, count), paddings = numbers(padding, count);
        const auto extra = numbers(output_padding, count), dilations = numbers(dilation, count);
        const auto &input = x->value, &kernel = weight->value;
        switch (count) {
            case 1: return at::conv_transpose1d(input, kernel, optional(bias), strides, paddings, extra, groups, dilations);
            case 2: return at::conv_transpose2d(input, kernel, optional(bias), strides, paddings, extra, groups, dilations);
            case 3: return at::conv_transpose3d(input, kernel, optional(bias), strides, paddings, extra, groups, dilations);
            default: TORCH_CHECK(false, "transposed convolution over ", count, " axes; 1, 2 or 3 are supported");
        }
    });
}

wt_tensor *wt_max_pool(
    const wt_tensor *x, int count, const int64_t *kernel, const int64_t *stride, const int64_t *padding,
    const int64_t *dilation, bool ceiling) {
    return produce([&]() -> at::Tensor {
        const auto size = numbers(kernel, count), strides = numbers(stride, count);
        const auto paddings = numbers(padding, count), dilations = numbers(dilation, count);
        switch (count) {
            case 1: return at::max_pool1d(x->value, size, strides, paddings, dilations, ceiling);
            case 2: return at::max_pool2d(x->value, size, strides, paddings, dilations, ceiling);
            case 3: return at::max_pool3d(x->value, size, strides, paddings, dilations, ceiling);
            default: TORCH_CHECK(false, "pooling over ", count, " axes; 1, 2 or 3 are supported");
        }
    });
}

namespace {

/// libtorch's one-dimensional average pooling takes no divisor, so a row is pooled as a picture of height 1.
at::Tensor averagePoolRows(
    const at::Tensor &x, int64_t kernel, int64_t stride, int64_t padding, bool ceiling, bool countPadding,
    c10::optional<int64_t> divisor) {
    return at::avg_pool2d(
               x.unsqueeze(-2), {1, kernel}, {1, stride}, {0, padding}, ceiling, countPadding, divisor)
        .squeeze(-2);
}

}  // namespace

wt_tensor *wt_average_pool(
    const wt_tensor *x, int count, const int64_t *kernel, const int64_t *stride, const int64_t *padding, bool ceiling,
    bool count_padding, int64_t divisor) {
    return produce([&]() -> at::Tensor {
        const auto size = numbers(kernel, count), strides = numbers(stride, count), paddings = numbers(padding, count);
        c10::optional<int64_t> fixed;
        if (divisor > 0) fixed = divisor;
        switch (count) {
            case 1: return averagePoolRows(x->value, *kernel, *stride, *padding, ceiling, count_padding, fixed);
            case 2: return at::avg_pool2d(x->value, size, strides, paddings, ceiling, count_padding, fixed);
            case 3: return at::avg_pool3d(x->value, size, strides, paddings, ceiling, count_padding, fixed);
            default: TORCH_CHECK(false, "pooling over ", count, " axes; 1, 2 or 3 are supported");
        }
    });
}
