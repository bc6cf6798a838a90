#include <ATen/Functions.h>

#include <vector>

#include "handle.h"

using namespace wheeltapper;

wt_tensor *wt_reshape(const wt_tensor *x, const int64_t *shape, int rank) {
    return produce([&] { return at::reshape(x->value, numbers(shape, rank)); });
}

wt_tensor *wt_permute(const wt_tensor *x, const int64_t *order, int rank) {
    return produce([&] { return at::permute(x->value, numbers(order, rank)); });
}

wt_tensor *wt_expand(const wt_tensor *x, const int64_t *shape, int rank) {
    return produce([&] { return x->value.expand(numbers(shape, rank)); });
}

wt_tensor *wt_repeat(const wt_tensor *x, const int64_t *times, int rank) {
    return produce([&] { return x->value.repeat(numbers(times, rank)); });
}

wt_tensor *wt_concatenate(const wt_tensor *const *parts, int count, int64_t axis) {
    return produce([&] {
        std::vector<at::Tensor> tensors;
        tensors.reserve(static_cast<size_t>(count));
        for (int i = 0; i < count; ++i) tensors.push_back(parts[i]->value);
        return at::cat(tensors, axis);
    });
}

wt_tensor *wt_slice(const wt_tensor *x, int64_t axis, int64_t start, int64_t end, int64_t step) {
    return produce([&] { return at::slice(x->value, axis, start, end, step); });
}

wt_tensor *wt_flip(const wt_tensor *x, int64_t axis) {
    return produce([&] { return at::flip(x->value, {axis}); });
}

wt_tensor *wt_gather(const wt_tensor *handle, int64_t axis, const wt_tensor *which) {
    return produce([&] {
        const auto &x = handle->value;
        const int64_t place = axis < 0 ? axis + x.dim() : axis;
        TORCH_CHECK_INDEX(place >= 0 && place < x.dim(), "axis ", axis, " of a tensor of shape ", x.sizes());
        const auto given = besides(x, which->value.to(at::kLong));
        const auto indices = at::where(at::lt(given, 0), at::add(given, x.size(place)), given);
        std::vector<int64_t> shape(x.sizes().begin(), x.sizes().begin() + place);
        shape.insert(shape.end(), given.sizes().begin(), given.sizes().end());
        shape.insert(shape.end(), x.sizes().begin() + place + 1, x.sizes().end());
        return at::index_select(x, place, indices.reshape({-1})).reshape(shape);
    });
}

wt_tensor *wt_select(const wt_tensor *x, int64_t axis, const int64_t *list, int64_t count) {
    return produce([&] {
        const auto indices = at::tensor(at::ArrayRef<int64_t>(list, static_cast<size_t>(count)), at::kLong);
        return at::index_select(x->value, axis, besides(x->value, indices));
    });
}

wt_tensor *wt_pad(const wt_tensor *x, int kind, const int64_t *amounts, int axes, double value) {
    return produce([&]() -> at::Tensor {
        const auto padding = numbers(amounts, 2 * axes);
        switch (kind) {
            case WT_PAD_CONSTANT: return at::constant_pad_nd(x->value, padding, value);
            case WT_PAD_REFLECT: return at::pad(x->value, padding, "reflect");
            case WT_PAD_EDGE: return at::pad(x->value, padding, "replicate");
            default: TORCH_CHECK(false, "no padding has the number ", kind);
        }
    });
}

wt_tensor *wt_resize(
    const wt_tensor *handle, int kind, int count, const int64_t *size, const double *scales, bool align_corners) {
    return produce([&]() -> at::Tensor {
        const auto &x = handle->value;
        const auto shape = numbers(size, count);
        const auto factor = [&](int axis) {
            c10::optional<double> scale;
            if (scales != nullptr && axis < count) scale = scales[axis];
            return scale;
        };
        if (kind == WT_RESIZE_NEAREST && count == 1) return at::upsample_nearest1d(x, shape, factor(0));
        if (kind == WT_RESIZE_NEAREST && count == 2) return at::upsample_nearest2d(x, shape, factor(0), factor(1));
        if (kind == WT_RESIZE_NEAREST && count == 3) {
            return at::upsample_nearest3d(x, shape, factor(0), factor(1), factor(2));
        }
        if (kind == WT_RESIZE_LINEAR && count == 1) return at::upsample_linear1d(x, shape, align_corners, factor(0));
        if (kind == WT_RESIZE_LINEAR && count == 2) {
            return at::upsample_bilinear2d(x, shape, align_corners, factor(0), factor(1));
        }
        if (kind == WT_RESIZE_LINEAR && count == 3) {
            return at::upsample_trilinear3d(x, shape, align_corners, factor(0), factor(1), factor(2));
        }
        if (kind == WT_RESIZE_CUBIC && count == 2) {
            return at::upsample_bicubic2d(x, shape, align_corners, factor(0), factor(1));
        }
        TORCH_CHECK(false, "resizing number ", kind, " over ", count, " axes is not supported");
    });
}
