#pragma once

// A plain C face for the part of libtorch that training needs.
//
// A `wt_tensor` is an opaque handle that its receiver frees with `wt_tensor_free`. A function that returns a handle returns
// NULL when it failed; one that returns `int` returns 0 when it went well. What went wrong is then in `wt_last_error()`,
// kept for each thread until its next failure. No C++ exception leaves this library.
//
// Element types are ONNX's numbers (`TensorProto.DataType`). Shapes, axes and paddings are `int64_t` with their count.
// A tensor argument marked `optional` may be NULL.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct wt_tensor wt_tensor;

/// Text of this thread's last failure; valid until the next one.
const char *wt_last_error(void);

// MARK: Runtime

/// Tunes the allocator for large activations; to be called once, before the first tensor.
void wt_initialize(void);
/// libtorch's version, such as "2.13.0".
const char *wt_version(void);
int wt_thread_count(void);
int wt_set_thread_count(int threads);
/// Threads that run independent operators side by side; can be set only before the first parallel work.
int wt_set_interop_thread_count(int threads);
int wt_manual_seed(uint64_t seed);
bool wt_cuda_is_available(void);
int wt_cuda_device_count(void);
/// Where on, an operator without a deterministic implementation fails instead of giving varying results.
int wt_set_deterministic(bool on);
bool wt_gradient_mode(void);
void wt_set_gradient_mode(bool on);
/// Lower precision (bfloat16) where it is safe, on this thread. Switching off drops the cached casts of weights.
int wt_set_autocast(bool cuda, bool on);
bool wt_autocast_is_on(bool cuda);

// MARK: Tensors

wt_tensor *wt_tensor_from_data(const void *data, int type, const int64_t *shape, int rank);
/// Copies the elements in row-major order, converted to `type`, to `out`, which has room for `count` of them.
int wt_tensor_copy_out(const wt_tensor *tensor, void *out, int type, int64_t count);
void wt_tensor_free(wt_tensor *tensor);
int wt_tensor_rank(const wt_tensor *tensor);
int64_t wt_tensor_size(const wt_tensor *tensor, int axis);
int64_t wt_tensor_element_count(const wt_tensor *tensor);
/// ONNX's number of the element type, 0 where ONNX has none.
int wt_tensor_type(const wt_tensor *tensor);
/// -1 for the CPU, else the index of a CUDA device.
int wt_tensor_device(const wt_tensor *tensor);
bool wt_tensor_requires_gradient(const wt_tensor *tensor);
int wt_tensor_set_requires_gradient(wt_tensor *tensor, bool on);
bool wt_tensor_has_gradient(const wt_tensor *tensor);
wt_tensor *wt_tensor_gradient(const wt_tensor *tensor);
/// Shares the data, not the history.
wt_tensor *wt_tensor_detach(const wt_tensor *tensor);
/// A copy with the history cut.
wt_tensor *wt_tensor_clone(const wt_tensor *tensor);
wt_tensor *wt_tensor_zeros_like(const wt_tensor *tensor);
wt_tensor *wt_tensor_to_device(const wt_tensor *tensor, int device);
wt_tensor *wt_tensor_to_type(const wt_tensor *tensor, int type);
/// Rows first, or (rank 4 only) channels last in memory.
wt_tensor *wt_tensor_contiguous(const wt_tensor *tensor, bool channels_last);
bool wt_tensor_is_channels_last(const wt_tensor *tensor);
/// Overwrites `target`'s elements, keeping its type, device and memory layout.
int wt_tensor_copy_into(wt_tensor *target, const wt_tensor *source);
/// Adds the gradients of a scalar to every leaf that requires one.
int wt_tensor_backward(const wt_tensor *scalar);

// MARK: Element by element

enum wt_unary_kind {
    WT_RELU, WT_SIGMOID, WT_TANH, WT_ERF, WT_EXP, WT_LOG, WT_SQRT, WT_RECIPROCAL, WT_NEGATIVE, WT_ABSOLUTE, WT_SOFTPLUS,
    WT_HARD_SWISH, WT_FLOOR, WT_CEILING, WT_ROUND, WT_SIGN, WT_NOT, WT_SINE, WT_COSINE, WT_SOFTSIGN, WT_MISH
};
wt_tensor *wt_unary(int kind, const wt_tensor *x);
/// As `WT_RELU`, overwriting `x`; the result is `x` itself under a new handle.
wt_tensor *wt_relu_in_place(const wt_tensor *x);
wt_tensor *wt_leaky_relu(const wt_tensor *x, double slope);
/// `scale * (x > 0 ? x : alpha * (exp(x) - 1))`.
wt_tensor *wt_elu(const wt_tensor *x, double alpha, double scale);
/// `clamp(alpha * x + beta, 0, 1)`.
wt_tensor *wt_hard_sigmoid(const wt_tensor *x, double alpha, double beta);
wt_tensor *wt_gelu(const wt_tensor *x, bool tanh_approximation);
wt_tensor *wt_prelu(const wt_tensor *x, const wt_tensor *slope);
wt_tensor *wt_clamp(const wt_tensor *x, bool has_low, double low, bool has_high, double high);

