#ifndef CPORTAUDIO_H
#define CPORTAUDIO_H

#include "CPortAudioDevices.h"
#include "CPortAudioMicrophone.h"
#include "CPortAudioRing.h"

#endif
