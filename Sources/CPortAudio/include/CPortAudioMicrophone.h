#ifndef CPORTAUDIO_MICROPHONE_H
#define CPORTAUDIO_MICROPHONE_H

#include "CPortAudioRing.h"

/// An open microphone. Its callback writes 32-bit floats into a ring; it takes no lock, allocates nothing and makes no system call that
/// could wait.
typedef struct cportaudio_microphone cportaudio_microphone;

typedef enum {
    cportaudio_no_failure = 0,
    cportaudio_device_gone,
    cportaudio_device_busy,
    cportaudio_rate_refused,
    cportaudio_channels_refused,
    cportaudio_other_failure,
} cportaudio_failure;

/// Opens and starts a device of the list; one of a list that was made anew since is gone. The ring, whose channels are recorded, must outlive it. NULL, with the kind of failure and
/// the reason in `error` (released with `free`), where that fails.
cportaudio_microphone *cportaudio_microphone_open(
    int number, unsigned list, double rate, cportaudio_ring *ring, cportaudio_failure *failure, char **error);

/// Whether the device still runs, as far as PortAudio knows.
int cportaudio_microphone_is_active(cportaudio_microphone *microphone);

/// How often the device has said that samples were not fetched in time.
unsigned long cportaudio_microphone_overflows(const cportaudio_microphone *microphone);

/// Nanoseconds of CLOCK_MONOTONIC at the last callback; at the opening, where there was none.
long long cportaudio_microphone_last_callback(const cportaudio_microphone *microphone);

/// Stops and closes it; what is in the ring stays there.
void cportaudio_microphone_close(cportaudio_microphone *microphone);

#endif
