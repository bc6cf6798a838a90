// The loop itself, for LANES frames side by side. Included once by each file that says how many and for which FAMILY of processors.
//
// The transform runs in double precision, as librosa's does: in single precision a weak band beside a strong tone would be off by more
// than 1e-4 dB. What comes after it, powers and bands, is single.
//
// Transform: decimation in frequency, in place, radix 4, 2 and any other prime (Gentleman and Sande, AFIPS 1966); the outputs stand in
// digit-reversed order and are read through a table. Two neighbouring real samples are taken for one complex point; what comes of the
// even and of the odd samples is told apart afterwards.

#include "plan.h"

#include <stdlib.h>
#include <string.h>

#define JOINED(name, family) name##_##family
#define EXPANDED(name, family) JOINED(name, family)
#define NAMED(name) EXPANDED(name, FAMILY)
#define INLINE static inline __attribute__((always_inline))

typedef float vector __attribute__((vector_size(LANES * 4)));
typedef double wide __attribute__((vector_size(LANES * 8)));
typedef int32_t integers __attribute__((vector_size(LANES * 4)));
typedef float four __attribute__((vector_size(16), aligned(4)));

// Shuffles within each run of four lanes, all runs alike.
#if LANES == 4
#define SHUFFLED(a, b, i, j, k, l) __builtin_shufflevector(a, b, i, j, (k) + 4, (l) + 4)
#else
#define SHUFFLED(a, b, i, j, k, l) \
    __builtin_shufflevector(a, b, i, j, (k) + 8, (l) + 8, (i) + 4, (j) + 4, (k) + 12, (l) + 12)
#endif

/// Transposes the 4×4 matrix in each run of four lanes.
INLINE void transpose(vector *a, vector *b, vector *c, vector *d)
{
    vector ab = SHUFFLED(*a, *b, 0, 1, 0, 1), cd = SHUFFLED(*c, *d, 0, 1, 0, 1);
    vector ef = SHUFFLED(*a, *b, 2, 3, 2, 3), gh = SHUFFLED(*c, *d, 2, 3, 2, 3);
    *a = SHUFFLED(ab, cd, 0, 2, 0, 2);
    *b = SHUFFLED(ab, cd, 1, 3, 1, 3);
    *c = SHUFFLED(ef, gh, 0, 2, 0, 2);
    *d = SHUFFLED(ef, gh, 1, 3, 1, 3);
}

/// Four samples from each fourth frame: lanes 4r ..< 4r + 4 hold those of `rows[4r]`.
INLINE vector gathered(const float *const *rows, int32_t n)
{
#if LANES == 4
    return *(const four *)(rows[0] + n);
#else
    return __builtin_shufflevector(*(const four *)(rows[0] + n), *(const four *)(rows[4] + n), 0, 1, 2, 3, 4, 5, 6, 7);
#endif
}

/// Windowed frames side by side, `[sample]`, halved: telling even from odd then needs no scaling.
INLINE void load(const float *const *rows, const double *window, int32_t span, int32_t length, wide *work)
{
    int32_t n = 0;
    for (; n + 4 <= span; n += 4) {
        vector a = gathered(rows, n), b = gathered(rows + 1, n), c = gathered(rows + 2, n), d = gathered(rows + 3, n);
        transpose(&a, &b, &c, &d);
        work[n] = __builtin_convertvector(a, wide) * (0.5 * window[n]);
        work[n + 1] = __builtin_convertvector(b, wide) * (0.5 * window[n + 1]);
        work[n + 2] = __builtin_convertvector(c, wide) * (0.5 * window[n + 2]);
        work[n + 3] = __builtin_convertvector(d, wide) * (0.5 * window[n + 3]);
    }
    for (; n < span; n++)
        for (int32_t lane = 0; lane < LANES; lane++) work[n][lane] = rows[lane][n] * (0.5 * window[n]);
    memset(work + n, 0, (size_t)(length - n) * sizeof(wide));
}