enum wt_binary_kind {
    WT_ADD, WT_SUBTRACT, WT_MULTIPLY, WT_DIVIDE, WT_POWER, WT_MINIMUM, WT_MAXIMUM, WT_EQUAL, WT_GREATER, WT_LESS,
    WT_GREATER_OR_EQUAL, WT_LESS_OR_EQUAL, WT_AND, WT_OR, WT_XOR, WT_MODULO
};
wt_tensor *wt_binary(int kind, const wt_tensor *a, const wt_tensor *b);
/// `a + b` written into `a` (or `b`) where that is allowed and its shape is the result's; else a new tensor.
wt_tensor *wt_add_reusing(const wt_tensor *a, bool reuse_a, const wt_tensor *b, bool reuse_b);
wt_tensor *wt_where(const wt_tensor *condition, const wt_tensor *a, const wt_tensor *b);
wt_tensor *wt_dropout(const wt_tensor *x, double ratio, bool training);

// MARK: Convolution and pooling

/// `count` spatial axes (1, 2 or 3); padding is the same at both ends of an axis.
wt_tensor *wt_convolution(
    const wt_tensor *x, const wt_tensor *weight, const wt_tensor *bias /* optional */, int count, const int64_t *stride,
    const int64_t *padding, const int64_t *dilation, int64_t groups);
wt_tensor *wt_transposed_convolution(
    const wt_tensor *x, const wt_tensor *weight, const wt_tensor *bias /* optional */, int count, const int64_t *stride,
    const int64_t *padding, const int64_t *output_padding, const int64_t *dilation, int64_t groups);
wt_tensor *wt_max_pool(
    const wt_tensor *x, int count, const int64_t *kernel, const int64_t *stride, const int64_t *padding,
    const int64_t *dilation, bool ceiling);
/// `divisor` 0: the number of elements under the window.
wt_tensor *wt_average_pool(
    const wt_tensor *x, int count, const int64_t *kernel, const int64_t *stride, const int64_t *padding, bool ceiling,
    bool count_padding, int64_t divisor);

// MARK: Normalization

/// In training the running statistics, where given, move by `momentum` towards the batch's (libtorch's meaning of momentum).
wt_tensor *wt_batch_norm(
    const wt_tensor *x, const wt_tensor *scale, const wt_tensor *bias, const wt_tensor *mean, const wt_tensor *variance,
    bool training, double momentum, double epsilon);
wt_tensor *wt_instance_norm(const wt_tensor *x, const wt_tensor *scale, const wt_tensor *bias, double epsilon);
wt_tensor *wt_group_norm(
    const wt_tensor *x, int64_t groups, const wt_tensor *scale, const wt_tensor *bias, double epsilon);
/// Over the last `count` axes.
wt_tensor *wt_layer_norm(
    const wt_tensor *x, int count, const wt_tensor *scale /* optional */, const wt_tensor *bias /* optional */,
    double epsilon);
wt_tensor *wt_softmax(const wt_tensor *x, int64_t axis, bool logarithm);

// MARK: Matrices

wt_tensor *wt_matmul(const wt_tensor *a, const wt_tensor *b);
/// `alpha * a' b' + beta * c`, where a prime is an optional transposition.
wt_tensor *wt_gemm(
    const wt_tensor *a, bool transpose_a, const wt_tensor *b, bool transpose_b, const wt_tensor *c /* optional */,
    double alpha, double beta);

// MARK: Reduction

enum wt_reduction_kind {
    WT_REDUCE_MEAN, WT_REDUCE_SUM, WT_REDUCE_MAX, WT_REDUCE_MIN, WT_REDUCE_L1, WT_REDUCE_L2, WT_REDUCE_SUM_SQUARE,
    WT_REDUCE_PRODUCT, WT_REDUCE_LOG_SUM_EXP
};
wt_tensor *wt_reduce(int kind, const wt_tensor *x, const int64_t *axes, int count, bool keep_axes);
wt_tensor *wt_argument_extreme(const wt_tensor *x, bool largest, int64_t axis, bool keep_axis, bool select_last);
/// Values, and int64 indices in `*indices`.
wt_tensor *wt_top_k(
    const wt_tensor *x, int64_t k, int64_t axis, bool largest, bool sorted, wt_tensor **indices);

