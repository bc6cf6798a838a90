"""Makes reconstruction.json: what PyTorch's autoencoder of the DCASE 2020 baseline reaches on vectors of two hidden numbers.

    python make_reconstruction_goldens.py            (needs torch)

The vectors are made alike in AutoencoderTrainingTests.swift, from a recurrence instead of a generator of random numbers.
"""
import json
import pathlib

import numpy as np
import torch
from torch import nn

HERE = pathlib.Path(__file__).parent
FRAMES, BANDS, WIDTH, DEPTH, BOTTLENECK = 3, 8, 32, 2, 4
COUNT, BATCH, EPOCHS = 1024, 32, 60


def vectors():
    """Decibels of a comb whose place and strength change from vector to vector."""
    place, strength = [(0.618034 * (i + 1)) % 1 for i in range(COUNT)], [(0.754878 * (i + 1)) % 1 for i in range(COUNT)]
    bands = np.arange(FRAMES * BANDS) % BANDS
    rows = [-2 + 6 * np.cos(2 * np.pi * (bands / BANDS + p)) + 5 * s * np.sin(6 * np.pi * bands / BANDS) for p, s in zip(place, strength)]
    return torch.tensor(np.array(rows), dtype=torch.float32)


def reached(seed):
    torch.manual_seed(seed)
    layers, before = [], FRAMES * BANDS
    for after in [WIDTH] * DEPTH + [BOTTLENECK] + [WIDTH] * DEPTH:
        # Keras leaves 0.99 of a running statistic where PyTorch says that 0.01 is new.
        layers += [nn.Linear(before, after), nn.BatchNorm1d(after, eps=1e-3, momentum=0.01), nn.ReLU()]
        before = after
    net = nn.Sequential(*layers, nn.Linear(before, FRAMES * BANDS))
    for layer in net:
        if isinstance(layer, nn.Linear):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    data, optimizer = vectors(), torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(EPOCHS):
        net.train()
        for batch in torch.randperm(COUNT).split(BATCH):
            loss = ((net(data[batch]) - data[batch]) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    net.eval()
    with torch.no_grad():
        return ((net(data) - data) ** 2).mean().item()


torch.set_num_threads(1)
errors = [reached(seed) for seed in range(8)]
first = [round(v, 5) for v in vectors()[1].tolist()]
(HERE / "reconstruction.json").write_text(json.dumps(
    {"frameCount": FRAMES, "bandCount": BANDS, "width": WIDTH, "depth": DEPTH, "bottleneck": BOTTLENECK, "count": COUNT,
     "batch": BATCH, "epochs": EPOCHS, "errors": errors, "vector": first}, indent=1) + "\n")
print(errors)