/// `target = (x[0] + i·x[1]) · (root[0] + i·root[1])`.
INLINE void turn(const wide *x, const double *root, wide *target)
{
    wide real = x[0] * root[0] - x[1] * root[1];
    target[1] = x[0] * root[1] + x[1] * root[0];
    target[0] = real;
}

INLINE void radix4(wide *p0, int32_t part, const double *twiddle)
{
    wide *p1 = p0 + 2 * part, *p2 = p1 + 2 * part, *p3 = p2 + 2 * part;
    for (int32_t j = 0; j < 2 * part; j += 2, twiddle += 6) {
        wide ar = p0[j] + p2[j], ai = p0[j + 1] + p2[j + 1], br = p0[j] - p2[j], bi = p0[j + 1] - p2[j + 1];
        wide cr = p1[j] + p3[j], ci = p1[j + 1] + p3[j + 1];
        // (x1 - x3) turned by -i.
        wide dr = p1[j + 1] - p3[j + 1], di = p3[j] - p1[j];
        p0[j] = ar + cr;
        p0[j + 1] = ai + ci;
        turn((wide[2]){ br + dr, bi + di }, twiddle, p1 + j);
        turn((wide[2]){ ar - cr, ai - ci }, twiddle + 2, p2 + j);
        turn((wide[2]){ br - dr, bi - di }, twiddle + 4, p3 + j);
    }
}

/// The last butterflies of a power of four: nothing is turned any more.
INLINE void plain4(wide *p)
{
    wide ar = p[0] + p[4], ai = p[1] + p[5], br = p[0] - p[4], bi = p[1] - p[5];
    wide cr = p[2] + p[6], ci = p[3] + p[7], dr = p[3] - p[7], di = p[6] - p[2];
    p[0] = ar + cr, p[1] = ai + ci, p[2] = br + dr, p[3] = bi + di;
    p[4] = ar - cr, p[5] = ai - ci, p[6] = br - dr, p[7] = bi - di;
}

INLINE void radix2(wide *p0, int32_t part, const double *twiddle)
{
    wide *p1 = p0 + 2 * part;
    for (int32_t j = 0; j < 2 * part; j += 2, twiddle += 2) {
        wide real = p0[j] - p1[j], imaginary = p0[j + 1] - p1[j + 1];
        p0[j] += p1[j];
        p0[j + 1] += p1[j + 1];
        turn((wide[2]){ real, imaginary }, twiddle, p1 + j);
    }
}

/// Any radix, as the plain sum; `sums` has room for `radix` complex vectors.
static void any_radix(wide *block, const cfourier_stage *stage, wide *sums)
{
    int32_t radix = stage->radix, part = stage->block / radix;
    for (int32_t j = 0; j < part; j++) {
        for (int32_t q = 0; q < radix; q++) {
            wide real = { 0 }, imaginary = { 0 };
            for (int32_t n = 0, root = 0; n < radix; n++) {
                const wide *x = block + 2 * (j + n * part);
                const double *w = stage->roots + 2 * root;
                real += x[0] * w[0] - x[1] * w[1];
                imaginary += x[0] * w[1] + x[1] * w[0];
                root += q;
                if (root >= radix) root -= radix;
            }
            if (q == 0) {
                sums[0] = real;
                sums[1] = imaginary;
            } else {
                turn((wide[2]){ real, imaginary }, stage->twiddles + 2 * (j * (radix - 1) + q - 1), sums + 2 * q);
            }
        }
        for (int32_t q = 0; q < radix; q++) {
            block[2 * (j + q * part)] = sums[2 * q];
            block[2 * (j + q * part) + 1] = sums[2 * q + 1];
        }
    }
}

/// One stage over all blocks of `points` complex points.
static void run_stage(wide *points, int32_t count, const cfourier_stage *stage, wide *sums)
{
    for (wide *block = points; block < points + 2 * count; block += 2 * stage->block) {
        if (stage->block == 4 && stage->radix == 4) plain4(block);
        else if (stage->radix == 4) radix4(block, stage->block / 4, stage->twiddles);
        else if (stage->radix == 2) radix2(block, stage->block / 2, stage->twiddles);
        else any_radix(block, stage, sums);
    }
}

