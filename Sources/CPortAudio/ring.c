#include "CPortAudioRing.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// Counters that only rise, apart by a cache line: what one side writes does not slow the other's reading of its own.
struct cportaudio_ring {
    float *samples;
    uint32_t capacity, channels;
    _Alignas(64) _Atomic uint64_t written;
    _Alignas(64) _Atomic uint64_t read;
    // Frames lost behind `written` that the reader has not taken note of. While it is not 0, nothing is written.
    _Alignas(64) _Atomic uint64_t gap;
    _Atomic uint64_t lost;
};

_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "64-bit atomics must be free of locks on this machine");

cportaudio_ring *cportaudio_ring_create(uint32_t frames, uint32_t channels) {
    if (frames == 0 || channels == 0) return NULL;
    cportaudio_ring *ring = NULL;
    if (posix_memalign((void **)&ring, 64, sizeof *ring) != 0) return NULL;
    memset(ring, 0, sizeof *ring);
    // Touched now, so that the writer never waits for a page.
    ring->samples = malloc((size_t)frames * channels * sizeof(float));
    if (!ring->samples) {
        free(ring);
        return NULL;
    }
    memset(ring->samples, 0, (size_t)frames * channels * sizeof(float));
    ring->capacity = frames;
    ring->channels = channels;
    atomic_init(&ring->written, 0);
    atomic_init(&ring->read, 0);
    atomic_init(&ring->gap, 0);
    atomic_init(&ring->lost, 0);
    return ring;
}

void cportaudio_ring_destroy(cportaudio_ring *ring) {
    if (!ring) return;
    free(ring->samples);
    free(ring);
}

uint32_t cportaudio_ring_channels(const cportaudio_ring *ring) { return ring->channels; }

// Copies between the ring, from a place on, and a straight array; round the end where need be.
static void copy(cportaudio_ring *ring, uint64_t place, float *out, const float *in, uint32_t frames) {
    uint32_t start = (uint32_t)(place % ring->capacity);
    uint32_t first = frames < ring->capacity - start ? frames : ring->capacity - start;
    size_t width = ring->channels;
    size_t head = first * width, tail = (frames - first) * width;
    float *here = ring->samples + start * width;
    if (in) {
        memcpy(here, in, head * sizeof(float));
        memcpy(ring->samples, in + head, tail * sizeof(float));
    } else {
        memcpy(out, here, head * sizeof(float));
        memcpy(out + head, ring->samples, tail * sizeof(float));
    }
}

uint32_t cportaudio_ring_write(cportaudio_ring *ring, const float *samples, uint32_t frames) {
    if (frames == 0) return 0;
    uint64_t gap = atomic_load_explicit(&ring->gap, memory_order_acquire);
    // The other side changes a gap in one way only, to 0: so this is tried twice at most.
    while (gap > 0) {
        if (atomic_compare_exchange_strong_explicit(
                &ring->gap, &gap, gap + frames, memory_order_acq_rel, memory_order_acquire)) {
            atomic_fetch_add_explicit(&ring->lost, frames, memory_order_relaxed);
            return 0;
        }
    }
    uint64_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
    uint64_t read = atomic_load_explicit(&ring->read, memory_order_acquire);
    uint32_t room = ring->capacity - (uint32_t)(written - read);
    uint32_t count = frames < room ? frames : room;
    if (count > 0) {
        copy(ring, written, NULL, samples, count);
        atomic_store_explicit(&ring->written, written + count, memory_order_release);
    }
    if (count < frames) {
        atomic_fetch_add_explicit(&ring->lost, frames - count, memory_order_relaxed);
        atomic_store_explicit(&ring->gap, frames - count, memory_order_release);
    }
    return count;
}

uint32_t cportaudio_ring_read(cportaudio_ring *ring, float *samples, uint32_t frames) {
    uint64_t read = atomic_load_explicit(&ring->read, memory_order_relaxed);
    uint64_t written = atomic_load_explicit(&ring->written, memory_order_acquire);
    uint64_t available = written - read;
    uint32_t count = available < frames ? (uint32_t)available : frames;
    if (count == 0) return 0;
    copy(ring, read, samples, NULL, count);
    atomic_store_explicit(&ring->read, read + count, memory_order_release);
    return count;
}

uint64_t cportaudio_ring_take_gap(cportaudio_ring *ring) {
    // First the gap, then what is in the ring: with a gap open nothing is written, so what is seen then is all there is before it.
    if (atomic_load_explicit(&ring->gap, memory_order_acquire) == 0) return 0;
    uint64_t read = atomic_load_explicit(&ring->read, memory_order_relaxed);
    if (atomic_load_explicit(&ring->written, memory_order_acquire) != read) return 0;
    return atomic_exchange_explicit(&ring->gap, 0, memory_order_acq_rel);
}

cportaudio_ring_counters cportaudio_ring_count(const cportaudio_ring *ring) {
    cportaudio_ring_counters counters = {
        // Read before written, so that the difference is never negative.
        .read = atomic_load_explicit(&((cportaudio_ring *)ring)->read, memory_order_acquire),
        .lost = atomic_load_explicit(&((cportaudio_ring *)ring)->lost, memory_order_acquire),
    };
    counters.written = atomic_load_explicit(&((cportaudio_ring *)ring)->written, memory_order_acquire);
    return counters;
}
