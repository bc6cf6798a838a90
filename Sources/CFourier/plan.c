#include "plan.h"

#include <math.h>
#include <stdlib.h>

static double *put_root(double *table, int64_t n, int64_t length)
{
    double angle = -2 * M_PI * (double)(n % length) / (double)length;
    table[0] = cos(angle);
    table[1] = sin(angle);
    return table + 2;
}

/// Fours first, then what is left, smallest prime first. Returns their number.
static int32_t factorize(int32_t length, int32_t *radices)
{
    int32_t count = 0;
    while (length % 4 == 0) {
        radices[count++] = 4;
        length /= 4;
    }
    for (int32_t prime = 2; length > 1; prime++) {
        if ((int64_t)prime * prime > length) prime = length;
        while (length % prime == 0) {
            radices[count++] = prime;
            length /= prime;
        }
    }
    return count;
}

static int has_roots(int32_t radix) { return radix != 2 && radix != 4; }

static int fill_stages(cfourier_plan *plan)
{
    int32_t radices[CFOURIER_MAX_STAGES];
    plan->stage_count = factorize(plan->half, radices);
    size_t size = 2;
    int32_t block = plan->half;
    for (int32_t s = 0; s < plan->stage_count; s++) {
        size += 2 * (size_t)(block / radices[s]) * (size_t)(radices[s] - 1) + (has_roots(radices[s]) ? 2 * (size_t)radices[s] : 0);
        block /= radices[s];
    }
    double *table = plan->tables = malloc(size * sizeof(double));
    if (!table) return 0;
    block = plan->half;
    for (int32_t s = 0; s < plan->stage_count; s++) {
        int32_t radix = radices[s];
        cfourier_stage *stage = &plan->stages[s];
        *stage = (cfourier_stage){ .radix = radix, .block = block, .twiddles = table };
        for (int32_t j = 0; j < block / radix; j++)
            for (int32_t q = 1; q < radix; q++) table = put_root(table, (int64_t)j * q, block);
        stage->roots = table;
        if (has_roots(radix))
            for (int32_t n = 0; n < radix; n++) table = put_root(table, n, radix);
        block /= radix;
    }
    return 1;
}

/// Block q of a stage holds the outputs that leave q when divided by its radix.
static int fill_positions(cfourier_plan *plan)
{
    plan->position = malloc((size_t)plan->half * sizeof(int32_t));
    plan->turns = malloc(2 * ((size_t)plan->half / 2 + 1) * sizeof(double));
    if (!plan->position || !plan->turns) return 0;
    for (int32_t place = 0; place < plan->half; place++) {
        int32_t rest = place, k = 0, weight = 1;
        for (int32_t s = 0; s < plan->stage_count; s++) {
            int32_t part = plan->stages[s].block / plan->stages[s].radix;
            k += weight * (rest / part);
            rest %= part;
            weight *= plan->stages[s].radix;
        }
        plan->position[k] = place;
    }
    double *turn = plan->turns;
    for (int32_t k = 0; k <= plan->half / 2; k++) turn = put_root(turn, k, 2 * (int64_t)plan->half);
    return 1;
}

/// Whether this processor can.
static int is_supported(cfourier_family family)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    switch (family) {
    case cfourier_avx512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
    case cfourier_avx2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    default: return 1;
    }
#else
    return family == cfourier_baseline;
#endif
}

static void choose(cfourier_plan *plan, cfourier_family family)
{
    while (!is_supported(family)) family--;
    plan->family = family;
    plan->spectrum = cfourier_spectrum_baseline;
    plan->frames = cfourier_frames_baseline;
#if defined(__x86_64__)
    if (family == cfourier_avx2) {
        plan->spectrum = cfourier_spectrum_avx2;
        plan->frames = cfourier_frames_avx2;
    } else if (family == cfourier_avx512) {
        plan->spectrum = cfourier_spectrum_avx512;
        plan->frames = cfourier_frames_avx512;
    }
#endif
}

cfourier_plan *cfourier_plan_create(int32_t length, cfourier_family best)
{
    if (length <= 0 || length % 2 != 0) return NULL;
    cfourier_plan *plan = calloc(1, sizeof(cfourier_plan));
    if (!plan) return NULL;
    plan->half = length / 2;
    choose(plan, best);
    if (!fill_stages(plan) || !fill_positions(plan)) {
        cfourier_plan_destroy(plan);
        return NULL;
    }
    return plan;
}

void cfourier_plan_destroy(cfourier_plan *plan)
{
    if (!plan) return;
    free(plan->tables);
    free(plan->position);
    free(plan->turns);
    free(plan);
}

cfourier_family cfourier_plan_family(const cfourier_plan *plan) { return plan->family; }

int32_t cfourier_spectrum(const cfourier_plan *plan, const float *samples, float *real, float *imaginary)
{
    return plan->spectrum(plan, samples, real, imaginary);
}

int32_t cfourier_log_mel_frames(
    const cfourier_plan *plan, const cfourier_log_mel *recipe, const float *samples, int64_t count, float *out)
{
    return plan->frames(plan, recipe, samples, count, out);
}
