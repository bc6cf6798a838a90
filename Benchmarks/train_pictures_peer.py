#!/usr/bin/env python3
"""Training of one and the same picture classifier: pictures a second, Wheeltapper beside PyTorch (eager, channels-last).

What is measured, for both in turns, on the same pictures, with the same batch size, epochs and precision (f32, or bf16 autocast):
  epochs  pictures trained on per second of an epoch: augmentation, forward, backward, AdamW; the first epoch of each run is left
          out, validation too. Ours says it itself (each epoch's JSON line).
  whole   the same pictures per second of the whole: files opened, JPEGs decoded and resized, all epochs with their validation. Ours
          is the child process from its start to the arrival of the last epoch's line (starting it and loading libraries are in it,
          and the hashes and fingerprints that its split asks for); the peer's clock starts after its imports.

The peer's network is read off the model that ours writes: every convolution, its stride and width are compared one by one. Pillow
decodes and resizes the pictures once, on two threads, and they are kept as bytes. The augmentation is the product's `standard`, the
same list with the same shares, written on whole batches (`picture_augmentation.py`), and made ahead, in the faster of two forms, chosen
anew on this machine and named in the output:
  thread   on a thread of its own
  process  in a worker process of `DataLoader`, kept over all epochs
What favours the peer: it keeps no moving average of its weights and clips no gradients, which ours does; AdamW is the fused one.

usage: train_pictures_peer.py DATA [--precision f32|bf16] [--ours TEMPLATE] [--size 128] [--width 24] [--epochs 4] [--batch 32] [--pairs 5]
                              [--threads 2] [--augmentation standard|off] [--limit PICTURES] [--peer-only --like MODEL]
TEMPLATE has the places {data} {output} {size} {width} {epochs} {batch} {precision}.
"""
import argparse
import collections
import concurrent.futures
import pathlib
import shlex
import sys
import tempfile
import time

import numpy as np
import onnx
import PIL
import torch
from torch.utils.data import DataLoader, Dataset, Sampler

import measuring
import training_runs
from model_card import read_card
from picture_augmentation import AUGMENTATION, PictureBatches
from picture_front_end import PictureFrontEnd, files_below, some_of
from residual_network import ResidualNetwork, pooled_over_places

OURS = (
    "Scripts/run.sh wheeltapper train classifier {data} -o {output} --size {size} --width {width} --epochs {epochs} --batch {batch} "
    "--patience 0 --precision {precision} --seed 1 --format json"
)


def pictures_of(folder, front_end, threads):
    """All pictures, `[picture, channel, row, column]` in bytes, their classes, and how many classes there are."""
    files = files_below(folder)
    classes = sorted({p.parent.name for p in files})
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        pixels = torch.from_numpy(np.stack(list(pool.map(front_end.pixels, files))))
    pixels = pixels[:, None] if pixels.ndim == 3 else pixels.permute(0, 3, 1, 2).contiguous()
    return pixels, [classes.index(p.parent.name) for p in files], len(classes)


