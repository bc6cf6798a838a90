#!/usr/bin/env python3
"""Verdicts on a folder of recordings, end to end: `wheeltapper predict` beside soundfile + librosa + ONNX Runtime.

What is measured: files a second from the first file's opening to the last verdict, on the same model file and the same
recordings, both with two threads. A start of either program (loading libraries, compiling the network) is measured apart, on
one file, and stands in the output beside the whole: `ours_seconds` is the whole child process; the peer's clock starts
after its imports and its session are ready and a warm-up file has been scored, which favours the peer.

The peer runs in the fastest of three forms, chosen anew on this machine and named in the output:
  threads    two Python threads, each with files of its own, ONNX Runtime on one thread in each
  processes  two worker processes, started and warmed before the clock, ONNX Runtime on one thread in each
  batches    one file after the other, ONNX Runtime on two threads
All windows of a file are one batch.

The probabilities of both are compared file by file: a difference above --tolerance or another label ends with status 1.

usage: predict_peer.py MODEL FOLDER [--ours COMMAND] [--pairs 5] [--limit N] [--tolerance 1e-3] [--output PEER.json]
"""
import argparse
import concurrent.futures
import json
import multiprocessing
import os
import pathlib
import shlex
import subprocess
import sys
import threading
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # before numpy: the matrix products of two workers must not take four threads

import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
import soundfile  # noqa: E402

import measuring  # noqa: E402
from model_card import read_card  # noqa: E402
from sound_front_end import FrontEnd  # noqa: E402

ENDINGS = {".wav", ".flac", ".ogg", ".mp3", ".opus"}


