#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <dlfcn.h>
#include <malloc.h>
#include <torch/version.h>

#include "handle.h"

using wheeltapper::attempt;

void wt_initialize(void) {
#ifdef __GLIBC__
    // An activation of some 20 MB would be mapped and unmapped at every step, each page faulted in anew. With no mmap and
    // no trimming the heap keeps what a step has used for the next one: 8 % less processor time in a training step of a
    // residual network (24 wide, batches of 32 windows of 97 × 64), 10 % in bfloat16.
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT32_MAX);
#endif
}

const char *wt_version(void) { return TORCH_VERSION; }

int wt_thread_count(void) { return at::get_num_threads(); }

int wt_set_thread_count(int threads) {
    return attempt([&] { at::set_num_threads(threads); });
}

int wt_set_interop_thread_count(int threads) {
    return attempt([&] { at::set_num_interop_threads(threads); });
}

int wt_manual_seed(uint64_t seed) {
    return attempt([&] { at::manual_seed(seed); });
}

bool wt_cuda_is_available(void) {
    // A CUDA build keeps its kernels in a library that nothing links against by name; loading it registers them.
    static void *const kernels = dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL);
    try {
        return kernels != nullptr && at::hasCUDA();
    } catch (...) {
        return false;
    }
}

int wt_cuda_device_count(void) {
    if (!wt_cuda_is_available()) return 0;
    int count = 0;
    attempt([&] {
#if TORCH_VERSION_MAJOR >= 2
        count = static_cast<int>(at::detail::getCUDAHooks().deviceCount());
#else
        count = static_cast<int>(at::detail::getCUDAHooks().getNumGPUs());
#endif
    });
    return count;
}

int wt_set_deterministic(bool on) {
    return attempt([&] {
        at::globalContext().setDeterministicAlgorithms(on, /*warn_only=*/false);
        at::globalContext().setDeterministicCuDNN(on);
        at::globalContext().setBenchmarkCuDNN(!on);
    });
}

bool wt_gradient_mode(void) { return at::GradMode::is_enabled(); }

void wt_set_gradient_mode(bool on) { at::GradMode::set_enabled(on); }

int wt_set_autocast(bool cuda, bool on) {
    return attempt([&] {
#if TORCH_VERSION_MAJOR >= 2
        const auto device = cuda ? at::kCUDA : at::kCPU;
        at::autocast::set_autocast_dtype(device, at::kBFloat16);
        at::autocast::set_autocast_enabled(device, on);
#else
        if (cuda) {
            at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
            at::autocast::set_enabled(on);
        } else {
            at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
            at::autocast::set_cpu_enabled(on);
        }
#endif
        if (on) {
            at::autocast::increment_nesting();
        } else if (at::autocast::decrement_nesting() == 0) {
            // The cast of a weight must not outlive the step that changes the weight.
            at::autocast::clear_cache();
        }
    });
}

bool wt_autocast_is_on(bool cuda) {
#if TORCH_VERSION_MAJOR >= 2
    return at::autocast::is_autocast_enabled(cuda ? at::kCUDA : at::kCPU);
#else
    return cuda ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled();
#endif
}
