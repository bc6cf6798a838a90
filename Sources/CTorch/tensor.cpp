#include <ATen/Functions.h>
#include <torch/csrc/autograd/autograd.h>

#include <cstring>

#include "handle.h"

using namespace wheeltapper;

at::ScalarType wheeltapper::scalarType(int onnx) {
    switch (onnx) {
        case 1: return at::kFloat;
        case 2: return at::kByte;
        case 3: return at::kChar;
        case 6: return at::kInt;
        case 7: return at::kLong;
        case 9: return at::kBool;
        case 10: return at::kHalf;
        case 11: return at::kDouble;
        case 16: return at::kBFloat16;
        default: TORCH_CHECK(false, "element type ", onnx, " (ONNX's number) is not supported");
    }
}

int wheeltapper::onnxType(at::ScalarType type) {
    switch (type) {
        case at::kFloat: return 1;
        case at::kByte: return 2;
        case at::kChar: return 3;
        case at::kInt: return 6;
        case at::kLong: return 7;
        case at::kBool: return 9;
        case at::kHalf: return 10;
        case at::kDouble: return 11;
        case at::kBFloat16: return 16;
        default: return 0;
    }
}

wt_tensor *wt_tensor_from_data(const void *data, int type, const int64_t *shape, int rank) {
    return produce([&] {
        auto tensor = at::empty(numbers(shape, rank), at::TensorOptions(scalarType(type)));
        if (tensor.numel() > 0) std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
        return tensor;
    });
}

int wt_tensor_copy_out(const wt_tensor *tensor, void *out, int type, int64_t count) {
    return attempt([&] {
        TORCH_CHECK(tensor->value.numel() == count, "room for ", count, " elements, the tensor has ", tensor->value.numel());
        const auto copy = tensor->value.detach().to(at::kCPU, scalarType(type)).contiguous();
        if (count > 0) std::memcpy(out, copy.data_ptr(), copy.nbytes());
    });
}

void wt_tensor_free(wt_tensor *tensor) { delete tensor; }

int wt_tensor_rank(const wt_tensor *tensor) { return static_cast<int>(tensor->value.dim()); }

int64_t wt_tensor_size(const wt_tensor *tensor, int axis) { return tensor->value.sizes()[static_cast<size_t>(axis)]; }

int64_t wt_tensor_element_count(const wt_tensor *tensor) { return tensor->value.numel(); }

int wt_tensor_type(const wt_tensor *tensor) { return onnxType(tensor->value.scalar_type()); }

int wt_tensor_device(const wt_tensor *tensor) {
    return tensor->value.is_cuda() ? static_cast<int>(tensor->value.device().index()) : -1;
}

bool wt_tensor_requires_gradient(const wt_tensor *tensor) { return tensor->value.requires_grad(); }

int wt_tensor_set_requires_gradient(wt_tensor *tensor, bool on) {
    return attempt([&] { tensor->value.set_requires_grad(on); });
}

bool wt_tensor_has_gradient(const wt_tensor *tensor) { return tensor->value.grad().defined(); }

wt_tensor *wt_tensor_gradient(const wt_tensor *tensor) {
    return produce([&] {
        const auto &gradient = tensor->value.grad();
        TORCH_CHECK(gradient.defined(), "the tensor has no gradient yet");
        return gradient;
    });
}

wt_tensor *wt_tensor_detach(const wt_tensor *tensor) {
    return produce([&] { return tensor->value.detach(); });
}

wt_tensor *wt_tensor_clone(const wt_tensor *tensor) {
    return produce([&] { return tensor->value.detach().clone(); });
}

wt_tensor *wt_tensor_zeros_like(const wt_tensor *tensor) {
    return produce([&] { return at::zeros_like(tensor->value.detach()); });
}

wt_tensor *wt_tensor_to_device(const wt_tensor *tensor, int device) {
    return produce([&] {
        const auto target = device < 0 ? at::Device(at::kCPU) : at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(device));
        return tensor->value.to(target);
    });
}

wt_tensor *wt_tensor_to_type(const wt_tensor *tensor, int type) {
    return produce([&] { return tensor->value.to(scalarType(type)); });
}

wt_tensor *wt_tensor_contiguous(const wt_tensor *tensor, bool channels_last) {
    return produce([&] {
        const auto &value = tensor->value;
        if (!channels_last) return value.contiguous();
        // With one channel both layouts have the same memory and `contiguous` leaves the strides of rows first, from which the
        // operators that follow would take their layout; `to` sets those of channels last.
        return value.to(value.options(), false, false, at::MemoryFormat::ChannelsLast);
    });
}

bool wt_tensor_is_channels_last(const wt_tensor *tensor) {
    return tensor->value.is_contiguous(at::MemoryFormat::ChannelsLast);
}

int wt_tensor_copy_into(wt_tensor *target, const wt_tensor *source) {
    return attempt([&] {
        TORCH_CHECK(
            target->value.sizes() == source->value.sizes(), "cannot copy a tensor of shape ", source->value.sizes(),
            " into one of shape ", target->value.sizes());
        target->value.detach().copy_(source->value.detach());
    });
}

int wt_tensor_backward(const wt_tensor *scalar) {
    return attempt([&] {
        TORCH_CHECK(scalar->value.numel() == 1, "backward starts at a scalar, not at a tensor of shape ", scalar->value.sizes());
        torch::autograd::backward({scalar->value}, {});
    });
}