class Peer:
    """A model's session and front end; scores a file."""

    def __init__(self, model, threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.card = read_card(self.session.get_modelmeta().custom_metadata_map)
        self.front_end = FrontEnd(self.card)

    def score(self, path):
        """Probabilities of a recording: the mean over its windows."""
        samples, rate = soundfile.read(path, dtype="float32")
        windows = self.front_end.windows(self.front_end.features(self.front_end.signal(samples, rate)))
        if not len(windows):
            return None
        return self.session.run(["probabilities"], {"features": windows})[0].mean(axis=0).tolist()


worker = None


def start_worker(model, warm_up):
    global worker
    worker = Peer(model, 1)
    worker.score(warm_up)


def score_in_worker(path):
    return worker.score(path)


def forms_of(model, files):
    """The peer's forms: each a function from nothing to (seconds, probabilities by file)."""
    local = threading.local()

    def in_thread(path):
        if not hasattr(local, "peer"):
            local.peer = Peer(model, 1)
            local.peer.score(files[0])
        return local.peer.score(path)

    thread_pool = concurrent.futures.ThreadPoolExecutor(2)
    process_pool = concurrent.futures.ProcessPoolExecutor(
        2, mp_context=multiprocessing.get_context("spawn"), initializer=start_worker, initargs=(model, files[0])
    )
    both = Peer(model, 2)
    both.score(files[0])
    chunk = max(1, len(files) // 16)
    maps = {
        "threads": lambda fs: thread_pool.map(in_thread, fs),
        "processes": lambda fs: process_pool.map(score_in_worker, fs, chunksize=chunk),
        "batches": lambda fs: map(both.score, fs),
    }

    def clocked(run):
        def once():
            began = time.perf_counter()
            found = list(run(files))
            return time.perf_counter() - began, dict(zip(files, found))

        return once

    for run in maps.values():
        list(run(files[: min(8, len(files))] * 2))  # warm-up of every worker
    return {name: clocked(run) for name, run in maps.items()}, both.card["classes"]


def script(model, files):
    """What a plain script does: start, open the model once a process, score every file on two of them, print."""
    with concurrent.futures.ProcessPoolExecutor(
        2, mp_context=multiprocessing.get_context("fork"), initializer=start_worker, initargs=(model, files[0])
    ) as pool:
        for path, scores in zip(files, pool.map(score_in_worker, files, chunksize=max(1, len(files) // 16))):
            print(json.dumps({"file": path, "probabilities": scores}))


def run_script(model, folder):
    """Seconds of one whole process of the peer, its imports included."""
    arguments = [sys.executable, __file__, model, folder, "--peer-script", "processes"]
    began = time.perf_counter()
    subprocess.run(arguments, check=True, capture_output=True)
    return time.perf_counter() - began


def run_ours(command, model, files):
    """(seconds, findings by file) of one whole process of ours."""
    arguments = shlex.split(command) + [model, *files, "--format", "json"]
    environment = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    began = time.perf_counter()
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment)
    seconds = time.perf_counter() - began
    if done.returncode != 0:
        raise SystemExit(f"error: {shlex.join(shlex.split(command))} ended with status {done.returncode}: {done.stderr.strip()[-2000:]}")
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
    return seconds, {line["file"]: line for line in lines}


def row(finding, classes):
    """A finding's probabilities in the card's order, however they are written."""
    given = finding["probabilities"]
    if isinstance(given, list) and given and isinstance(given[0], dict):
        given = {item["name"]: item["value"] for item in given}
    return [given[name] for name in classes] if isinstance(given, dict) else given


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("folder")
    parser.add_argument("--ours", default="Scripts/run.sh wheeltapper predict", help="command; model, files and --format json follow")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--limit", type=int, help="only so many files")
    parser.add_argument("--tolerance", type=float, default=1e-3)
    parser.add_argument("--output", help="write the peer's probabilities here")
    parser.add_argument("--peer-only", action="store_true")
    parser.add_argument("--peer-script", metavar="FORM", help="score the folder once, as a script would, and end")
    a = parser.parse_args()

    files = sorted(str(p) for p in pathlib.Path(a.folder).rglob("*") if p.suffix.lower() in ENDINGS)[: a.limit]
    if not files:
        raise SystemExit(f"error: {a.folder} has no sound file below it")
    if a.peer_script:
        return script(a.model, files)
    forms, classes = forms_of(a.model, files)
    tried = {name: min(form()[0] for _ in range(2)) for name, form in forms.items()}
    best = min(tried, key=tried.get)
    print(f"peer, seconds for {len(files)} files: " + ", ".join(f"{n} {s:.2f}" for n, s in tried.items()) + f"; the best: {best}", file=sys.stderr)
    peer_scores = forms[best]()[1]
    if a.output:
        pathlib.Path(a.output).write_text(json.dumps({"classes": classes, "probabilities": peer_scores}))
    if a.peer_only:
        return print(json.dumps({"benchmark": "predict, peer only", "files": len(files), "peer_forms_seconds": tried, "peer_form": best}))

    run_ours(a.ours, a.model, files)  # warm-up: the page cache
    start = measuring.spread(run_ours(a.ours, a.model, files[:1])[0] for _ in range(5))
    ours, peer = measuring.pairs(a.pairs, lambda: run_ours(a.ours, a.model, files), forms[best])

    whole_ours, whole_peer = measuring.pairs(
        a.pairs, lambda: run_ours(a.ours, a.model, files)[0], lambda: run_script(a.model, a.folder)
    )

    findings = ours[-1][1]
    missing = [f for f in files if f not in findings or peer_scores[f] is None]
    compared = [f for f in files if f not in missing]
    difference, other_labels = 0.0, []
    for f in compared:
        mine, theirs = np.array(row(findings[f], classes)), np.array(peer_scores[f])
        difference = max(difference, float(np.abs(mine - theirs).max()))
        if findings[f]["label"] != classes[int(theirs.argmax())]:
            other_labels.append(f)
    ours_seconds, peer_seconds = [s for s, _ in ours], [s for s, _ in peer]
    faster = measuring.ratios(peer_seconds, ours_seconds)
    result = {
        "benchmark": "predict end to end, two threads", "model": a.model, "folder": a.folder, "files": len(files),
        "ours_seconds": measuring.spread(ours_seconds), "ours_start_seconds": start, "peer_seconds": measuring.spread(peer_seconds),
        "ours_files_per_second": measuring.spread(len(files) / s for s in ours_seconds),
        "peer_files_per_second": measuring.spread(len(files) / s for s in peer_seconds),
        "peer": f"soundfile {soundfile.__version__}, librosa, onnxruntime {onnxruntime.__version__}", "peer_form": best,
        "peer_forms_seconds": tried, "times_faster": faster,
        "whole_peer_seconds": measuring.spread(whole_peer), "whole_times_faster": measuring.ratios(whole_peer, whole_ours),
        "largest_probability_difference": difference, "other_labels": other_labels, "not_compared": missing,
    }
    measuring.report(result, [
        ("wheeltapper, whole process", result["ours_files_per_second"], "files/s"),
        ("  of which start, one file", start, "s"),
        (f"peer ({best}), once warm", result["peer_files_per_second"], "files/s"),
        ("times faster, their start left out", faster, "×"),
        ("peer as a script, whole process", measuring.spread(len(files) / s for s in whole_peer), "files/s"),
        ("times faster, whole processes", result["whole_times_faster"], "×"), ("largest difference of a probability", difference, ""),
        ("files with another label", len(other_labels), ""), ("files not compared", len(missing), ""),
    ])
    if difference > a.tolerance or other_labels or missing:
        sys.exit(f"error: the outputs are not equal: difference {difference:.2g} (at most {a.tolerance:g}), "
                 f"{len(other_labels)} other labels, {len(missing)} files not scored by both")


if __name__ == "__main__":
    main()