static void transform(const cfourier_plan *plan, wide *work, wide *sums)
{
    if (plan->stage_count == 0) return;
    run_stage(work, plan->half, plan->stages, sums);
    // Part by part from here on: a part stays in the nearest cache.
    int32_t part = plan->stages[0].block / plan->stages[0].radix;
    for (wide *points = work; points < work + 2 * plan->half; points += 2 * part)
        for (int32_t s = 1; s < plan->stage_count; s++) run_stage(points, part, &plan->stages[s], sums);
}

/// The even samples' part and the odd samples' turned part of bin k: their sum is `X[k]`, the conjugate of their difference
/// `X[half - k]`.
INLINE void separate(const cfourier_plan *plan, const wide *work, int32_t k, wide *even, wide *odd)
{
    const wide *near = work + 2 * plan->position[k], *far = work + 2 * plan->position[plan->half - k];
    even[0] = near[0] + far[0];
    even[1] = near[1] - far[1];
    turn((wide[2]){ near[1] + far[1], far[0] - near[0] }, plan->turns + 2 * k, odd);
}

static void power_spectra(const cfourier_plan *plan, const wide *work, vector *powers)
{
    wide sum = work[0] + work[1], difference = work[0] - work[1];
    powers[0] = __builtin_convertvector(4 * sum * sum, vector);
    powers[plan->half] = __builtin_convertvector(4 * difference * difference, vector);
    for (int32_t k = 1; k <= plan->half / 2; k++) {
        wide even[2], odd[2];
        separate(plan, work, k, even, odd);
        wide pr = even[0] + odd[0], pi = even[1] + odd[1], mr = even[0] - odd[0], mi = even[1] - odd[1];
        powers[plan->half - k] = __builtin_convertvector(mr * mr + mi * mi, vector);
        powers[k] = __builtin_convertvector(pr * pr + pi * pi, vector);
    }
}

/// Within 2 units in the last place for normal positive numbers; others count as the smallest normal number.
///
/// `x = m · 2ᵉ`, m in [√½, √2), `ln m = 2·artanh(s)`, `s = (m - 1) / (m + 1)`, by its series up to s⁹ (|s| < 0.172: the rest is below 1e-9).
INLINE vector logarithm(vector x)
{
    vector least = (vector){ 0 } + 0x1p-126f;
    // Subtracting √½'s bits puts the step of the exponent at √½ instead of at 1.
    integers bits = (integers)__builtin_elementwise_max(x, least) - 0x3F3504F3;
    vector exponent = __builtin_convertvector(bits >> 23, vector);
    vector m = (vector)((bits & 0x007FFFFF) + 0x3F3504F3);
    vector s = (m - 1) / (m + 1), q = s * s;
    vector tail = q * (2 / 3.0f + q * (2 / 5.0f + q * (2 / 7.0f + q * (2 / 9.0f))));
    // ln 2 in two parts, the first with so few bits that its product is exact.
    return exponent * 0.693359375f + (exponent * -2.1219444e-4f + (2 * s + s * tail));
}

/// Sums the bins of each band; `energies[band]`.
static void sum_bands(const cfourier_log_mel *recipe, const vector *powers, vector *energies)
{
    const float *weight = recipe->weights;
    for (int32_t band = 0; band < recipe->band_count; band++) {
        const vector *bin = powers + recipe->first_bins[band];
        vector even = { 0 }, odd = { 0 };
        int32_t count = recipe->weight_counts[band], n = 0;
        for (; n + 2 <= count; n += 2) {
            even += bin[n] * weight[n];
            odd += bin[n + 1] * weight[n + 1];
        }
        if (n < count) even += bin[n] * weight[n];
        weight += count;
        energies[band] = even + odd;
    }
}

INLINE vector compressed(const cfourier_log_mel *recipe, vector energy)
{
    vector floor = (vector){ 0 } + recipe->floor;
    return recipe->factor * logarithm(__builtin_elementwise_max(energy, floor) + recipe->offset);
}

