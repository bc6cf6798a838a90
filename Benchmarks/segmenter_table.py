#!/usr/bin/env python3
"""The segmenters by preset and size: milliseconds of the network alone on one thread, and megabytes of the file.

For each preset and size a file is made by `wheeltapper bench segmenter-file` (random weights: time and size do not depend on them) and
run by OpenVINO as Wheeltapper does, in f32 and bf16 (`wheeltapper bench inference`), and by ONNX Runtime in f32, one tile a pass. Figures are
medians over --rounds rounds, in each of which the engines take turns; the ratios are ONNX Runtime's time over ours, round by round.
With --model the trained segmenter given takes the presets' place.

usage: segmenter_table.py [--model FILE] [--presets light full] [--sizes 128 224 448] [--passes 30] [--rounds 3] [--ours COMMAND]
"""
import argparse
import pathlib
import tempfile

import numpy as np
import onnxruntime

import measuring
from onnx_session import one_thread


def row_of(a, model):
    """Milliseconds of the three engines, and the file's size."""
    session = one_thread(model)
    given = session.get_inputs()[0]
    shape = [n if isinstance(n, int) else 1 for n in given.shape]
    picture = np.random.default_rng(1).random(shape, dtype=np.float32)
    engines = {
        "openvino_f32": lambda: ours("f32"), "openvino_bf16": lambda: ours("bf16"),
        "onnxruntime_f32": lambda: measuring.milliseconds(lambda: session.run(["probability"], {given.name: picture}), a.passes),
    }

    def ours(precision):
        return measuring.ours(
            a.ours, "inference", model, "--precision", precision, "--repeat", a.passes, "--format", "json")["milliseconds"]

    times = {name: [] for name in engines}
    for turn in range(a.rounds):
        for name in list(engines)[:: 1 if turn % 2 == 0 else -1]:
            times[name].append(engines[name]())
    figures = {name: measuring.spread(values) for name, values in times.items()}
    for precision in ("f32", "bf16"):
        figures[f"times_faster_{precision}"] = measuring.ratios(times["onnxruntime_f32"], times[f"openvino_{precision}"])
    return figures | {"megabytes": pathlib.Path(model).stat().st_size / 1e6}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", help="a trained segmenter instead of the presets")
    parser.add_argument("--presets", nargs="+", default=["light", "full"])
    parser.add_argument("--sizes", nargs="+", type=int, default=[128, 224, 448])
    parser.add_argument("--passes", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ours", default="Scripts/run.sh wheeltapper bench", help="command; inference and segmenter-file follow")
    a = parser.parse_args()
    sources = {a.model: ["--from", a.model]} if a.model else {name: ["--preset", name] for name in a.presets}
    result = {"benchmark": "segmenters, network alone, one thread", "peer": f"onnxruntime {onnxruntime.__version__}", "cases": []}
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, source in sources.items():
            for size in a.sizes:
                model = f"{scratch}/segmenter.onnx"
                measuring.ours(a.ours, "segmenter-file", *source, "--size", size, "--output", model)
                case = row_of(a, model)
                result["cases"].append({"model": name, "size": size} | case)
                title = f"{pathlib.Path(name).stem} {size}"
                rows += [
                    (f"{title}: OpenVINO f32", case["openvino_f32"], "ms"), (f"{title}: OpenVINO bf16", case["openvino_bf16"], "ms"),
                    (f"{title}: ONNX Runtime f32", case["onnxruntime_f32"], "ms"),
                    (f"{title}: times faster in f32", case["times_faster_f32"], "×"),
                    (f"{title}: times faster in bf16", case["times_faster_bf16"], "×"),
                    (f"{title}: file", case["megabytes"], "MB"),
                ]
    measuring.report(result, rows)


if __name__ == "__main__":
    main()