class Parts(Sampler):
    """An epoch's batches, shuffled anew each time: (seed, items)."""

    def __init__(self, items, batch):
        self.items, self.batch, self.epoch = np.array(items), batch, 0

    def __len__(self):
        return max(1, len(self.items) // self.batch)

    def __iter__(self):
        self.epoch += 1
        order = np.random.default_rng(self.epoch).permutation(self.items)
        return iter([((self.epoch, k), order[k * self.batch : (k + 1) * self.batch]) for k in range(len(self))])


class Made(Dataset):
    """Batches by their part."""

    def __init__(self, batches):
        self.batches = batches

    def __getitem__(self, part):
        return self.batches(*part)


def loader(form, batches, parts):
    """Something that gives an epoch's batches each time it is gone through."""
    if form == "process":
        return DataLoader(
            Made(batches), sampler=parts, batch_size=None, num_workers=1, prefetch_factor=4, persistent_workers=True,
            multiprocessing_context="fork",
        )
    return ThreadAhead(batches, parts)


class ThreadAhead:
    """Batches made on a thread of its own, four of them ahead."""

    def __init__(self, batches, parts):
        self.batches, self.parts = batches, parts
        self.pool = concurrent.futures.ThreadPoolExecutor(1)

    def __iter__(self):
        waiting = collections.deque()
        for part in self.parts:
            waiting.append(self.pool.submit(self.batches, *part))
            if len(waiting) > 4:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def train_peer(folder, model, a, form, epochs=None):
    """One run of the peer: (pictures per second of the epochs but the first, pictures per second of the whole)."""
    began = time.perf_counter()
    file = onnx.load(model)
    front_end = PictureFrontEnd(read_card({p.key: p.value for p in file.metadata_props}, "picture"))
    pictures, labels, classes = pictures_of(folder, front_end, a.threads)
    train, validation = training_runs.split(labels)
    some = pictures[train].to(torch.float32) / 255
    mean, deviation = some.mean(dim=(0, 2, 3), keepdim=True), some.std(dim=(0, 2, 3), keepdim=True)
    torch.manual_seed(1)
    network = ResidualNetwork(file.graph, mean, deviation, pooled_over_places).to(memory_format=torch.channels_last)
    epoch = loader(form, PictureBatches(pictures, labels, classes, AUGMENTATION[a.augmentation]), Parts(train, a.batch))
    plain = PictureBatches(pictures, labels, classes, None)
    held_out = [plain(0, part)[0] for part in torch.tensor(validation).split(64)]
    return training_runs.learn(network, began, epochs or a.epochs, lambda _: epoch, held_out, a.precision)


def train_ours(folder, output, a, epochs=None):
    """One run of ours, figures as above."""
    places = {
        "data": folder, "output": output, "size": a.size, "width": a.width, "epochs": epochs or a.epochs, "batch": a.batch,
        "precision": a.precision,
    }
    return training_runs.ours([part.format(**places) for part in shlex.split(a.ours)])


def best_form(folder, model, a):
    """The peer's faster form, after a run of each that warms it up."""
    tried = {form: train_peer(folder, model, a, form, epochs=min(2, a.epochs))[0] for form in ("thread", "process")}
    best = max(tried, key=tried.get)
    print("peer, pictures a second: " + ", ".join(f"{n} {r:.1f}" for n, r in tried.items()) + f"; the best: {best}", file=sys.stderr)
    return best, tried


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--precision", choices=["f32", "bf16"], default="f32")
    parser.add_argument("--ours", default=OURS)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--width", type=int, default=24)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--augmentation", choices=list(AUGMENTATION), default="standard", help="what the peer does to pictures")
    parser.add_argument("--limit", type=int, help="only so many pictures, for a trial of the script")
    parser.add_argument("--peer-only", action="store_true")
    parser.add_argument("--like", help="with --peer-only: the model whose network and front end to use")
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    result = {
        "benchmark": f"training a picture classifier, {a.precision}", "data": a.data, "size": a.size, "width": a.width, "epochs": a.epochs,
        "batch": a.batch, "threads": a.threads, "peer_augmentation": a.augmentation,
        "peer": f"torch {torch.__version__} eager, channels-last, fused AdamW; Pillow {PIL.__version__}",
    }
    with tempfile.TemporaryDirectory() as scratch:
        folder = some_of(a.data, a.limit, pathlib.Path(scratch) / "data") if a.limit else a.data
        result["pictures"] = len(files_below(folder))
        if not result["pictures"]:
            raise SystemExit(f"error: {a.data} has no picture below it")
        model, again = a.like or f"{scratch}/model.onnx", f"{scratch}/again.onnx"
        if not a.peer_only:
            train_ours(folder, model, a, epochs=1)  # warm-up: the page cache; and the model that the peer's network is read off
        form, tried = best_form(folder, model, a)
        result |= {"peer_form": form, "peer_forms_pictures_per_second": tried}
        if a.peer_only:
            ours, peer = [], [train_peer(folder, model, a, form) for _ in range(a.pairs)]
        else:
            ours, peer = measuring.pairs(
                a.pairs, lambda: train_ours(folder, again, a), lambda: train_peer(folder, model, a, form)
            )
    training_runs.compare(result, ours, peer, "pictures")


if __name__ == "__main__":
    main()
