#!/usr/bin/env python3
"""Training of one and the same network: windows a second, Wheeltapper beside PyTorch (eager, channels-last).

What is measured, for both in turns, on the same recordings, with the same batch size, epochs and precision (f32, or bf16 autocast):
  epochs  windows trained on per second of an epoch: cutting and augmenting windows, forward, backward, AdamW; the first epoch
          of each run is left out, validation too. Ours says it itself (`windows_per_second` of each epoch's JSON line).
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
import json
import math
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

import librosa
import numpy as np
import onnx
import soundfile
import torch
from torch import nn
from torch.nn import functional

import measuring
from model_card import FrontEnd, read_card

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


class Block(nn.Module):
    """Two 3×3 convolutions beside a shortcut, which is a 1×1 convolution where the shape changes."""

    def __init__(self, given, width, stride):
        super().__init__()
        self.first = nn.Conv2d(given, width, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(width)
        changes = stride != (1, 1) or given != width
        self.shortcut = (
            nn.Sequential(nn.Conv2d(given, width, 1, stride, bias=False), nn.BatchNorm2d(width)) if changes else nn.Identity()
        )

    def forward(self, x):
        y = functional.relu(self.first_norm(self.first(x)), inplace=True)
        return functional.relu(self.second_norm(self.second(y)) + self.shortcut(x), inplace=True)


class Network(nn.Module):
    """The residual network for spectrograms, its numbers read off an ONNX file of ours."""

    def __init__(self, graph, mean, deviation):
        super().__init__()
        shapes = {w.name: tuple(w.dims) for w in graph.initializer}
        convolutions = []
        for node in graph.node:
            if node.op_type == "Conv":
                stride = next((tuple(a.ints) for a in node.attribute if a.name == "strides"), (1, 1))
                convolutions.append((shapes[node.input[1]], stride))
        wide = [(shape, stride) for shape, stride in convolutions if shape[2:] == (3, 3)]
        (stem, stride), pairs = wide[0], list(zip(wide[1::2], wide[2::2]))
        self.register_buffer("mean", torch.tensor(mean).reshape(1, 1, 1, -1))
        self.register_buffer("scale", 1 / torch.tensor(deviation).reshape(1, 1, 1, -1))
        self.stem = nn.Conv2d(1, stem[0], 3, stride, 1, bias=False)
        self.stem_norm = nn.BatchNorm2d(stem[0])
        self.blocks = nn.Sequential(*[Block(first[1], first[0], stride) for (first, stride), _ in pairs])
        matrix = next(shapes[name] for node in graph.node if node.op_type in ("Gemm", "MatMul") for name in node.input if name in shapes)
        width = pairs[-1][1][0][0]
        self.pools = max(matrix) // width
        self.dropout = nn.Dropout(0.3)
        self.head = nn.Linear(self.pools * width, min(matrix))
        mine = sorted(tuple(p.shape) for p in self.parameters() if p.ndim == 4)
        theirs = sorted(shape for shape, _ in convolutions)
        if mine != theirs:
            raise SystemExit(f"error: the peer's network is another one: its convolutions are {mine}, the model's {theirs}")

    def forward(self, x):
        x = ((x - self.mean) * self.scale).contiguous(memory_format=torch.channels_last)
        x = self.blocks(functional.relu(self.stem_norm(self.stem(x)), inplace=True))
        x = x.mean(dim=3)
        x = torch.cat([x.mean(dim=2), x.amax(dim=2)], dim=1) if self.pools == 2 else x.mean(dim=2)
        return self.head(self.dropout(x))


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


def split(labels):
    """Recordings to train on (70 %) and to validate on (15 %), class by class."""
    random, train, validation = np.random.default_rng(1), [], []
    for label in sorted(set(labels)):
        mine = random.permutation([i for i, other in enumerate(labels) if other == label])
        held = round(0.15 * len(mine))
        validation += mine[held : 2 * held].tolist()
        train += mine[2 * held :].tolist()
    return train, validation


def train_peer(folder, model, a):
    """One run of the peer: (windows per second of the epochs but the first, windows per second of the whole)."""
    began = time.perf_counter()
    file = onnx.load(model)
    front_end = FrontEnd(read_card({p.key: p.value for p in file.metadata_props}))
    features, labels, classes = features_of(folder, front_end, a.threads)
    frames = front_end.window_frames
    train, validation = split(labels)
    every = torch.cat([features[i] for i in train])
    torch.manual_seed(1)
    network = Network(file.graph, every.mean(0).numpy(), every.std(0).numpy()).to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=0.02, fused=True)
    batches = Batches(features, labels, classes, frames, AUGMENTATION[a.augmentation])
    heard = torch.stack([features[i][s : s + frames] for i in validation for s in front_end.window_starts(len(features[i]))])[:, None]
    once = [i for i in train for _ in front_end.window_starts(len(features[i]))]  # as many windows as lie in the recordings
    autocast = lambda: torch.autocast("cpu", torch.bfloat16, enabled=a.precision == "bf16")  # noqa: E731
    rates, windows = [], 0
    with concurrent.futures.ThreadPoolExecutor(1) as ahead:
        for _ in range(a.epochs):
            start = time.perf_counter()
            network.train()
            order = np.random.default_rng().permutation(once)
            parts = [order[k : k + a.batch] for k in range(0, len(order) - a.batch + 1, a.batch)]
            waiting = [ahead.submit(batches, part) for part in parts[:2]]
            for k in range(len(parts)):
                x, y = waiting.pop(0).result()
                if k + 2 < len(parts):
                    waiting.append(ahead.submit(batches, parts[k + 2]))
                with autocast():
                    logits = network(x)
                loss = functional.cross_entropy(logits.float(), y, label_smoothing=0.1)
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                optimizer.step()
                loss.item()
            rates.append(len(parts) * a.batch / (time.perf_counter() - start))
            windows += len(parts) * a.batch
            network.eval()
            with torch.inference_mode(), autocast():
                for k in range(0, len(heard), 64):
                    network(heard[k : k + 64])
    return statistics.median(rates[1:] or rates), windows / (time.perf_counter() - began)


def train_ours(folder, output, a, epochs=None):
    """One run of ours, figures as above."""
    places = {"data": folder, "output": output, "epochs": epochs or a.epochs, "batch": a.batch, "precision": a.precision}
    command = [part.format(**places) for part in shlex.split(a.ours)]
    began, last, rates, windows = time.perf_counter(), None, [], 0
    with tempfile.TemporaryFile("w+") as complaints:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, text=True)
        for line in child.stdout:
            try:
                epoch = json.loads(line)
            except json.JSONDecodeError:
                continue
            if isinstance(epoch, dict) and "windows_per_second" in epoch:
                last = time.perf_counter()
                rates.append(epoch["windows_per_second"])
                windows += epoch.get("windows", 0)
        if child.wait() != 0 or not rates:
            complaints.seek(0)
            raise SystemExit(f"error: {shlex.join(command)} ended with status {child.returncode} after {len(rates)} epochs: {complaints.read()[-2000:]}")
    return statistics.median(rates[1:] or rates), windows / (last - began) if windows else None


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
        result["peer_windows_per_second"] = measuring.spread(r[0] for r in runs)
        result["peer_whole_windows_per_second"] = measuring.spread(r[1] for r in runs)
        return measuring.report(result, [
            ("PyTorch, epochs", result["peer_windows_per_second"], "windows/s"),
            ("PyTorch, whole", result["peer_whole_windows_per_second"], "windows/s"),
        ])
    with tempfile.TemporaryDirectory() as scratch:
        model = str(pathlib.Path(scratch) / "model.onnx")
        train_ours(a.data, model, a, epochs=1)  # warm-up: the page cache; and the model that the peer's network is read off
        train_peer(a.data, model, argparse.Namespace(**{**vars(a), "epochs": 1}))
        again = str(pathlib.Path(scratch) / "again.onnx")
        ours, peer = measuring.pairs(a.pairs, lambda: train_ours(a.data, again, a), lambda: train_peer(a.data, model, a))
    rows = []
    for place, what in ((0, "windows_per_second"), (1, "whole_windows_per_second")):
        mine, theirs = [run[place] for run in ours], [run[place] for run in peer]
        result["peer_" + what] = measuring.spread(theirs)
        title = "epochs" if place == 0 else "whole"
        if None in mine:
            print("ours did not say how many windows an epoch has ('windows'): no figure for the whole", file=sys.stderr)
        else:
            result["ours_" + what], result["ratio_" + what] = measuring.spread(mine), measuring.ratios(mine, theirs)
            rows.append((f"wheeltapper, {title}", result["ours_" + what], "windows/s"))
        rows.append((f"PyTorch, {title}", result["peer_" + what], "windows/s"))
        if "ratio_" + what in result:
            rows.append((f"ratio, {title}", result["ratio_" + what], "×"))
    measuring.report(result, rows)


if __name__ == "__main__":
    main()
