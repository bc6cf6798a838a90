#!/usr/bin/env python3
"""One window through a model on one thread: ONNX Runtime beside OpenVINO as Wheeltapper runs it.

What is measured: the time of a single forward pass, features `[1, 1, frame, mel]` in, probabilities out; no sound is read and
no feature computed. Ours is what `wheeltapper bench inference MODEL --format json` reports in its own process (a warm-up, then
the median of many passes); the peer does the same here. Several such pairs are run one after the other.

usage: inference_peer.py MODEL [--ours COMMAND] [--pairs 5] [--passes 300]
"""
import argparse
import json
import shlex
import statistics
import subprocess
import time

import numpy as np
import onnxruntime

import measuring


def milliseconds_in(result, names=("milliseconds", "median_milliseconds", "milliseconds_per_window", "ms")):
    """The median that ours reports, under the first name that is there."""
    for name in names:
        if name in result:
            value = result[name]
            return float(value["median"] if isinstance(value, dict) else value)
    raise SystemExit(f"error: {result} has none of {', '.join(names)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--ours", default="Scripts/run.sh wheeltapper bench inference", help="command; the model and --format json follow")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--passes", type=int, default=300)
    a = parser.parse_args()

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    session = onnxruntime.InferenceSession(a.model, options, providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0]
    shape = [n if isinstance(n, int) else 1 for n in given.shape]
    features = {given.name: np.random.default_rng(1).standard_normal(shape).astype(np.float32)}

    def peer():
        for _ in range(20):
            session.run(["probabilities"], features)
        times = []
        for _ in range(a.passes):
            began = time.perf_counter()
            session.run(["probabilities"], features)
            times.append(time.perf_counter() - began)
        return 1000 * statistics.median(times)

    def ours():
        command = shlex.split(a.ours) + [a.model, "--format", "json"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"error: {shlex.join(command)} ended with status {done.returncode}: {done.stderr.strip()}")
        return milliseconds_in(json.loads(done.stdout))

    ours_ms, peer_ms = measuring.pairs(a.pairs, ours, peer)
    faster = measuring.ratios(peer_ms, ours_ms)
    result = {
        "benchmark": "one window, one thread", "model": a.model, "shape": shape,
        "ours_milliseconds": measuring.spread(ours_ms), "peer_milliseconds": measuring.spread(peer_ms),
        "peer": f"onnxruntime {onnxruntime.__version__}", "times_faster": faster,
    }
    measuring.report(result, [
        ("wheeltapper", result["ours_milliseconds"], "ms"), (result["peer"], result["peer_milliseconds"], "ms"),
        ("times faster", faster, "×"),
    ])


if __name__ == "__main__":
    main()
