"""Goldens of resizing, grey conversion and picture front ends, by Pillow: pictures.json names what lies where in pictures.bin.

Run: python make_picture_goldens.py   (Pillow, numpy)
"""
import json
import pathlib

import numpy as np
from PIL import Image

here = pathlib.Path(__file__).parent
random = np.random.default_rng(3)
blob = bytearray()


def kept(array):
    place = {"offset": len(blob), "count": int(array.size)}
    blob.extend(np.ascontiguousarray(array).tobytes())
    return place


def drawn(width, height, channels):
    """Waves, an edge and noise: smooth, sharp and rough."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [
        120 + 70 * np.sin(x / (3 + c)) * np.cos(y / 5) + 60 * (x + 2 * y > width) + random.normal(0, 20, (height, width))
        for c in range(channels)
    ]
    array = np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8)
    return array[..., 0] if channels == 1 else array


def colour(array):
    return "grey" if array.ndim == 2 else "rgb"


resizing = []
for channels in (1, 3):
    for source, target in [
        ((60, 60), (26, 26)), ((41, 29), (17, 11)), ((31, 17), (64, 40)), ((40, 30), (40, 13)), ((40, 30), (15, 30)),
        ((37, 23), (1, 1)), ((1, 1), (5, 7)), ((1, 19), (6, 6)), ((19, 1), (4, 3)), ((30, 50), (47, 12)), ((50, 30), (12, 47)),
        ((300, 3), (128, 2)), ((2, 2), (3, 3)), ((24, 24), (24, 24)),
    ]:
        array = drawn(*source, channels)
        resized = np.asarray(Image.fromarray(array).resize(target, Image.BILINEAR))
        resizing.append({
            "source": source, "target": target, "colour": colour(array), "pixels": kept(array), "expected": kept(resized),
        })

coloured = np.concatenate([
    random.integers(0, 256, (40, 40, 3), dtype=np.uint8).reshape(-1, 3),
    np.array([[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [1, 1, 1], [254, 255, 255], [127, 128, 129]], np.uint8),
])[None]
grey = {
    "width": int(coloured.shape[1]), "pixels": kept(coloured), "expected": kept(np.asarray(Image.fromarray(coloured).convert("L"))),
}


def fitted(image, width, height, fit, margin):
    if fit == "stretch":
        return image.resize((width, height), Image.BILINEAR)
    if fit == "pad":
        scale = min(width / image.width, height / image.height)
        inner = image.resize((round(image.width * scale), round(image.height * scale)), Image.BILINEAR)
        outer = Image.new(image.mode, (width, height), 114 if image.mode == "L" else (114, 114, 114))
        outer.paste(inner, (round((width - inner.width) / 2), round((height - inner.height) / 2)))
        return outer
    # torchvision's Resize(shorter side) and CenterCrop
    shorter = round(width * margin)
    if image.width <= image.height:
        size = (shorter, int(shorter * image.height / image.width))
    else:
        size = (int(shorter * image.width / image.height), shorter)
    inner = image.resize(size, Image.BILINEAR)
    left, top = round((inner.width - width) / 2), round((inner.height - height) / 2)
    return inner.crop((left, top, left + width, top + height))


front_ends = []
for source, channels, (width, height), fit, margin, mean, deviation in [
    ((50, 40), 3, (16, 16), "stretch", 1, [], []),
    ((50, 40), 3, (16, 12), "stretch", 1, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ((50, 41), 1, (20, 20), "pad", 1, [], []),
    ((23, 60), 3, (20, 32), "pad", 1, [0.5, 0.5, 0.5], [0.5, 0.25, 0.125]),
    ((60, 45), 3, (28, 28), "crop", 32 / 28, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ((33, 70), 1, (24, 24), "crop", 1, [0.4], [0.2]),
]:
    array = drawn(*source, channels)
    values = np.asarray(fitted(Image.fromarray(array), width, height, fit, margin), np.float32).reshape(height, width, channels)
    values = values / np.float32(255)
    if mean:
        values = (values - np.float32(mean)) / np.float32(deviation)
    front_ends.append({
        "source": source, "target": [width, height], "colour": colour(array), "fit": fit, "cropMargin": margin, "mean": mean,
        "deviation": deviation, "pixels": kept(array), "expected": kept(values.transpose(2, 0, 1).astype("<f4")),
    })

(here / "pictures.bin").write_bytes(blob)
(here / "pictures.json").write_text(json.dumps({"resizing": resizing, "grey": grey, "frontEnds": front_ends}, indent=1) + "\n")
