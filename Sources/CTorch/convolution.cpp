#include <ATen/Functions.h>

#include "handle.h"

using namespace wheeltapper;

wt_tensor *wt_convolution(
    const wt_tensor *x, const wt_tensor *weight, const wt_tensor *bias, int count, const int64_t *stride,
    const int64_t *padding, const int64_t *dilation, int64_t groups) {
    return produce([&]() -> at::Tensor {
        const auto strides = numbers(stride, count), paddings = numbers(padding, count), dilations = numbers(dilation, count);
        switch (count) {
            case 1: return at::conv1d(x->value, weight->value, optional(bias), strides, paddings, dilations, groups);
            case 2: return at::conv2d(x->value, weight->value, optional(bias), strides, paddings, dilations, groups);
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
