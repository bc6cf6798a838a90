#!/usr/bin/env python3
"""Training of one and the same network: windows a second, Wheeltapper beside PyTorch (eager, channels-last).

What is measured, for both in turns, on the same recordings, with the same batch size, epochs and precision (f32, or bf16 autocast):
  epochs  windows trained on per second of an epoch: cutting and augmenting windows, forward, backward, AdamW; the first epoch
          of each run is left out, validation too. Ours says it itself (`items_per_second` of each epoch's JSON line).
  whole   the same windows per second of the whole: files opened, features, all epochs with their validation. Ours is the child
          process from its start to the arrival of the last epoch's line (starting it and loading libraries are in it); the
          peer's clock starts after its imports.

The peer's network is read off the model that ours writes: every 3×3 convolution, its stride and width, and the weights' shapes are
compared one by one. Its features come from soundfile and librosa with the numbers of that model's card (on two threads, once, kept
in memory), its augmentation is the same list, written on whole batches and made on a thread of its own while the network works:
random start, gain, frequency response, mixup, masks in time and frequency (`--augmentation standard`), with speed and pitch as well
(`strong`), or nothing but the start (`off`, a bound from above for the peer): it has to be the list that ours uses. AdamW is
PyTorch's fused one.

usage: train_peer.py DATA [--precision f32|bf16] [--ours TEMPLATE] [--epochs 4] [--batch 32] [--pairs 5] [--threads 2]
                     [--augmentation standard|strong|off] [--peer-only --like MODEL]
TEMPLATE has the places {data} {output} {epochs} {batch} {precision}.
"""
import argparse
import concurrent.futures
import math
import pathlib
import shlex
import tempfile
import time

import librosa
import numpy as np
import onnx
import soundfile
import torch
from torch.nn import functional

import measuring
import training_runs
from model_card import read_card
from residual_network import ResidualNetwork, pooled_over_time
from sound_front_end import FrontEnd

ENDINGS = {".wav", ".flac", ".ogg", ".mp3", ".opus"}
OURS = (
    "Scripts/run.sh wheeltapper train classifier {data} -o {output} --epochs {epochs} --batch {batch} --no-cache --patience 0 "
    "--precision {precision} --seed 1 --format json"
)


# The presets of the product's `SoundAugmentation`, by the same names; dB, fractions, bands.
STANDARD = {
    "gain": 6, "response": 0, "corners": 5, "stretch": 0, "shift": 0, "alpha": 0.3, "mixed": 0, "masks": 1, "band_mask": 0.125, "time_mask": 0.1,
}
AUGMENTATION = {
    "off": None, "standard": STANDARD, "strong": {**STANDARD, "response": 6, "stretch": 0.2, "shift": 3, "mixed": 1, "time_mask": 0.06},
}


def features_of(folder, front_end, threads):
    """Log-mel frames `[frame, mel]` of every recording, and its class."""
    files = sorted(p for p in pathlib.Path(folder).rglob("*") if p.suffix.lower() in ENDINGS)
    classes = sorted({p.parent.name for p in files})

    def one(path):
        samples, rate = soundfile.read(path, dtype="float32")
        return torch.from_numpy(front_end.features(front_end.signal(samples, rate)))

    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, files)), [classes.index(p.parent.name) for p in files], len(classes)


class Batches:
    """Cuts windows at random places and makes them harder; `[batch, 1, frame, mel]` and targets `[batch, class]`."""

    def __init__(self, features, labels, classes, frames, augmentation):
        self.features, self.labels, self.classes, self.frames, self.settings = features, labels, classes, frames, augmentation
        self.random = torch.Generator().manual_seed(1)
        self.shares = np.random.default_rng(1)

    def uniform(self, *shape, most=1.0):
        """Between 0 and `most`."""
        return most * torch.rand(*shape, generator=self.random)

    def symmetric(self, *shape, most):
        """Between `-most` and `most`."""
        return most * (2 * torch.rand(*shape, generator=self.random) - 1)

    def cut(self, recording):
        x, length = self.features[recording], self.frames
        if self.settings and self.settings["stretch"]:
            length = min(len(x), max(2, round(length * (1 + float(self.symmetric(1, most=self.settings["stretch"]))))))
        start = int(torch.randint(0, len(x) - length + 1, (1,), generator=self.random))
        x = x[start : start + length]
        if length != self.frames:
            x = functional.interpolate(x.T[None], size=self.frames, mode="linear", align_corners=True)[0].T
        return x

    def __call__(self, recordings):
        x = torch.stack([self.cut(r) for r in recordings])
        y = functional.one_hot(torch.tensor([self.labels[r] for r in recordings]), self.classes).float()
        if self.settings:
            x, y = self.harder(x, y)
        return x[:, None], y

    def harder(self, x, y):
        settings, (count, frames, bands) = self.settings, x.shape
        decibel = math.log(10) / 10
        if settings["shift"]:
            shift = torch.randint(-settings["shift"], settings["shift"] + 1, (count, 1), generator=self.random)
            bands_read = (torch.arange(bands)[None] + shift).clamp(0, bands - 1)
            x = torch.gather(x, 2, bands_read[:, None, :].expand(-1, frames, -1))
        x = x + decibel * self.symmetric(count, 1, 1, most=settings["gain"])
        if settings["response"]:
            response = self.symmetric(count, 1, settings["corners"], most=settings["response"])
            x = x + decibel * functional.interpolate(response, size=bands, mode="linear", align_corners=True)
        if settings["mixed"]:
            x, y = self.mix(x, y)
        level = x.mean(dim=(1, 2), keepdim=True)
        for axis, length, most in [(2, bands, settings["band_mask"]), (1, frames, settings["time_mask"])] * settings["masks"]:
            width = self.uniform(count, 1, most=most * length)
            start = self.uniform(count, 1) * (length - width)
            place = torch.arange(length)[None]
            hidden = (place >= start) & (place < start + width)
            x = torch.where(hidden[:, None, :] if axis == 2 else hidden[:, :, None], level, x)
        return x, y

    def mix(self, x, y):
        """Mixup: pairs of windows of the batch, with their targets."""
        settings, count = self.settings, len(x)
        share = torch.from_numpy(self.shares.beta(settings["alpha"], settings["alpha"], count).astype(np.float32))
        share = torch.where(self.uniform(count) < settings["mixed"], torch.maximum(share, 1 - share), torch.ones(count))
        other = torch.randperm(count, generator=self.random)
        x = torch.lerp(x[other], x, share[:, None, None])
        y = torch.lerp(y[other], y, share[:, None])
        return x, y


