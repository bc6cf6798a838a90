#ifndef CPORTAUDIO_SESSION_H
#define CPORTAUDIO_SESSION_H

#include <portaudio.h>

// PortAudio is not to be called by two threads at once (but for a stream's own callback, and for asking whether it runs).
void session_lock(void);
void session_unlock(void);

// With the lock held: starts PortAudio where it is not running.
PaError session_start(void);

// With the lock held: which list of devices holds, counted from 1; 0 where PortAudio does not run.
unsigned session_list(void);

// Counts open microphones, with the lock held: while one is open the list of devices stays as it is.
void session_opened(void);
void session_closed(void);

// With the lock held: keeps what sound libraries write to standard error from the user, until silence_end; what others write then is
// passed on.
void silence_begin(void);
void silence_end(void);

// The reason of a PortAudio error in words, on the heap.
char *session_reason(PaError code);

#endif