/// Takes the lanes apart again: `out[lane][band]` for the first `lanes`.
static void store(const cfourier_log_mel *recipe, const vector *energies, int32_t lanes, float *out)
{
    int32_t bands = recipe->band_count, band = 0;
    for (; band + 4 <= bands; band += 4) {
        vector v[4];
        for (int32_t i = 0; i < 4; i++) v[i] = compressed(recipe, energies[band + i]);
        transpose(&v[0], &v[1], &v[2], &v[3]);
        for (int32_t lane = 0; lane < lanes; lane++)
            memcpy(out + (int64_t)lane * bands + band, (const float *)&v[lane % 4] + (lane & ~3), 4 * sizeof(float));
    }
    for (; band < bands; band++) {
        vector value = compressed(recipe, energies[band]);
        for (int32_t lane = 0; lane < lanes; lane++) out[(int64_t)lane * bands + band] = value[lane];
    }
}

static int32_t largest_radix(const cfourier_plan *plan)
{
    int32_t largest = 1;
    for (int32_t s = 0; s < plan->stage_count; s++)
        if (plan->stages[s].radix > largest) largest = plan->stages[s].radix;
    return largest;
}

int32_t NAMED(cfourier_frames)(
    const cfourier_plan *plan, const cfourier_log_mel *recipe, const float *samples, int64_t count, float *out)
{
    int32_t length = 2 * plan->half, bins = plan->half + 1;
    size_t wides = (size_t)length + 2 * (size_t)largest_radix(plan), vectors = (size_t)bins + recipe->band_count;
    wide *work = aligned_alloc(64, (wides * sizeof(wide) + vectors * sizeof(vector) + 63) / 64 * 64);
    if (!work) return 1;
    wide *sums = work + length;
    vector *powers = (vector *)(work + wides), *energies = powers + bins;
    for (int64_t frame = 0; frame < count; frame += LANES) {
        int32_t lanes = count - frame < LANES ? (int32_t)(count - frame) : LANES;
        const float *rows[LANES];
        // Lanes left over repeat the last frame.
        for (int32_t lane = 0; lane < LANES; lane++)
            rows[lane] = samples + (frame + (lane < lanes ? lane : lanes - 1)) * recipe->hop;
        load(rows, recipe->window, recipe->span, length, work);
        transform(plan, work, sums);
        power_spectra(plan, work, powers);
        if (recipe->power == 1)
            for (int32_t bin = 0; bin < bins; bin++) powers[bin] = __builtin_elementwise_sqrt(powers[bin]);
        sum_bands(recipe, powers, energies);
        store(recipe, energies, lanes, out + frame * recipe->band_count);
    }
    free(work);
    return 0;
}

int32_t NAMED(cfourier_spectrum)(const cfourier_plan *plan, const float *samples, float *real, float *imaginary)
{
    int32_t length = 2 * plan->half;
    size_t size = ((size_t)length + 2 * (size_t)largest_radix(plan)) * sizeof(wide);
    wide *work = aligned_alloc(64, (size + 63) / 64 * 64);
    if (!work) return 1;
    for (int32_t n = 0; n < length; n++) work[n] = (wide){ 0 } + 0.5 * samples[n];
    transform(plan, work, work + length);
    real[0] = (float)(2 * (work[0][0] + work[1][0]));
    real[plan->half] = (float)(2 * (work[0][0] - work[1][0]));
    imaginary[0] = imaginary[plan->half] = 0;
    for (int32_t k = 1; k <= plan->half / 2; k++) {
        wide even[2], odd[2];
        separate(plan, work, k, even, odd);
        real[plan->half - k] = (float)(even[0][0] - odd[0][0]);
        imaginary[plan->half - k] = (float)(odd[1][0] - even[1][0]);
        real[k] = (float)(even[0][0] + odd[0][0]);
        imaginary[k] = (float)(even[1][0] + odd[1][0]);
    }
    free(work);
    return 0;
}
