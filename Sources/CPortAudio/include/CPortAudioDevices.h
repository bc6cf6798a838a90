#ifndef CPORTAUDIO_DEVICES_H
#define CPORTAUDIO_DEVICES_H

/// A device that can hear.
typedef struct {
    /// Its number in PortAudio's list, until that is made anew, and which list that is.
    int number;
    unsigned list;
    char name[256];
    /// ALSA, JACK Audio Connection Kit, OSS …
    char host[64];
    int channels;
    /// Hertz.
    double default_rate;
    int is_default;
} cportaudio_device;

/// Starts PortAudio, silently; every success is balanced by `cportaudio_end`. 0, or the reason in `error` (released with `free`).
int cportaudio_begin(char **error);
void cportaudio_end(void);

/// Has PortAudio look for devices again, which it does only where no microphone is open. 1: it has looked.
int cportaudio_refresh(void);

/// Puts up to `capacity` hearing devices into `devices`; returns how many there are.
int cportaudio_devices(cportaudio_device *devices, int capacity);

/// Whether a device can be opened so. 0: yes; else PortAudio's error. Opens it for a moment.
int cportaudio_supports(int number, int channels, double rate);

/// `PortAudio V19.6.0-devel, …`.
const char *cportaudio_version(void);

#endif
