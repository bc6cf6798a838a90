"""Makes one short sound in every format that the reader is tested with: 1000 samples at 8 kHz, left a tone of 440 Hz, right one of 880 Hz."""

import pathlib

import numpy as np
import soundfile

HERE = pathlib.Path(__file__).parent
t = np.arange(1000) / 8000
x = np.stack([0.5 * np.sin(2 * np.pi * 440 * t), 0.25 * np.sin(2 * np.pi * 880 * t)], axis=1)

for name, container, coding in [
    ("pcm8.wav", "WAV", "PCM_U8"), ("pcm16.wav", "WAV", "PCM_16"), ("pcm24.wav", "WAV", "PCM_24"), ("pcm32.wav", "WAV", "PCM_32"),
    ("float.wav", "WAV", "FLOAT"), ("double.wav", "WAV", "DOUBLE"), ("extensible.wav", "WAVEX", "PCM_16"), ("rf64.wav", "RF64", "PCM_16"),
    ("pcm24.w64", "W64", "PCM_24"), ("pcm16.aiff", "AIFF", "PCM_16"), ("pcm16.flac", "FLAC", "PCM_16"), ("pcm24.flac", "FLAC", "PCM_24"),
    ("vorbis.ogg", "OGG", "VORBIS"), ("opus.ogg", "OGG", "OPUS"), ("layer3.mp3", "MP3", "MPEG_LAYER_III"),
]:
    soundfile.write(HERE / name, x, 8000, format=container, subtype=coding)
