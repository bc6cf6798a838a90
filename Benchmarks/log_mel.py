"""Log-mel of a recording on one thread: ours beside librosa, the same settings, the same sound, decoded beforehand for both.

    python log_mel.py [RECORDING …] [--ours COMMAND]

Ours is what `wheeltapper bench log-mel FILE --fft N --hop N --bands N --repeat N --format json` reports in its own process (a warm-up,
then the median of the repeats), with librosa's other defaults and `reflect` padding. Without recordings ten seconds of noise are made.
librosa gets float32, as it advises, and its BLAS one thread.
"""
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse  # noqa: E402
import json  # noqa: E402
import shlex  # noqa: E402
import statistics  # noqa: E402
import subprocess  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402

import librosa  # noqa: E402
import numpy as np  # noqa: E402
import soundfile  # noqa: E402

import measuring  # noqa: E402

# Transform, hop, bands.
SETTINGS = [(1024, 256, 64), (1024, 512, 128), (1024, 160, 128), (512, 160, 64), (400, 160, 80)]
PAIRS = 5
REPEATS = 20


def ours(command, path, fft, hop, bands):
    """Median milliseconds for a second of sound, as the program's own clock says."""
    command = shlex.split(command) + [path, "--repeat", str(REPEATS), "--format", "json"]
    command += ["--fft", str(fft), "--hop", str(hop), "--bands", str(bands)]
    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return result["median_ms_per_second"]


def peer(samples, rate, fft, hop, bands):
    times = []
    for _ in range(REPEATS + 1):
        start = time.perf_counter()
        power = librosa.feature.melspectrogram(y=samples, sr=rate, n_fft=fft, hop_length=hop, n_mels=bands, pad_mode="reflect")
        librosa.power_to_db(power, ref=1.0, amin=1e-10, top_db=None)
        times.append((time.perf_counter() - start) * 1000 / (len(samples) / rate))
    return statistics.median(times[1:])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("recordings", nargs="*")
    parser.add_argument("--ours", default="Scripts/run.sh wheeltapper bench log-mel", help="command; the recording and the settings follow")
    arguments = parser.parse_args()
    recordings = arguments.recordings
    result = {"benchmark": "log-mel, one thread", "librosa": librosa.__version__, "cases": []}
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        if not recordings:
            noise = (0.1 * np.random.default_rng(1).standard_normal(160_000)).astype(np.float32)
            recordings = [os.path.join(folder, "noise.wav")]
            soundfile.write(recordings[0], noise, 16_000, subtype="FLOAT")
        for path in recordings:
            samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
            samples = np.ascontiguousarray(samples.mean(axis=1))
            for fft, hop, bands in SETTINGS:
                mine, theirs = measuring.pairs(
                    PAIRS, lambda: ours(arguments.ours, path, fft, hop, bands), lambda: peer(samples, rate, fft, hop, bands)
                )
                name = f"{os.path.basename(path)} {fft}/{hop}/{bands}"
                case = {
                    "recording": os.path.basename(path), "rate": rate, "fft": fft, "hop": hop, "bands": bands,
                    "ours_ms_per_second": measuring.spread(mine), "librosa_ms_per_second": measuring.spread(theirs),
                    "librosa_over_ours": measuring.ratios(theirs, mine),
                }
                result["cases"].append(case)
                rows += [
                    (f"{name}: ours", case["ours_ms_per_second"], "ms/s"),
                    (f"{name}: librosa", case["librosa_ms_per_second"], "ms/s"),
                    (f"{name}: librosa / ours", case["librosa_over_ours"], "×"),
                ]
    measuring.report(result, rows)


main()
