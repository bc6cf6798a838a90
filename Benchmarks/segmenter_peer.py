#!/usr/bin/env python3
"""From JPEG files to masks of cracks on one thread: Wheeltapper beside Pillow, numpy and ONNX Runtime.

What is measured: milliseconds from a JPEG file of one tile's size to its mask, the median over several files and many passes. Ours
is what `wheeltapper bench segment` reports in its own process: the very way of `predict` (read, decode, features, network, map in steps
of 1/255, threshold). The peer opens the file with Pillow, makes float planes with numpy, runs the same model file in f32 with ONNX Runtime on
one thread, asks for the probabilities alone and compares them with the threshold; its session is warm. Ours runs in f32 and in bf16,
each in pairs with the peer. The network alone stands beside it: `wheeltapper bench inference` against ONNX Runtime.

The masks of both are compared pixel by pixel: what is given is the share of pixels that differ. For this the peer takes the threshold
half a step of 1/255 below where the product's map is cut, which is the same cut. In f32 a share above --tolerance ends with status 1.

Files: pictures of a folder, brought to the tile's size and written anew as JPEG (quality 90). Model: the given segmenter, or the
preset with random weights, at the tile's size. A model without a threshold gets the median of its own probabilities, where
masks differ soonest.

usage: segmenter_peer.py FOLDER [--model FILE | --preset light] [--size 128] [--files 12] [--passes 20] [--pairs 5] [--ours COMMAND]
"""
import argparse
import math
import os
import pathlib
import sys
import tempfile

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
import PIL  # noqa: E402
from PIL import Image  # noqa: E402

import measuring  # noqa: E402
from model_card import read_card  # noqa: E402
from onnx_session import one_thread  # noqa: E402
from picture_front_end import PictureFrontEnd, files_below  # noqa: E402


class Peer:
    """A segmenter's session and front end."""

    def __init__(self, model):
        self.session = one_thread(model)
        card = read_card(self.session.get_modelmeta().custom_metadata_map, "picture")
        self.front_end = PictureFrontEnd(card)
        self.threshold = (card.get("thresholds") or {}).get("pixel", {}).get("value")

    def probabilities(self, numbers):
        return self.session.run(["probability"], {"picture": numbers})[0][0, 0]

    def mask(self, path, cut):
        return self.probabilities(self.front_end.numbers(path)) >= cut


def tiles(folder, place, size, count):
    """JPEGs of one tile's size, from pictures spread over the folder."""
    found = files_below(folder)
    if not found:
        raise SystemExit(f"error: {folder} has no picture below it")
    made = []
    for number, path in enumerate(found[:: max(1, len(found) // count)][:count]):
        made.append(str(pathlib.Path(place) / f"{number:03}.jpg"))
        Image.open(path).convert("RGB").resize((size, size), Image.Resampling.BILINEAR).save(made[-1], quality=90)
    return made


def differing(masks, peer, files, cut):
    """The share of pixels in which the masks differ, and of those the peer calls a defect."""
    other, positive, count = 0, 0, 0
    for path in files:
        mine = np.asarray(Image.open(pathlib.Path(masks) / f"{pathlib.Path(path).name}.png")) > 0
        theirs = peer.mask(path, cut)
        other, positive, count = other + (mine != theirs).sum(), positive + theirs.sum(), count + theirs.size
    return float(other / count), float(positive / count)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--model", help="a trained segmenter; the preset with random weights by default")
    parser.add_argument("--preset", default="light")
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--passes", type=int, default=20)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--precisions", nargs="+", default=["f32", "bf16"])
    parser.add_argument("--tolerance", type=float, default=1e-4)
    parser.add_argument("--ours", default="Scripts/run.sh wheeltapper bench", help="command; segment, inference and segmenter-file follow")
    a = parser.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        model = f"{scratch}/segmenter.onnx"
        source = ["--from", a.model] if a.model else ["--preset", a.preset]
        measuring.ours(a.ours, "segmenter-file", *source, "--size", a.size, "--output", model)
        files = tiles(a.folder, scratch, a.size, a.files)
        peer = Peer(model)
        inputs = [peer.front_end.numbers(f) for f in files]
        threshold = peer.threshold
        if threshold is None:
            threshold = float(np.median(np.stack([peer.probabilities(x) for x in inputs])))
        cut = np.float32((max(1, math.ceil(threshold * 255)) - 0.5) / 255)
        result = {
            "benchmark": f"JPEG to mask at {a.size} × {a.size}, one thread", "model": a.model or f"{a.preset}, random weights",
            "folder": a.folder, "files": len(files), "threshold": threshold,
            "peer": f"Pillow {PIL.__version__}, onnxruntime {onnxruntime.__version__} f32",
        }
        rows = compared(a, result, model, files, peer, inputs, threshold, cut, scratch)
    measuring.report(result, rows)
    share = result.get("f32", {}).get("differing_pixels", 0)
    if share > a.tolerance:
        sys.exit(f"error: the masks are not equal: {share:.2g} of the pixels differ in f32 (at most {a.tolerance:g})")


def compared(a, result, model, files, peer, inputs, threshold, cut, scratch):
    """Fills the result, precision by precision; returns the table's rows."""
    rows = []

    def whole_peer():
        turn = iter(files * (3 + a.passes * 2))
        return measuring.milliseconds(lambda: peer.mask(next(turn), cut), a.passes * len(files))

    def network_peer():
        return measuring.milliseconds(lambda: peer.probabilities(inputs[0]), a.passes * len(files))

    for precision in a.precisions:
        masks = pathlib.Path(scratch) / precision
        masks.mkdir()
        options = ["--precision", precision, "--format", "json"]
        segment = ["segment", model, *files, *options, "--threshold", threshold]
        measuring.ours(a.ours, *segment, "--masks", masks, "--repeat", 1)
        share, positive = differing(masks, peer, files, cut)
        runs, whole = measuring.pairs(
            a.pairs, lambda: measuring.ours(a.ours, *segment, "--repeat", a.passes), whole_peer)
        alone, network = measuring.pairs(
            a.pairs,
            lambda: measuring.ours(a.ours, "inference", model, *options, "--repeat", a.passes * len(files))["milliseconds"],
            network_peer,
        )
        mine = [run["milliseconds"] for run in runs]
        figures = result[precision] = {
            "served_precision": runs[-1]["precision"],
            "ours_milliseconds": measuring.spread(mine), "peer_milliseconds": measuring.spread(whole),
            "ratio": measuring.ratios(mine, whole), "ours_decoding": measuring.spread(r["decoding"] for r in runs),
            "ours_map": measuring.spread(r["map"] for r in runs),
            "ours_network": measuring.spread(alone), "peer_network": measuring.spread(network), "ratio_network": measuring.ratios(alone, network),
            "differing_pixels": share, "defect_pixels": positive,
        }
        rows += [
            (f"wheeltapper {figures['served_precision']}, JPEG to mask", figures["ours_milliseconds"], "ms"),
            ("peer f32, JPEG to mask", figures["peer_milliseconds"], "ms"),
            (f"ours / peer, {precision}", figures["ratio"], "×"),
            ("  of ours: decoding", figures["ours_decoding"], "ms"), ("  of ours: decoded picture to map", figures["ours_map"], "ms"),
            (f"wheeltapper {precision}, network alone", figures["ours_network"], "ms"),
            ("peer f32, network alone", figures["peer_network"], "ms"), (f"ours / peer, network alone, {precision}", figures["ratio_network"], "×"),
            ("share of pixels that differ", share, ""), ("share of pixels called defect", positive, ""),
        ]
    return rows


if __name__ == "__main__":
    main()
