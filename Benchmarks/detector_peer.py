#!/usr/bin/env python3
"""From a recording of ten seconds to its finding on one thread: Wheeltapper beside the usual Python scripts.

What is measured: milliseconds from a sound file to a score, the median over several files and many passes. Ours is what
`wheeltapper predict --format json` states as `milliseconds` of each file: opened, decoded, log-mel, network, scorers, verdict and evidence.
The peers are warm and score the same files one after the other:

  same model    soundfile, librosa, and the very model file on ONNX Runtime; its scores must equal ours
  baseline      the DCASE 2020 Task 2 baseline's path: librosa.load, librosa.feature.melspectrogram (128 bands, 1024 points, every 512),
                five frames joined, its autoencoder (640-128x4-8-128x4-640, random weights: they cost the same) in PyTorch

usage: detector_peer.py MODEL FOLDER [--files 12] [--passes 10] [--pairs 5] [--ours COMMAND]
"""
import argparse
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

import librosa  # noqa: E402
import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
import soundfile  # noqa: E402
import torch  # noqa: E402

import measuring  # noqa: E402
from model_card import read_card  # noqa: E402
from onnx_session import one_thread  # noqa: E402
from sound_front_end import FrontEnd  # noqa: E402


class SameModel:
    """The model file on ONNX Runtime behind librosa's features."""

    def __init__(self, model):
        self.session = one_thread(model)
        self.card = read_card(self.session.get_modelmeta().custom_metadata_map)
        self.front_end = FrontEnd(self.card)
        names = [output.name for output in self.session.get_outputs()]
        self.wanted = ["scores"] + [name for name in ("probabilities",) if name in names]

    def score(self, path):
        """The recording's score, held against the machine that it resembles most."""
        samples, rate = soundfile.read(path, dtype="float32")
        windows = self.front_end.windows(self.front_end.features(self.front_end.signal(samples, rate)))
        found = [self.session.run(self.wanted, {"features": window[None]}) for window in windows]
        scores = np.concatenate([one[0] for one in found])
        machine = int(np.mean([one[1][0] for one in found], axis=0).argmax()) if len(self.wanted) > 1 else 0
        return float(scores[:, machine].max())


class Baseline:
    """The challenge's baseline as its script runs it."""

    def __init__(self):
        layers = []
        for before, after in zip([640] + [128] * 4 + [8] + [128] * 4, [128] * 4 + [8] + [128] * 4):
            layers += [torch.nn.Linear(before, after), torch.nn.BatchNorm1d(after), torch.nn.ReLU()]
        self.network = torch.nn.Sequential(*layers, torch.nn.Linear(128, 640)).eval()

    def score(self, path):
        y, rate = librosa.load(path, sr=None, mono=True)
        mel = librosa.feature.melspectrogram(y=y, sr=rate, n_fft=1024, hop_length=512, n_mels=128, power=2.0)
        log_mel = 10.0 * np.log10(mel + sys.float_info.epsilon)
        count = log_mel.shape[1] - 4
        vectors = np.zeros((count, 640))
        for t in range(5):
            vectors[:, 128 * t : 128 * (t + 1)] = log_mel[:, t : t + count].T
        x = torch.from_numpy(vectors.astype(np.float32))
        with torch.inference_mode():
            return float(((self.network(x) - x) ** 2).mean())


def per_file(score, files, passes):
    """Milliseconds a file: the median over all files and passes."""
    for path in files:
        score(path)
    times = []
    for _ in range(passes):
        for path in files:
            began = time.perf_counter()
            score(path)
            times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


def run_ours(command, model, files, passes):
    """(milliseconds a file, findings by file) of one process; what it says of its first pass is not counted."""
    arguments = shlex.split(command) + [model, *files * (passes + 1), "--format", "json", "--threads", "1"]
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"error: {shlex.join(shlex.split(command))} ended with status {done.returncode}: {done.stderr.strip()[-2000:]}")
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
    return statistics.median(line["milliseconds"] for line in lines[len(files):]), {line["file"]: line for line in lines}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("folder")
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--passes", type=int, default=10)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--ours", default="Scripts/run.sh wheeltapper predict", help="command; model, files and options follow")
    parser.add_argument("--tolerance", type=float, default=1e-2, help="of a score's difference, the score's own size being at least 1")
    a = parser.parse_args()
    torch.set_num_threads(1)
    found = sorted(str(p) for p in pathlib.Path(a.folder).rglob("*") if p.suffix.lower() in {".wav", ".flac"})
    if not found:
        raise SystemExit(f"error: {a.folder} has no WAV or FLAC file below it")
    files = found[:: max(1, len(found) // a.files)][: a.files]

    same, baseline = SameModel(a.model), Baseline()
    results = {}
    for name, peer in (("same_model", same), ("baseline", baseline)):
        ours, theirs = measuring.pairs(
            a.pairs, lambda: run_ours(a.ours, a.model, files, a.passes), lambda peer=peer: per_file(peer.score, files, a.passes)
        )
        mine = [milliseconds for milliseconds, _ in ours]
        results[name] = {"ours": measuring.spread(mine), "peer": measuring.spread(theirs), "times_faster": measuring.ratios(theirs, mine)}
        findings = ours[-1][1]
    difference = max(abs(findings[f]["score"] - (s := same.score(f))) / max(1, abs(s)) for f in files)
    result = {
        "benchmark": "a recording to its finding, one thread", "model": a.model, "folder": a.folder, "files": len(files),
        "seconds_each": statistics.median(soundfile.info(f).duration for f in files), **results,
        "peers": f"librosa {librosa.__version__}, onnxruntime {onnxruntime.__version__}, torch {torch.__version__}",
        "largest_score_difference": difference,
    }
    measuring.report(result, [
        ("seconds of sound a file", result["seconds_each"], "s"),
        ("wheeltapper, file to finding", results["same_model"]["ours"], "ms"),
        ("librosa and ONNX Runtime, same model", results["same_model"]["peer"], "ms"),
        ("times faster", results["same_model"]["times_faster"], "×"),
        ("librosa and PyTorch, the challenge's baseline", results["baseline"]["peer"], "ms"),
        ("times faster", results["baseline"]["times_faster"], "×"),
        ("largest difference of a score", difference, ""),
    ])
    if difference > a.tolerance:
        sys.exit(f"error: the scores are not equal: {difference:.2g} apart (at most {a.tolerance:g})")


if __name__ == "__main__":
    main()
