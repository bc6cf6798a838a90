#ifndef CPORTAUDIO_RING_H
#define CPORTAUDIO_RING_H

#include <stdint.h>

/// A lock-free ring of interleaved 32-bit floats: one thread writes, one reads. Neither ever waits.
///
/// What does not fit is lost and counted. From then on everything is lost until the reader has emptied the ring and taken note of the
/// gap, so that there is one gap at a time and its place is known to the frame: right behind what was read last.
/// At any moment: written + lost = frames offered; written − read = frames in the ring.
typedef struct cportaudio_ring cportaudio_ring;

typedef struct {
    uint64_t written, read, lost;
} cportaudio_ring_counters;

/// Holds `frames` frames of `channels` samples. NULL where there is no memory, or a number is 0.
cportaudio_ring *cportaudio_ring_create(uint32_t frames, uint32_t channels);
void cportaudio_ring_destroy(cportaudio_ring *ring);

uint32_t cportaudio_ring_channels(const cportaudio_ring *ring);

/// Writer: puts `frames` frames in, as many as there is room for; returns their number.
uint32_t cportaudio_ring_write(cportaudio_ring *ring, const float *samples, uint32_t frames);

/// Reader: takes up to `frames` frames out, in order; returns their number.
uint32_t cportaudio_ring_read(cportaudio_ring *ring, float *samples, uint32_t frames);

/// Reader: where the ring is empty and frames were lost behind the last one read, their number, once; else 0. Writing goes on then.
uint64_t cportaudio_ring_take_gap(cportaudio_ring *ring);

/// From any thread; the three numbers are of nearly the same moment, and exact when neither side is at work.
cportaudio_ring_counters cportaudio_ring_count(const cportaudio_ring *ring);

#endif
