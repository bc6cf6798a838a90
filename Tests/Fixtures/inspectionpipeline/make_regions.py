"""Writes regions.json: maps of smoothed noise, their connected components and distances by SciPy.

python make_regions.py
"""
import json
import pathlib

import numpy as np
from scipy import ndimage

cases = []
# name, columns, rows, smoothing in pixels, threshold in levels
for seed, (name, width, height, smoothing, lowest) in enumerate([
    ("blobs", 64, 48, 2.5, 140),
    ("specks", 48, 40, 0.6, 170),
    ("touching corners", 40, 40, 0.0, 150),
    ("mostly defect", 64, 40, 3.0, 96),
]):
    rng = np.random.default_rng(seed)
    noise = rng.random((height, width))
    if smoothing:
        noise = ndimage.gaussian_filter(noise, smoothing)
        noise = (noise - noise.min()) / (noise.max() - noise.min())
    levels = np.round(noise * 255).astype(np.uint8)
    mask = levels >= lowest
    labels, count = ndimage.label(mask, structure=np.ones((3, 3)))
    # Background all around the picture.
    distance = ndimage.distance_transform_edt(np.pad(mask, 1))[1:-1, 1:-1]
    regions = []
    for index, box in enumerate(ndimage.find_objects(labels), 1):
        inside = labels == index
        regions.append({
            "area": int(inside.sum()),
            "score": float(levels[inside].mean() / 255),
            "box": [box[1].start, box[0].start, box[1].stop - box[1].start, box[0].stop - box[0].start],
        })
    cases.append({
        "name": name, "width": width, "height": height, "lowest": lowest, "levels": levels.ravel().tolist(),
        "squares": np.round(distance**2).astype(int).ravel().tolist(), "regions": regions,
    })
pathlib.Path(__file__).with_name("regions.json").write_text(json.dumps(cases, separators=(",", ":")))
