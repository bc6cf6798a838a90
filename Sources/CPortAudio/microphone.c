#define _GNU_SOURCE
#include "CPortAudioMicrophone.h"

#include "session.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

struct cportaudio_microphone {
    PaStream *stream;
    cportaudio_ring *ring;
    _Atomic unsigned long overflows;
    _Atomic long long last_callback;
};

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000000000 + time.tv_nsec;
}

// Runs on the device's real-time thread.
static int heard(
    const void *input, void *output, unsigned long frames, const PaStreamCallbackTimeInfo *times, PaStreamCallbackFlags flags,
    void *context) {
    (void)output, (void)times;
    cportaudio_microphone *microphone = context;
    if (flags & paInputOverflow) atomic_fetch_add_explicit(&microphone->overflows, 1, memory_order_relaxed);
    if (input) cportaudio_ring_write(microphone->ring, input, (uint32_t)frames);
    atomic_store_explicit(&microphone->last_callback, now(), memory_order_release);
    return paContinue;
}

static cportaudio_failure kind(PaError code) {
    switch (code) {
        case paInvalidSampleRate: return cportaudio_rate_refused;
        case paInvalidChannelCount: return cportaudio_channels_refused;
        case paDeviceUnavailable: return cportaudio_device_busy;
        case paInvalidDevice: return cportaudio_device_gone;
        default: return cportaudio_other_failure;
    }
}

static PaError start(cportaudio_microphone *microphone, int number, unsigned list, double rate) {
    // Numbers are given anew whenever somebody looks for devices.
    const PaDeviceInfo *info = session_list() == list ? Pa_GetDeviceInfo(number) : NULL;
    if (!info) return paInvalidDevice;
    PaStreamParameters input = {
        .device = number,
        .channelCount = (int)cportaudio_ring_channels(microphone->ring),
        .sampleFormat = paFloat32,
        // Nobody plays anything back: a device that may keep more loses less.
        .suggestedLatency = info->defaultHighInputLatency,
    };
    PaError code = Pa_OpenStream(
        &microphone->stream, &input, NULL, rate, paFramesPerBufferUnspecified, paClipOff | paDitherOff, heard, microphone);
    if (code != paNoError) {
        microphone->stream = NULL;
        return code;
    }
    return Pa_StartStream(microphone->stream);
}

cportaudio_microphone *cportaudio_microphone_open(
    int number, unsigned list, double rate, cportaudio_ring *ring, cportaudio_failure *failure, char **error) {
    cportaudio_microphone *microphone = calloc(1, sizeof *microphone);
    PaError code = paInsufficientMemory;
    session_lock();
    if (microphone) {
        microphone->ring = ring;
        atomic_init(&microphone->overflows, 0);
        atomic_init(&microphone->last_callback, now());
        silence_begin();
        code = start(microphone, number, list, rate);
        if (code != paNoError && error) *error = session_reason(code);
        if (code != paNoError && microphone->stream) Pa_CloseStream(microphone->stream);
        silence_end();
    }
    if (code == paNoError) session_opened();
    session_unlock();
    *failure = code == paNoError ? cportaudio_no_failure : kind(code);
    if (code == paNoError) return microphone;
    free(microphone);
    return NULL;
}

int cportaudio_microphone_is_active(cportaudio_microphone *microphone) { return Pa_IsStreamActive(microphone->stream) == 1; }

unsigned long cportaudio_microphone_overflows(const cportaudio_microphone *microphone) {
    return atomic_load_explicit(&((cportaudio_microphone *)microphone)->overflows, memory_order_relaxed);
}

long long cportaudio_microphone_last_callback(const cportaudio_microphone *microphone) {
    return atomic_load_explicit(&((cportaudio_microphone *)microphone)->last_callback, memory_order_acquire);
}

void cportaudio_microphone_close(cportaudio_microphone *microphone) {
    session_lock();
    // Without waiting for what the device still holds: it may be gone. And without touching standard error: a driver may hang here.
    Pa_AbortStream(microphone->stream);
    Pa_CloseStream(microphone->stream);
    session_closed();
    session_unlock();
    free(microphone);
}
