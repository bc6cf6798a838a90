#!/usr/bin/env python3
"""Writes what PatchCore and PaDiM make of the backbones beside it, computed with numpy from ONNX Runtime's maps.

The maps of strides 8 and 16 are the values that the names below say: outputs of the second and third stage. Everything after them is
written down as the papers have it: patches averaged and joined first, projected last.

Needs: numpy, torch (its interpolation only), onnx, onnxruntime.   Usage: make_patch_detectors.py
"""
import json, os
import numpy as np
import onnx
import onnxruntime
import torch
from make_backbones import picture, standardized

here = os.path.dirname(os.path.abspath(__file__))


def stages(model, size):
    """Names of the last maps of strides 8 and 16 that all paths lead through: inputs of the first node of the next stage."""
    shapes = {}
    every = onnx.ModelProto()
    every.CopyFrom(model)
    del every.graph.output[:]
    names = [o for n in model.graph.node for o in n.output]
    every.graph.output.extend(onnx.helper.make_empty_tensor_value_info(n) for n in names)
    session = onnxruntime.InferenceSession(every.SerializeToString(), providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0].name
    values = session.run(names, {source: standardized(picture(1, size, size))})
    for name, value in zip(names, values):
        if value.ndim == 4 and value.shape[2] > 1:
            shapes[name] = value.shape
    last = {}
    for node in model.graph.node:
        if node.op_type in ("Relu", "Add", "Conv", "Clip", "BatchNormalization") and node.output[0] in shapes:
            last[size // shapes[node.output[0]][2]] = node.output[0]
    return session, names, source, [last[8], last[16]]


def features(run, wanted, values):
    session, names, source, _ = run
    maps = [torch.from_numpy(session.run([name], {source: standardized(values)})[0]) for name in wanted]
    maps = [torch.nn.functional.avg_pool2d(m, 3, 1, 1, count_include_pad=False) for m in maps]
    coarse = torch.nn.functional.interpolate(maps[1], size=maps[0].shape[2:], mode="bilinear", align_corners=False)
    return torch.cat([maps[0], coarse], 1).numpy().astype(np.float64)


def patchcore(patches, centre, bank, k):
    z = patches - centre[:, None, None]
    batch, d, h, w = z.shape
    distance = np.sqrt(((z[:, None] - bank[None, :, :, None, None]) ** 2).sum(2)).min(1)
    scores, nearest, maps = [], [], []
    for b in range(batch):
        place = distance[b].argmax()
        here = z[b].reshape(d, -1)[:, place]
        row = ((bank - here) ** 2).sum(1).argmin()
        around = np.argsort(((bank - bank[row]) ** 2).sum(1), kind="stable")[:k]
        lengths = np.sqrt(((bank[around] - here) ** 2).sum(1))
        weight = 1 - np.exp(lengths[0] - lengths.max()) / np.exp(lengths - lengths.max()).sum() if k > 1 else 1
        maps.append(distance[b] * weight)
        scores.append(maps[-1].max())
        nearest.append(float(row))
    return np.array(maps), scores, nearest, z.mean((2, 3))


def padim(patches, means, whitening):
    z = patches - means
    batch, d, h, w = z.shape
    x = z.reshape(batch, d, h * w)
    lengths = np.sqrt((np.einsum("pij,bjp->bpi", whitening, x) ** 2).sum(2)).reshape(batch, h, w)
    return lengths, lengths.max((1, 2)), z.mean((2, 3))


def numbers(array):
    return [float(f"{v:.7g}") for v in np.asarray(array, np.float64).ravel()]


out = []
for file, dimension, rows, neighbours in [
    ("torch_resnet18_kept_13", 5, 40, 9), ("torch_resnet18_folded_17", 12, 33, 4), ("torch_mobilenet_v2_kept_18", 7, 7, 9),
    ("zoo_resnet_v1_8", 4, 1, 9),
]:
    rng = np.random.default_rng(len(out))
    run = stages(onnx.load(os.path.join(here, file + ".onnx")), 64)
    wanted = run[3]
    batch = 1 if file.startswith("zoo") else 2
    values = picture(batch, 64, 64)
    joined = features(run, wanted, values)
    channels = joined.shape[1]
    projection = rng.normal(size=(dimension, channels)) / np.sqrt(dimension) if dimension < channels else np.eye(channels)
    patches = np.einsum("dc,bchw->bdhw", projection, joined)
    centre = patches.mean((0, 2, 3))
    spread = patches.std((0, 2, 3))
    bank = rng.normal(size=(rows, patches.shape[1])) * spread
    maps, scores, nearest, embedding = patchcore(patches, centre, bank, min(neighbours, rows))
    d, places = patches.shape[1], patches.shape[2] * patches.shape[3]
    means = patches.mean(0) + 0.1 * rng.normal(size=patches.shape[1:])
    whitening = np.tril(rng.normal(size=(places, d, d)))
    distances, lengths, offset = padim(patches, means, whitening)
    out.append({
        "file": file, "dimension": d, "channels": channels, "batch": batch, "neighbours": neighbours,
        "projection": numbers(projection) if dimension < channels else [], "centre": numbers(centre), "bank": numbers(bank),
        "patches": numbers(patches[:1]),
        "patchcore": {"map": numbers(maps), "scores": numbers(scores), "nearest": nearest, "embedding": numbers(embedding)},
        "means": numbers(means), "whitening": numbers(whitening),
        "padim": {"map": numbers(distances), "scores": numbers(lengths), "embedding": numbers(offset)},
    })

with open(os.path.join(here, "patch_detectors.json"), "w") as file:
    json.dump(out, file, separators=(",", ":"))
