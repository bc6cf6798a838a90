#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <utility>

#include "CTorch.h"

struct wt_tensor {
    at::Tensor value;
};

namespace wheeltapper {

/// Keeps the text of the exception in flight for `wt_last_error`.
void rememberException() noexcept;

/// Runs a body that makes a tensor; NULL where it throws.
template <typename Body>
wt_tensor *produce(Body &&body) noexcept {
    try {
        return new wt_tensor{std::forward<Body>(body)()};
    } catch (...) {
        rememberException();
        return nullptr;
    }
}

/// Runs a body for its effect; 0 where it went well.
template <typename Body>
int attempt(Body &&body) noexcept {
    try {
        std::forward<Body>(body)();
        return 0;
    } catch (...) {
        rememberException();
        return 1;
    }
}

/// An optional tensor: libtorch takes an undefined one for "none".
inline at::Tensor optional(const wt_tensor *tensor) { return tensor ? tensor->value : at::Tensor(); }

inline at::IntArrayRef numbers(const int64_t *values, int count) {
    return at::IntArrayRef(values, static_cast<size_t>(count));
}

/// libtorch's element type for ONNX's number; throws on one that we do not use.
at::ScalarType scalarType(int onnx);
/// ONNX's number for libtorch's element type, 0 where there is none.
int onnxType(at::ScalarType type);

/// `other` on the device of `tensor`: whole numbers that describe shapes live on the CPU.
inline at::Tensor besides(const at::Tensor &tensor, const at::Tensor &other) {
    return other.device() == tensor.device() ? other : other.to(tensor.device());
}

}  // namespace wheeltapper
