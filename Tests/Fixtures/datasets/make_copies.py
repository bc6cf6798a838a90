"""Makes the recording and its copies that LeakageGuardTests looks for.

A made-up sound (band-limited noise with knocks), then the same as other people store it: in Vorbis at the lowest quality, in
MP3 softened by 9 dB, cut and resampled to 11 025 Hz. Needs numpy, soundfile and soxr.

    python make_copies.py
"""
import pathlib

import numpy as np
import soundfile as sf
import soxr

here = pathlib.Path(__file__).parent
rate = 16_000
random = np.random.default_rng(11)
count = 4 * rate
noise = np.convolve(random.normal(size=count), np.hanning(9), "same")
knocks = np.zeros(count)
knocks[random.integers(0, count, 14)] = 60
sound = noise + np.convolve(knocks, np.exp(-np.arange(800) / 120) * np.sin(np.arange(800) * 0.6), "same")
sound *= 0.2 / np.abs(sound).std() / 4

sf.write(here / "original.flac", sound, rate, subtype="PCM_16")
sf.write(here / "copy_vorbis.ogg", sound, rate, format="OGG", subtype="VORBIS", compression_level=0.9)
sf.write(here / "copy_softer.mp3", 0.35 * sound, rate, format="MP3", compression_level=0.9)
cut = soxr.resample(sound[int(0.713 * rate):int(3.4 * rate)], rate, 11_025)
sf.write(here / "copy_cut.ogg", cut, 11_025, format="OGG", subtype="VORBIS", compression_level=0.6)
other = np.convolve(random.normal(size=count), np.hanning(9), "same")
sf.write(here / "stranger.ogg", other / np.abs(other).max() / 2, rate, format="OGG", subtype="VORBIS", compression_level=0.6)