// MARK: Shape and place

wt_tensor *wt_reshape(const wt_tensor *x, const int64_t *shape, int rank);
wt_tensor *wt_permute(const wt_tensor *x, const int64_t *order, int rank);
wt_tensor *wt_expand(const wt_tensor *x, const int64_t *shape, int rank);
wt_tensor *wt_repeat(const wt_tensor *x, const int64_t *times, int rank);
wt_tensor *wt_concatenate(const wt_tensor *const *parts, int count, int64_t axis);
wt_tensor *wt_slice(const wt_tensor *x, int64_t axis, int64_t start, int64_t end, int64_t step);
wt_tensor *wt_flip(const wt_tensor *x, int64_t axis);
/// Takes the entries that `indices` (any shape, negative ones from the end) name along an axis, as ONNX's Gather.
wt_tensor *wt_gather(const wt_tensor *x, int64_t axis, const wt_tensor *indices);
/// Takes entries along an axis by number.
wt_tensor *wt_select(const wt_tensor *x, int64_t axis, const int64_t *indices, int64_t count);

enum wt_padding_kind { WT_PAD_CONSTANT, WT_PAD_REFLECT, WT_PAD_EDGE };
/// `amounts`: begin and end for each of the last `axes` axes, the last axis first (libtorch's order).
wt_tensor *wt_pad(const wt_tensor *x, int kind, const int64_t *amounts, int axes, double value);

enum wt_resize_kind { WT_RESIZE_NEAREST, WT_RESIZE_LINEAR, WT_RESIZE_CUBIC };
/// `count` spatial axes after batch and channel. `scales` (output / input, optional) are used to place samples where the
/// corners are not aligned.
wt_tensor *wt_resize(
    const wt_tensor *x, int kind, int count, const int64_t *size, const double *scales /* optional */, bool align_corners);

// MARK: Losses (scalars, always computed in float32)

/// Soft targets `[batch, class]`; weight `[class]` is optional.
wt_tensor *wt_cross_entropy(
    const wt_tensor *logits, const wt_tensor *targets, const wt_tensor *weight /* optional */, double label_smoothing);
wt_tensor *wt_binary_cross_entropy(
    const wt_tensor *logits, const wt_tensor *targets, const wt_tensor *positive_weight /* optional */);
wt_tensor *wt_mean_squared_error(const wt_tensor *output, const wt_tensor *targets);
/// A weighted sum over masks of one kind: cross-entropy, Dice and focal Tversky, each left out where its share is 0. Overlap is
/// taken over the whole tensor, with one pixel added to both sides of each quotient; with `by_picture` Dice is taken of each picture
/// (first axis) that has a marked pixel, and averaged.
wt_tensor *wt_segmentation_loss(
    const wt_tensor *logits, const wt_tensor *targets, double positive_weight, double cross_entropy_share, double dice_share,
    double tversky_share, double alpha, double beta, double gamma, int by_picture);
/// Cross-entropy of the classes' shares in `softmax(scale · cosines)`, with a margin on the angles of the targets. Cosines are
/// `[batch, class · centre]`, a class's centres side by side; targets `[batch, class]`. With `keeps_nearest` a class is its nearest
/// centre alone.
wt_tensor *wt_angular_margin_loss(
    const wt_tensor *cosines, const wt_tensor *targets, double scale, double margin, int keeps_nearest);
/// Counts elements by `round(255 * sigmoid(logit))`: 256 counts where the target is at most 1/2, then 256 where it is above.
int wt_level_histogram(const wt_tensor *logits, const wt_tensor *targets, int64_t *counts);

// MARK: Optimization

/// One step of AdamW over a group of `count` parameters; those without a gradient are passed over. `step` counts from 1.
int wt_adamw_step(
    wt_tensor *const *parameters, wt_tensor *const *first_moments, wt_tensor *const *second_moments, int count, int64_t step,
    double learning_rate, double beta1, double beta2, double epsilon, double weight_decay);
/// Drops the gradients.
int wt_zero_gradients(wt_tensor *const *parameters, int count);
/// Scales all gradients so that their joint L2 norm is at most `maximum`; `*norm` is what it was.
int wt_clip_gradients(wt_tensor *const *parameters, int count, double maximum, double *norm);
/// `average = decay * average + (1 - decay) * current`, pair by pair.
int wt_moving_average(wt_tensor *const *averages, wt_tensor *const *currents, int count, double decay);

#ifdef __cplusplus
}
#endif
