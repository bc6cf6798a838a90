#!/usr/bin/env python3
"""Decoding and resizing of pictures on one thread: ours beside Pillow, on the same pictures.

Decoding: a JPEG's bytes, in memory already, to pixels (`wheeltapper bench decode`; Pillow: `Image.open(…).load()`, which leaves out the copy
that numpy or torch would ask for). Resizing: a picture in memory to a smaller one with antialiasing (`wheeltapper bench resize`; Pillow:
`resize(…, BILINEAR)`), grey and in colours. The resized pictures are compared: a difference above one grey level ends with status 1.

The pictures are a photo of the folder, enlarged or shrunk to the sizes that are asked for.

usage: picture_parts.py FOLDER [--repeats 200] [--pairs 5] [--ours COMMAND]
"""
import argparse
import io
import pathlib
import sys
import tempfile

import numpy as np
import PIL
from PIL import Image, features

import measuring
from picture_front_end import files_below

# Pixels a side.
DECODED = [300, 1024]
RESIZED = [(300, 128), (1024, 256)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--repeats", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--ours", default="Scripts/run.sh wheeltapper bench", help="command; decode and resize follow")
    a = parser.parse_args()
    photos = files_below(a.folder)
    if not photos:
        raise SystemExit(f"error: {a.folder} has no picture below it")
    photo = Image.open(photos[len(photos) // 2]).convert("RGB")
    result = {
        "benchmark": "pictures, one thread", "photo": str(photos[len(photos) // 2]), "cases": [],
        "peer": f"Pillow {PIL.__version__}, libjpeg-turbo {features.version_feature('libjpeg_turbo')}",
    }
    rows, largest = [], 0

    def add(name, mine, theirs, **more):
        case = {
            "case": name, "ours_milliseconds": measuring.spread(mine), "peer_milliseconds": measuring.spread(theirs),
            "times_faster": measuring.ratios(theirs, mine), **more,
        }
        result["cases"].append(case)
        rows.extend([
            (f"{name}: ours", case["ours_milliseconds"], "ms"), (f"{name}: Pillow", case["peer_milliseconds"], "ms"),
            (f"{name}: times faster", case["times_faster"], "×"),
        ])

    with tempfile.TemporaryDirectory() as scratch:
        for side in DECODED:
            for mode, name in (("L", "grey"), ("RGB", "colour")):
                path = pathlib.Path(scratch) / f"{side}-{name}.jpg"
                photo.resize((side, side), Image.Resampling.BICUBIC).convert(mode).save(path, quality=90)
                data = path.read_bytes()
                mine, theirs = measuring.pairs(
                    a.pairs,
                    lambda: measuring.ours(a.ours, "decode", path, "--repeat", a.repeats, "--format", "json")["milliseconds"],
                    lambda: measuring.milliseconds(lambda: Image.open(io.BytesIO(data)).load(), a.repeats),
                )
                add(f"decode {side} {name}", mine, theirs)
        for side, size in RESIZED:
            for mode, name in (("L", "grey"), ("RGB", "colour")):
                path, output = (pathlib.Path(scratch) / f"{side}-{name}{end}" for end in (".png", "-small.png"))
                picture = photo.resize((side, side), Image.Resampling.BICUBIC).convert(mode)
                picture.save(path)
                command = ["resize", path, "--size", size, "--repeat", a.repeats, "--output", output, "--format", "json"]
                mine, theirs = measuring.pairs(
                    a.pairs, lambda: measuring.ours(a.ours, *command)["milliseconds"],
                    lambda: measuring.milliseconds(lambda: picture.resize((size, size), Image.Resampling.BILINEAR), a.repeats),
                )
                small = np.asarray(picture.resize((size, size), Image.Resampling.BILINEAR)).astype(int)
                difference = int(np.abs(np.asarray(Image.open(output)).astype(int) - small).max())
                largest = max(largest, difference)
                add(f"resize {side} to {size} {name}", mine, theirs, largest_difference=difference)
    rows.append(("largest difference of a resized pixel", largest, "grey levels"))
    measuring.report(result, rows)
    if largest > 1:
        sys.exit(f"error: resized pictures differ by {largest} grey levels (at most 1)")


if __name__ == "__main__":
    main()
