// memfd_create.
#define _GNU_SOURCE
#include "session.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// ALSA and JACK have handlers for their complaints; PortAudio itself writes "Expression … failed" with no way to ask it not to. So for
// the moment in which devices are sought or opened, standard error is a file in memory, and whatever in it is not theirs is written to
// the real one afterwards: another thread's message is never lost.

static int saved = -1, caught = -1;

static void no_alsa(const char *file, int line, const char *function, int error, const char *format, ...) {
    (void)file, (void)line, (void)function, (void)error, (void)format;
}

static void no_jack(const char *message) { (void)message; }

static void set_handlers(void) {
    static int done = 0;
    if (done) return;
    done = 1;
    void *alsa = dlopen("libasound.so.2", RTLD_NOW | RTLD_NOLOAD);
    int (*alsa_handler)(void *) = alsa ? (int (*)(void *))dlsym(alsa, "snd_lib_error_set_handler") : NULL;
    if (alsa_handler) alsa_handler((void *)no_alsa);
    void *jack = dlopen("libjack.so.0", RTLD_NOW | RTLD_NOLOAD);
    const char *const names[] = {"jack_set_error_function", "jack_set_info_function"};
    for (int i = 0; jack && i < 2; i++) {
        void (*set)(void (*)(const char *)) = (void (*)(void (*)(const char *)))dlsym(jack, names[i]);
        if (set) set(no_jack);
    }
    // Both handles are kept: the handlers are to stay.
}

void silence_begin(void) {
    set_handlers();
    fflush(stderr);
    caught = memfd_create("stderr", MFD_CLOEXEC);
    if (caught < 0) return;
    saved = dup(2);
    if (saved < 0 || dup2(caught, 2) < 0) {
        close(caught);
        if (saved >= 0) close(saved);
        saved = caught = -1;
    }
}

static int is_chatter(const char *line) {
    static const char *const marks[] = {
        "ALSA lib", "Expression '", "jack server", "Cannot connect to server", "Cannot read socket", "JackShm", "connect(2) call",
        "attempt to connect to server", "PaHost", "Cannot lock down", "PulseAudio",
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(line, marks[i], strlen(marks[i])) == 0) return 1;
    return line[0] == '\n';
}

void silence_end(void) {
    if (caught < 0) return;
    fflush(stderr);
    dup2(saved, 2);
    close(saved);
    FILE *file = lseek(caught, 0, SEEK_SET) == 0 ? fdopen(caught, "r") : NULL;
    if (file) {
        char line[1024];
        int is_continued = 0, skipped = 0;
        while (fgets(line, sizeof line, file)) {
            if (!is_continued) skipped = is_chatter(line);
            if (!skipped) fputs(line, stderr);
            is_continued = strchr(line, '\n') == NULL;
        }
        fclose(file);
    } else {
        close(caught);
    }
    saved = caught = -1;
}