def train_peer(folder, model, a):
    """One run of the peer: (windows per second of the epochs but the first, windows per second of the whole)."""
    began = time.perf_counter()
    file = onnx.load(model)
    front_end = FrontEnd(read_card({p.key: p.value for p in file.metadata_props}))
    features, labels, classes = features_of(folder, front_end, a.threads)
    frames = front_end.window_frames
    train, validation = training_runs.split(labels)
    every = torch.cat([features[i] for i in train])
    torch.manual_seed(1)
    mean, deviation = every.mean(0).reshape(1, 1, 1, -1), every.std(0).reshape(1, 1, 1, -1)
    network = ResidualNetwork(file.graph, mean, deviation, pooled_over_time).to(memory_format=torch.channels_last)
    batches = Batches(features, labels, classes, frames, AUGMENTATION[a.augmentation])
    heard = torch.stack([features[i][s : s + frames] for i in validation for s in front_end.window_starts(len(features[i]))])[:, None]
    once = [i for i in train for _ in front_end.window_starts(len(features[i]))]  # as many windows as lie in the recordings
    with concurrent.futures.ThreadPoolExecutor(1) as ahead:

        def epoch(_):
            order = np.random.default_rng().permutation(once)
            parts = [order[k : k + a.batch] for k in range(0, len(order) - a.batch + 1, a.batch)]
            waiting = [ahead.submit(batches, part) for part in parts[:2]]
            for k in range(len(parts)):
                made = waiting.pop(0).result()
                if k + 2 < len(parts):
                    waiting.append(ahead.submit(batches, parts[k + 2]))
                yield made

        return training_runs.learn(network, began, a.epochs, epoch, heard.split(64), a.precision)


def train_ours(folder, output, a, epochs=None):
    """One run of ours, figures as above."""
    places = {"data": folder, "output": output, "epochs": epochs or a.epochs, "batch": a.batch, "precision": a.precision}
    return training_runs.ours([part.format(**places) for part in shlex.split(a.ours)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--precision", choices=["f32", "bf16"], default="f32")
    parser.add_argument("--ours", default=OURS)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--augmentation", choices=list(AUGMENTATION), default="standard", help="what the peer does to windows")
    parser.add_argument("--peer-only", action="store_true")
    parser.add_argument("--like", help="with --peer-only: the model whose network and front end to use")
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    result = {
        "benchmark": f"training, {a.precision}", "data": a.data, "epochs": a.epochs, "batch": a.batch, "threads": a.threads,
        "peer": f"torch {torch.__version__} eager, channels-last, fused AdamW; librosa {librosa.__version__}", "peer_augmentation": a.augmentation,
    }
    if a.peer_only:
        train_peer(a.data, a.like, argparse.Namespace(**{**vars(a), "epochs": 1}))
        runs = [train_peer(a.data, a.like, a) for _ in range(a.pairs)]
        return training_runs.compare(result, [], runs, "windows")
    with tempfile.TemporaryDirectory() as scratch:
        model = str(pathlib.Path(scratch) / "model.onnx")
        train_ours(a.data, model, a, epochs=1)  # warm-up: the page cache; and the model that the peer's network is read off
        train_peer(a.data, model, argparse.Namespace(**{**vars(a), "epochs": 1}))
        again = str(pathlib.Path(scratch) / "again.onnx")
        ours, peer = measuring.pairs(a.pairs, lambda: train_ours(a.data, again, a), lambda: train_peer(a.data, model, a))
    training_runs.compare(result, ours, peer, "windows")


if __name__ == "__main__":
    main()
