#define _GNU_SOURCE
#include "session.h"

#include "CPortAudioDevices.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
// A code that PortAudio does not have.
enum { no_settings = 1 };
static int uses = 0, open_microphones = 0;
// Whether PortAudio is started: not where it could not be started again after a look for devices.
static int is_running = 0;
static unsigned list = 0;

void session_lock(void) { pthread_mutex_lock(&lock); }
void session_unlock(void) { pthread_mutex_unlock(&lock); }
void session_opened(void) { open_microphones++; }
void session_closed(void) { open_microphones--; }

// PortAudio aborts the process (an assertion in BuildDeviceList) where ALSA's settings name no device called default or dmix, as in an
// image with libasound2 and without its alsa.conf. So that is looked at first, in the way in which PortAudio does.
static int alsa_has_settings(void) {
    void *alsa = dlopen("libasound.so.2", RTLD_NOW | RTLD_NOLOAD);
    if (!alsa) return 1;
    int (*update)(void) = (int (*)(void))dlsym(alsa, "snd_config_update");
    int (*search)(void *, const char *, void **) = (int (*)(void *, const char *, void **))dlsym(alsa, "snd_config_search");
    void **settings = dlsym(alsa, "snd_config");
    int has = 1;
    if (update && search && settings) {
        void *found;
        has = update() >= 0 && *settings
            && (search(*settings, "pcm.default", &found) >= 0 || search(*settings, "pcm.dmix", &found) >= 0);
    }
    dlclose(alsa);
    return has;
}

static PaError initialize(void) {
    silence_begin();
    PaError code = alsa_has_settings() ? Pa_Initialize() : no_settings;
    silence_end();
    return code;
}

PaError session_start(void) {
    if (is_running) return paNoError;
    PaError code = initialize();
    is_running = code == paNoError;
    if (is_running) list++;
    return code;
}

unsigned session_list(void) { return is_running ? list : 0; }

char *session_reason(PaError code) {
    if (code == no_settings) return strdup("ALSA has no settings: is there a /usr/share/alsa/alsa.conf?");
    char text[512];
    const PaHostErrorInfo *host = code == paUnanticipatedHostError ? Pa_GetLastHostErrorInfo() : NULL;
    snprintf(text, sizeof text, "%s", host && host->errorText && *host->errorText ? host->errorText : Pa_GetErrorText(code));
    return strdup(text);
}

int cportaudio_begin(char **error) {
    session_lock();
    PaError code = session_start();
    if (code == paNoError) uses++;
    else if (error) *error = session_reason(code);
    session_unlock();
    return code;
}

void cportaudio_end(void) {
    session_lock();
    if (uses > 0 && --uses == 0 && is_running) {
        Pa_Terminate();
        is_running = 0;
    }
    session_unlock();
}

int cportaudio_refresh(void) {
    session_lock();
    int may = uses > 0 && open_microphones == 0;
    if (may) {
        if (is_running) Pa_Terminate();
        is_running = 0;
        // Where it fails there are no devices, and the next look tries again.
        may = session_start() == paNoError;
    }
    session_unlock();
    return may;
}

int cportaudio_devices(cportaudio_device *devices, int capacity) {
    session_lock();
    int found = 0, count = is_running ? Pa_GetDeviceCount() : 0;
    int standard = is_running ? Pa_GetDefaultInputDevice() : paNoDevice;
    for (int number = 0; number < count; number++) {
        const PaDeviceInfo *info = Pa_GetDeviceInfo(number);
        if (!info || info->maxInputChannels < 1) continue;
        if (found < capacity) {
            const PaHostApiInfo *host = Pa_GetHostApiInfo(info->hostApi);
            cportaudio_device *device = &devices[found];
            memset(device, 0, sizeof *device);
            device->number = number;
            device->list = list;
            snprintf(device->name, sizeof device->name, "%s", info->name ? info->name : "");
            snprintf(device->host, sizeof device->host, "%s", host && host->name ? host->name : "");
            device->channels = info->maxInputChannels;
            device->default_rate = info->defaultSampleRate;
            device->is_default = number == standard;
        }
        found++;
    }
    session_unlock();
    return found;
}

int cportaudio_supports(int number, int channels, double rate) {
    session_lock();
    PaError code = paNotInitialized;
    const PaDeviceInfo *info = is_running ? Pa_GetDeviceInfo(number) : NULL;
    if (info) {
        PaStreamParameters input = {
            .device = number, .channelCount = channels, .sampleFormat = paFloat32, .suggestedLatency = info->defaultHighInputLatency,
        };
        silence_begin();
        code = Pa_IsFormatSupported(&input, NULL, rate);
        silence_end();
    }
    session_unlock();
    return code;
}

const char *cportaudio_version(void) { return Pa_GetVersionText(); }
