#ifndef CFOURIER_PLAN_H
#define CFOURIER_PLAN_H

#include "CFourier.h"

#define CFOURIER_MAX_STAGES 32

/// A stage splits each block of `block` complex points into `radix` blocks.
typedef struct {
    int32_t radix;
    int32_t block;
    const double *twiddles;
    const double *roots;
} cfourier_stage;

typedef int32_t (*cfourier_spectrum_function)(const cfourier_plan *, const float *, float *, float *);
typedef int32_t (*cfourier_frames_function)(const cfourier_plan *, const cfourier_log_mel *, const float *, int64_t, float *);

struct cfourier_plan {
    /// Complex points: half the samples.
    int32_t half;
    cfourier_family family;
    int32_t stage_count;
    cfourier_stage stages[CFOURIER_MAX_STAGES];
    /// `exp(-2πi·jq / block)` of all stages in the order of use; `exp(-2πi·n / radix)` of the odd radices.
    double *tables;
    /// Where output k of the complex transform stands.
    int32_t *position;
    /// `exp(-2πi·k / length)`, k of 0 ... half / 2.
    double *turns;
    cfourier_spectrum_function spectrum;
    cfourier_frames_function frames;
};

#define CFOURIER_DECLARE(family) \
    int32_t cfourier_spectrum_##family(const cfourier_plan *, const float *, float *, float *); \
    int32_t cfourier_frames_##family(const cfourier_plan *, const cfourier_log_mel *, const float *, int64_t, float *);

CFOURIER_DECLARE(baseline)
#if defined(__x86_64__)
CFOURIER_DECLARE(avx2)
CFOURIER_DECLARE(avx512)
#endif

#endif
