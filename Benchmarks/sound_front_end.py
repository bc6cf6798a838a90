"""Makes a model's features with librosa: the peer of the product's front end for sounds."""
import math

import librosa
import numpy as np


class FrontEnd:
    """The card's front end in Python: mono, resampled, log-mel frames `[frame, mel]`, windows `[window, 1, frame, mel]`.

    Only what librosa has a name for is understood (triangles straight in hertz, transform as long as its window, none or mirrored
    padding); anything else is refused, never approximated.
    """

    def __init__(self, card):
        front_end = card["sound_front_end"]
        s = self.settings = front_end["log_mel"]
        self.rate = int(s["sample_rate"])
        self.channels = str(front_end.get("channels") or "mean")
        refused = [
            what
            for what, wrong in (
                ("channels other than 'mean'", self.channels != "mean"),
                ("triangles straight in mels", s["shape"] != "hertz"),
                ("padding with zeros", s["padding"] == "zero"),
                ("a window shorter than the transform that is not centred", s["window_length"] != s["fft_length"] and not s["fft_centered"]),
            )
            if wrong
        ]
        if refused:
            raise SystemExit(f"error: this peer's front end does not do {', '.join(refused)}, which the model's card asks for.")
        (self.compression, terms), = s["compression"].items()
        self.term = np.float32(next(iter(terms.values())))
        self.filters = librosa.filters.mel(
            sr=self.rate, n_fft=s["fft_length"], n_mels=s["band_count"], fmin=s["lowest_frequency"], fmax=s["highest_frequency"],
            htk=s["scale"] == "htk", norm="slaney" if s["normalization"] == "slaney" else None, dtype=np.float32,
        )
        self.window_samples = math.floor(front_end["window_seconds"] * self.rate + 0.5)
        self.is_centred = s["padding"] == "reflect"
        self.window_frames = 1 + (self.window_samples - (0 if self.is_centred else s["fft_length"])) // s["hop_length"]
        self.hop_frames = max(1, math.floor(front_end["hop_seconds"] * self.rate / s["hop_length"] + 0.5))

    def signal(self, samples, rate):
        """Channels averaged, at the front end's rate, at least a window long. `samples` is `[sample]` or `[sample, channel]`."""
        if samples.ndim == 2:
            samples = samples[:, 0] if samples.shape[1] == 1 else samples.mean(axis=1)
        if rate != self.rate:
            samples = librosa.resample(samples, orig_sr=rate, target_sr=self.rate, res_type="soxr_hq")
        shortest = self.window_samples
        return np.resize(samples, shortest) if 0 < len(samples) < shortest else samples  # repeated until it fills a window

    def features(self, signal):
        """Log-mel frames of a whole recording, `[frame, mel]`."""
        s = self.settings
        spectrum = librosa.stft(
            signal, n_fft=s["fft_length"], hop_length=s["hop_length"], win_length=s["window_length"], window="hann",
            center=self.is_centred, pad_mode="reflect",
        )
        energy = np.abs(spectrum)
        if s["power"] == 2:
            energy = np.square(energy)
        mel = self.filters @ energy
        if self.compression == "decibel":
            out = (10.0 if s["power"] == 2 else 20.0) * np.log10(np.maximum(mel, self.term))
        else:
            out = np.log(mel + self.term)
        return np.ascontiguousarray(out.T, dtype=np.float32)

    def window_starts(self, frames):
        """First frames of a recording's windows: one every hop, and one more that ends with the recording where the tail that
        was not heard is at least half a window."""
        window, hop = self.window_frames, self.hop_frames
        if frames < window:
            return []
        starts = list(range(0, frames - window + 1, hop))
        unheard = frames - ((len(starts) - 1) * hop + max(window, hop))
        return starts + [frames - window] if 2 * unheard >= window else starts

    def windows(self, features):
        """Windows of a recording, `[window, 1, frame, mel]`; a recording shorter than a window gives none."""
        starts = self.window_starts(len(features))
        if not starts:
            return np.empty((0, 1, self.window_frames, features.shape[1]), np.float32)
        return np.stack([features[start : start + self.window_frames] for start in starts])[:, None]
