"""Runs of training, ours and the peer's, and the table that holds one against the other; for sounds and pictures alike.

A run gives two figures: items (windows, pictures) a second of the epochs but the first, and of the whole.
"""
import json
import shlex
import statistics
import subprocess
import tempfile
import time

import numpy as np
import torch
from torch.nn import functional

import measuring


def ours(command):
    """A run of ours, its epochs' lines read as they come; the whole ends with the last epoch's line."""
    began, last, rates, items = time.perf_counter(), None, [], 0
    with tempfile.TemporaryFile("w+") as complaints:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, text=True)
        for line in child.stdout:
            try:
                epoch = json.loads(line)
            except json.JSONDecodeError:
                continue
            if isinstance(epoch, dict) and epoch.get("event") == "epoch":
                last = time.perf_counter()
                rates.append(epoch["items_per_second"])
                items += epoch["windows"]
        if child.wait() != 0 or not rates:
            complaints.seek(0)
            raise SystemExit(f"error: {shlex.join(command)} ended with status {child.returncode} after {len(rates)} epochs: {complaints.read()[-2000:]}")
    return statistics.median(rates[1:] or rates), items / (last - began)


def learn(network, began, epochs, batches_of, held_out, precision):
    """A run of the peer, its data ready: AdamW (fused), cross-entropy with smoothed labels, a look at what is held out after each epoch.

    `batches_of(epoch)` gives an epoch's batches of inputs and targets `[batch, class]`; `held_out` is a list of inputs; `began` is when the
    run did.
    """
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=0.02, fused=True)
    autocast = lambda: torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16")  # noqa: E731
    rates, items = [], 0
    for epoch in range(epochs):
        start, seen = time.perf_counter(), 0
        network.train()
        for x, y in batches_of(epoch):
            with autocast():
                logits = network(x)
            loss = functional.cross_entropy(logits.float(), y, label_smoothing=0.1)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            loss.item()
            seen += len(x)
        rates.append(seen / (time.perf_counter() - start))
        items += seen
        network.eval()
        with torch.inference_mode(), autocast():
            for x in held_out:
                network(x)
    return statistics.median(rates[1:] or rates), items / (time.perf_counter() - began)


def split(labels):
    """Items to train on (70 %) and to validate on (15 %), class by class."""
    random, train, validation = np.random.default_rng(1), [], []
    for label in sorted(set(labels)):
        mine = random.permutation([i for i, other in enumerate(labels) if other == label])
        held = round(0.15 * len(mine))
        validation += mine[held : 2 * held].tolist()
        train += mine[2 * held :].tolist()
    return train, validation


def compare(result, ours_runs, peer_runs, noun):
    """Prints what came of the pairs; `ours_runs` may be empty."""
    rows = []
    for place, prefix, title in ((0, "", "epochs"), (1, "whole_", "whole")):
        what, unit = f"{prefix}{noun}_per_second", f"{noun}/s"
        mine, theirs = [run[place] for run in ours_runs], [run[place] for run in peer_runs]
        result["peer_" + what] = measuring.spread(theirs)
        if mine:
            result["ours_" + what], result["ratio_" + what] = measuring.spread(mine), measuring.ratios(mine, theirs)
            rows.append((f"wheeltapper, {title}", result["ours_" + what], unit))
        rows.append((f"PyTorch, {title}", result["peer_" + what], unit))
        if mine:
            rows.append((f"ratio, {title}", result["ratio_" + what], "×"))
    measuring.report(result, rows)
