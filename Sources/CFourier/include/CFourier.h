/// The one loop of this project that must be fast on every processor it meets: log-mel frames.
///
/// Several frames go side by side, one a SIMD lane, so that a transform needs no shuffles and a frame's numbers depend on its samples
/// alone. The loop is compiled three times (for any processor, for AVX2, for AVX-512) and chosen when a plan is made.
/// No policy here: tables come from the caller. Errors are null pointers (no memory, impossible sizes).
#ifndef CFOURIER_H
#define CFOURIER_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// The discrete Fourier transform of a real signal. Immutable: any number of threads may use one.
typedef struct cfourier_plan cfourier_plan;

/// Families of processors that the loop is compiled for, each asking more than the one before.
typedef enum { cfourier_baseline = 0, cfourier_avx2 = 1, cfourier_avx512 = 2 } cfourier_family;

/// - length: samples; even, positive. - best: the most to ask of the processor; less is taken where it cannot.
cfourier_plan *_Nullable cfourier_plan_create(int32_t length, cfourier_family best);
void cfourier_plan_destroy(cfourier_plan *_Nullable plan);
/// What the plan runs on.
cfourier_family cfourier_plan_family(const cfourier_plan *_Nonnull plan);

/// The spectrum of one signal of `length` samples, `length / 2 + 1` numbers each. Returns 0, or 1 where memory ran out.
int32_t cfourier_spectrum(
    const cfourier_plan *_Nonnull plan, const float *_Nonnull samples, float *_Nonnull real, float *_Nonnull imaginary);

/// What a log-mel frame is made by.
typedef struct {
    /// `length` factors; zeros from `span` on.
    const double *_Nonnull window;
    /// Samples that a frame looks at, from its first; at most `length`.
    int32_t span;
    int32_t hop;
    int32_t band_count;
    /// Per band: its first bin and its number of weights; the weights of all bands in a row.
    const int32_t *_Nonnull first_bins;
    const int32_t *_Nonnull weight_counts;
    const float *_Nonnull weights;
    /// 1 for magnitudes, 2 for powers.
    int32_t power;
    /// `value = factor · ln(max(energy, floor) + offset)`.
    float floor;
    float offset;
    float factor;
} cfourier_log_mel;

/// `count` frames, `[frame][band]`; frame t looks at `samples[t · hop ..< t · hop + span]`. Returns 0, or 1 where memory ran out.
int32_t cfourier_log_mel_frames(
    const cfourier_plan *_Nonnull plan, const cfourier_log_mel *_Nonnull recipe, const float *_Nonnull samples, int64_t count,
    float *_Nonnull out);

#if defined(__cplusplus)
}
#endif
#endif
