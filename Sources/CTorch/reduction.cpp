#include <ATen/Functions.h>

#include "handle.h"

using namespace wheeltapper;

wt_tensor *wt_reduce(int kind, const wt_tensor *handle, const int64_t *list, int count, bool keep_axes) {
    return produce([&]() -> at::Tensor {
        const auto &x = handle->value;
        const auto axes = numbers(list, count);
        switch (kind) {
            case WT_REDUCE_MEAN: return at::mean(x, axes, keep_axes);
            case WT_REDUCE_SUM: return at::sum(x, axes, keep_axes);
            case WT_REDUCE_MAX: return at::amax(x, axes, keep_axes);
            case WT_REDUCE_MIN: return at::amin(x, axes, keep_axes);
            case WT_REDUCE_L1: return at::sum(at::abs(x), axes, keep_axes);
            case WT_REDUCE_L2: return at::norm(x, 2, axes, keep_axes);
            case WT_REDUCE_SUM_SQUARE: return at::sum(at::mul(x, x), axes, keep_axes);
            case WT_REDUCE_LOG_SUM_EXP: return at::logsumexp(x, axes, keep_axes);
            case WT_REDUCE_PRODUCT: {
                auto result = x;
                // Axis by axis, keeping each so that the numbers of the others stay valid.
                for (const auto axis : axes) result = at::prod(result, axis, true);
                if (keep_axes) return result;
                std::vector<int64_t> shape;
                for (int64_t axis = 0; axis < x.dim(); ++axis) {
                    bool gone = false;
                    for (const auto reduced : axes) gone = gone || (reduced < 0 ? reduced + x.dim() : reduced) == axis;
                    if (!gone) shape.push_back(x.size(axis));
                }
                return result.reshape(shape);
            }
            default: TORCH_CHECK(false, "no reduction has the number ", kind);
        }
    });
}

wt_tensor *wt_argument_extreme(
    const wt_tensor *handle, bool largest, int64_t axis, bool keep_axis, bool select_last) {
    return produce([&]() -> at::Tensor {
        const auto x = select_last ? handle->value.flip({axis}) : handle->value;
        const auto found = largest ? at::argmax(x, axis, keep_axis) : at::argmin(x, axis, keep_axis);
        return select_last ? at::rsub(found, x.size(axis) - 1) : found;
    });
}

wt_tensor *wt_top_k(
    const wt_tensor *x, int64_t k, int64_t axis, bool largest, bool sorted, wt_tensor **indices) {
    return produce([&]() -> at::Tensor {
        auto [values, places] = at::topk(x->value, k, axis, largest, sorted);
        *indices = new wt_tensor{places};
        return values;
    });
}
