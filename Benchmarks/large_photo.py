#!/usr/bin/env python3
"""A large photo segmented by `wheeltapper predict`: seconds and the most memory that the process held.

The photo is a JPEG of 6000 × 4000 pixels, tiled from one of the folder's. Memory is the largest resident set of the whole process
as the system counted it (`ru_maxrss`); more than --most megabytes ends with status 1. There is no peer: the figure has a bound of its own.
With random weights the threshold lies where a few pixels in a hundred are called a defect, about as many as in a photo of cracks but in
many small regions, so that finding and measuring regions is part of the figure.

usage: large_photo.py FOLDER [--model FILE | --preset light] [--size 256] [--threshold 0.055] [--width 6000]
                       [--height 4000] [--runs 3] [--most 500] [--ours COMMAND]
"""
import argparse
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time

import measuring

# Made in a process of its own: what this one ever held would count as the child's.
MAKE = """
import sys
from PIL import Image, ImageOps
source, target, width, height = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
tile = Image.open(source).convert("RGB")
tiles = [tile, ImageOps.mirror(tile), ImageOps.flip(tile)]
photo = Image.new("RGB", (width, height))
for number, top in enumerate(range(0, height, tile.height)):
    for place, left in enumerate(range(0, width, tile.width)):
        photo.paste(tiles[(number + place) % 3], (left, top))
photo.save(target, quality=90)
"""


def run_ours(command, model, photo, precision):
    """Seconds, megabytes and the finding of one process; wait4 tells the memory."""
    arguments = shlex.split(command) + [model, photo, "--precision", precision, "--format", "json"]
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as complaints:
        child = subprocess.Popen(arguments, stdout=output, stderr=complaints, text=True)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        for file in (output, complaints):
            file.seek(0)
        if child.returncode != 0:
            raise SystemExit(f"error: {shlex.join(arguments)} ended with status {child.returncode}: {complaints.read()[-2000:]}")
        return seconds, used.ru_maxrss * 1024 / 1e6, json.loads(output.readline())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--model", help="a trained segmenter, taken as it is; the preset with random weights by default")
    parser.add_argument("--preset", default="light")
    parser.add_argument("--size", type=int, default=256, help="the preset's tile")
    parser.add_argument("--threshold", type=float, default=0.055, help="the preset's: with its random weights a few pixels in a hundred lie above")
    parser.add_argument("--width", type=int, default=6000)
    parser.add_argument("--height", type=int, default=4000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--most", type=float, default=500, help="megabytes")
    parser.add_argument("--precisions", nargs="+", default=["f32", "bf16"])
    parser.add_argument("--ours", default="Scripts/run.sh wheeltapper predict", help="command; model, photo and --format json follow")
    parser.add_argument("--bench", default="Scripts/run.sh wheeltapper bench", help="command; segmenter-file follows")
    a = parser.parse_args()
    photos = sorted(p for p in pathlib.Path(a.folder).rglob("*") if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
    if not photos:
        raise SystemExit(f"error: {a.folder} has no picture below it")
    result = {
        "benchmark": f"a photo of {a.width} × {a.height} pixels, predict", "model": a.model or f"{a.preset}, random weights, tiles of {a.size}",
        "pixels": a.width * a.height,
    }
    rows, most = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        model, photo = a.model or f"{scratch}/segmenter.onnx", f"{scratch}/photo.jpg"
        if not a.model:
            made = ["--preset", a.preset, "--size", a.size, "--threshold", a.threshold]
            measuring.ours(a.bench, "segmenter-file", *made, "--output", model)
        subprocess.run([sys.executable, "-c", MAKE, str(photos[0]), photo, str(a.width), str(a.height)], check=True)
        result["megabytes_of_jpeg"] = os.path.getsize(photo) / 1e6
        for precision in a.precisions:
            runs = [run_ours(a.ours, model, photo, precision) for _ in range(a.runs)]
            figures = result[precision] = {
                "seconds": measuring.spread(r[0] for r in runs), "megabytes": measuring.spread(r[1] for r in runs),
                "inspection_milliseconds": measuring.spread(r[2]["milliseconds"] for r in runs), "regions": len(runs[-1][2].get("regions") or []),
            }
            most = max(most, figures["megabytes"]["high"])
            rows += [
                (f"{precision}: whole process", figures["seconds"], "s"), (f"{precision}: most memory", figures["megabytes"], "MB"),
                (f"{precision}: regions found", figures["regions"], ""),
            ]
    measuring.report(result, rows)
    if most > a.most:
        sys.exit(f"error: {most:.0f} MB were held, more than {a.most:.0f}")


if __name__ == "__main__":
    main()
