#ifndef CPortAudio_H
#define CPortAudio_H
#endif
