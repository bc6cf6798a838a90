#!/usr/bin/env python3
"""Imported YAMNet beside LiteRT on the file that it was imported from: the same scores, and the time from a sound file to them.

Scores. A window of 15 600 samples, one every 0.48 s, of every recording below FOLDER. LiteRT runs the published file; three things are held
against it:
  network      ours on the log-mel patch that the file itself puts out (its second output): the imported weights and graph
  front end    our log-mel against the file's front end in full precision (numpy, double), and against the file's patch, which is rounded: the
               file multiplies with cosines, sines and a filterbank of 8 bits, and rounds what goes into them row by row
  end to end   ours from the samples on
and, as a measure of how much that rounding changes by itself, LiteRT's reference kernels against its fast ones on the same file. Where the
folder is ESC-10's, the mean score of a recording's own sound says whose scores are nearer to the truth.

Speed. From a file's opening to its windows' scores on one thread: ours as `predict` goes, the peer as soundfile, soxr (HQ) and LiteRT with its
int8 kernels, one interpreter, warm. Pairs, alternating. Each part is timed apart as well. Of a file's passes the median counts, and beside it
the fastest, which other work on the machine disturbs least.

Ends with status 1 where the network's top class is another on more than 1 % of the windows whose margin exceeds 0.02, where its scores differ
by more than 0.0005 in the mean, or where our front end is off from full precision by more than 1e-3.

usage: yamnet_peer.py YAMNET.tflite MODEL FOLDER [--ours COMMAND] [--pairs 5] [--repeats 5] [--files N] [--precision f32|bf16]
"""
import argparse
import os
import pathlib
import statistics
import sys
import tempfile
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # before numpy

import numpy as np  # noqa: E402
import soundfile  # noqa: E402
import soxr  # noqa: E402
from ai_edge_litert.interpreter import Interpreter, OpResolverType  # noqa: E402

import measuring  # noqa: E402

ENDINGS = {".wav", ".flac", ".ogg"}
RATE, WINDOW, HOP = 16_000, 15_600, 7_680
MARGIN = 0.02
# AudioSet's names for what is heard in ESC-10's folders.
SOUNDS = {
    "baby_cry": "Baby cry, infant cry", "chainsaw": "Chainsaw", "clock_tick": "Tick-tock", "dog_bark": "Bark", "fire_crackling": "Crackle",
    "helicopter": "Helicopter", "person_sneeze": "Sneeze", "rain": "Rain", "rooster": "Crowing, cock-a-doodle-doo", "sea_waves": "Waves, surf",
}


class LiteRT:
    """The published file on one thread."""

    def __init__(self, path, resolver=OpResolverType.AUTO):
        self.interpreter = Interpreter(path, num_threads=1, experimental_op_resolver_type=resolver)
        self.interpreter.allocate_tensors()
        self.source = self.interpreter.get_input_details()[0]["index"]
        outputs = {tuple(o["shape"]): o["index"] for o in self.interpreter.get_output_details()}
        self.scores_place, self.patch_place = outputs[(1, 521)], outputs[(96, 64)]

    def scores(self, window):
        self.interpreter.set_tensor(self.source, window[None])
        self.interpreter.invoke()
        return self.interpreter.get_tensor(self.scores_place)[0]

    def patch(self):
        """Of the window scored last."""
        return self.interpreter.get_tensor(self.patch_place)


def decoded(path):
    samples, rate = soundfile.read(path, dtype="float32")
    return (samples if samples.ndim == 1 else samples.mean(axis=1)), rate


def resampled(samples, rate):
    return samples if rate == RATE else soxr.resample(samples, rate, RATE, "HQ")


def windows(samples):
    return [samples[start:start + WINDOW] for start in range(0, len(samples) - WINDOW + 1, HOP)]


def full_precision():
    """The file's front end without rounding: a function from a window to its patch."""
    mel = lambda hertz: 1127 * np.log1p(hertz / 700)  # noqa: E731
    bins, edges = mel(np.linspace(0, RATE / 2, 257))[:, None], np.linspace(mel(125), mel(7500), 66)
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    bank = np.maximum(0, np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle)))
    bank[0] = 0
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)

    def patch(window):
        frames = np.lib.stride_tricks.sliding_window_view(window.astype(np.float64), 400)[::160]
        return np.log(np.abs(np.fft.rfft(frames * hann, 512)) @ bank + 1e-3).astype(np.float32)

    return patch


def agreement(found, reference):
    """How one set of scores `[window, class]` differs from another."""
    ordered = np.sort(reference, axis=1)
    sure = ordered[:, -1] - ordered[:, -2] > MARGIN
    same = found.argmax(axis=1) == reference.argmax(axis=1)
    return {
        "windows": len(found), "sure_windows": int(sure.sum()), "mean_difference": float(np.abs(found - reference).mean()),
        "largest_difference": float(np.abs(found - reference).max()), "same_top": float(same.mean()), "same_top_where_sure": float(same[sure].mean()),
    }


def differences(found, reference):
    d = np.abs(found - reference)
    return {"median": float(np.median(d)), "p99": float(np.percentile(d, 99)), "largest": float(d.max())}


def compare(a, files):
    """Every score beside LiteRT's."""
    fast, plain, exact = LiteRT(a.tflite), LiteRT(a.tflite, OpResolverType.BUILTIN_REF), full_precision()
    theirs, patches, references, right, folders, made, ours = [], [], [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        heard = pathlib.Path(folder, "heard")
        heard.mkdir()
        wavs = []
        for number, path in enumerate(files):
            samples = resampled(*decoded(path))
            # What both hear is the same to the last bit: the resampled sound, without a tail shorter than a hop.
            cut = windows(samples)
            samples = samples[:(len(cut) - 1) * HOP + WINDOW]
            wavs.append(str(heard / f"{number:05}.wav"))
            soundfile.write(wavs[-1], samples, RATE, subtype="FLOAT")
            for window in cut:
                theirs.append(fast.scores(window).copy())
                patches.append(fast.patch().copy())
                references.append(plain.scores(window).copy())
                right.append(exact(window))
                folders.append(path.parent.name)
        measuring.ours(a.ours, "sound", a.model, *wavs, "--repeat", 1, "--output", folder, "--precision", a.precision)
        for path in wavs:
            made.append(np.fromfile(f"{folder}/{pathlib.Path(path).stem}.windows.f32", np.float32).reshape(-1, 96, 64))
            ours.append(np.fromfile(f"{folder}/{pathlib.Path(path).stem}.scores.f32", np.float32).reshape(-1, 521))
        np.array(patches, np.float32).tofile(f"{folder}/patches.f32")
        measuring.ours(a.ours, "scores", a.model, f"{folder}/patches.f32", "--output", f"{folder}/network.f32", "--precision", a.precision)
        network = np.fromfile(f"{folder}/network.f32", np.float32).reshape(-1, 521)
    theirs, patches, references, right = map(np.array, (theirs, patches, references, right))
    made, ours = np.concatenate(made), np.concatenate(ours)
    result = {
        "network": agreement(network, theirs), "end_to_end": agreement(ours, theirs), "reference_kernels": agreement(references, theirs),
        "front_end_full_precision": differences(made, right), "front_end_file": differences(made, patches),
    }
    if set(folders) <= set(SOUNDS):
        names = class_names(a.model)
        own = np.array([names.index(SOUNDS[folder]) for folder in folders])
        pick = lambda scores: float(scores[np.arange(len(own)), own].mean())  # noqa: E731
        result["own_sound_score"] = {"ours": pick(ours), "LiteRT": pick(theirs), "LiteRT, reference kernels": pick(references)}
    return result


def class_names(model):
    import onnxruntime
    from model_card import read_card

    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return read_card(session.get_modelmeta().custom_metadata_map)["classes"]


def time_peer(fast, files, repeats):
    """Milliseconds for all files, part by part: the median and the minimum of each file's passes, added up; and the windows scored."""
    sums = {"median": dict.fromkeys(("decode", "resample", "network", "whole"), 0.0)}
    sums["minimum"] = dict(sums["median"])
    count = 0
    for path in files:
        passes = []
        for _ in range(repeats + max(3, repeats // 10)):  # the first are not counted, as in ours
            began = time.perf_counter()
            samples, rate = decoded(path)
            read = time.perf_counter()
            samples = resampled(samples, rate)
            cut = time.perf_counter()
            found = [fast.scores(window) for window in windows(samples)]
            np.mean(found, axis=0)
            ended = time.perf_counter()
            passes.append((read - began, cut - read, ended - cut, ended - began))
        count += len(found)
        for part, times in zip(sums["median"], zip(*passes[-repeats:])):
            sums["median"][part] += 1000 * statistics.median(times)
            sums["minimum"][part] += 1000 * min(times)
    return {**sums, "windows": count}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tflite")
    parser.add_argument("model")
    parser.add_argument("folder")
    parser.add_argument("--ours", default="Scripts/run.sh wheeltapper bench", help="command; what to measure, model and files follow")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=5, help="passes over each file in a run")
    parser.add_argument("--files", type=int, default=40, help="files that are timed, spread over the folder")
    parser.add_argument("--limit", type=int, help="only so many files are compared")
    parser.add_argument("--precision", default="f32")
    a = parser.parse_args()
    files = sorted(p for p in pathlib.Path(a.folder).rglob("*") if p.suffix.lower() in ENDINGS)
    if not files:
        raise SystemExit(f"error: {a.folder} has no sound file below it")
    compared = files[:: max(1, len(files) // a.limit)] if a.limit else files
    result = {"benchmark": "YAMNet beside LiteRT", "model": a.model, "folder": a.folder, "files": len(compared), **compare(a, compared)}

    timed = files[:: max(1, len(files) // a.files)][: a.files]
    fast = LiteRT(a.tflite)
    time_peer(fast, timed[:2], 2)
    names = [str(p) for p in timed]
    mine, theirs = measuring.pairs(
        a.pairs, lambda: measuring.ours(a.ours, "sound", a.model, *names, "--repeat", a.repeats, "--precision", a.precision),
        lambda: time_peer(fast, timed, a.repeats))
    seconds, count = mine[0]["seconds"], mine[0]["windows"]
    timed_figures = {"files": len(timed), "seconds": seconds, "windows": count, "peer_windows": theirs[0]["windows"]}
    rows = []
    for kind in ("median", "minimum"):
        for part in ("whole", "decode", "resample", "log_mel", "network"):
            for who, runs in (("ours", mine), ("peer", theirs)):
                if part not in runs[0][kind]:
                    continue
                spread = measuring.spread(run[kind][part] / seconds for run in runs)
                timed_figures[f"{who}_{part}_{kind}_ms_per_second"] = spread
                words = "log-mel and network" if who == "peer" and part == "network" else part.replace("_", "-")
                rows.append((f"{who}: {words}, a second of sound ({kind})", spread, "ms"))
        ours_window = measuring.spread(m[kind]["network"] / count for m in mine)
        peer_window = measuring.spread(t[kind]["network"] / t["windows"] for t in theirs)
        faster = measuring.ratios([t[kind]["whole"] for t in theirs], [m[kind]["whole"] for m in mine])
        timed_figures[f"times_faster_{kind}"] = faster
        rows += [
            (f"ours: network, a window ({kind})", ours_window, "ms"), (f"peer: log-mel and network, a window ({kind})", peer_window, "ms"),
            (f"times faster, whole ({kind} of passes)", faster, "×"),
        ]
    result["timed"] = timed_figures

    network, end = result["network"], result["end_to_end"]
    report = [
        ("windows compared", network["windows"], f"{network['sure_windows']} with a margin above {MARGIN}"),
        ("network on the file's patch: same top class", network["same_top_where_sure"], "of the sure"),
        ("  mean difference of scores", network["mean_difference"], ""),
        ("front end: off from full precision", result["front_end_full_precision"]["largest"], "at most"),
        ("  off from the file's rounded patch", result["front_end_file"]["median"], f"median; p99 {result['front_end_file']['p99']:.3g}"),
        ("end to end: same top class", end["same_top_where_sure"], "of the sure"), ("  mean difference of scores", end["mean_difference"], ""),
        ("LiteRT's own reference kernels: same top class", result["reference_kernels"]["same_top_where_sure"], "of the sure"),
        ("  mean difference of scores", result["reference_kernels"]["mean_difference"], ""),
    ]
    report += [(f"mean score of the recording's own sound: {who}", score, "") for who, score in result.get("own_sound_score", {}).items()]
    measuring.report(result, report + rows)
    if network["same_top_where_sure"] < 0.99 or network["mean_difference"] > 5e-4 or result["front_end_full_precision"]["largest"] > 1e-3:
        sys.exit("error: the imported network or the front end is not the file's: see the figures above")


if __name__ == "__main__":
    main()
