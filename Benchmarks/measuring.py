"""How every benchmark here speaks: a median of repeated runs, ours beside the peer's, and their ratio run by run.

A pair is one run of ours and one of the peer, one right after the other, so that a machine that slows down slows both. Which
of the two goes first alternates. The ratio that is reported is the median of the pairs' ratios, with the smallest and largest.
"""
import json
import os
import platform
import shlex
import statistics
import subprocess
import sys
import time


def spread(values):
    """Median, smallest and largest of some figures."""
    values = list(values)
    return {"median": statistics.median(values), "low": min(values), "high": max(values), "runs": values}


def pairs(count, ours, peer):
    """Runs both `count` times, alternating which goes first; returns both lists of what the calls returned."""
    left, right = [], []
    for run in range(count):
        for side in (0, 1) if run % 2 == 0 else (1, 0):
            left.append(ours()) if side == 0 else right.append(peer())
    return left, right


def ratios(numerators, denominators):
    """The spread of the ratios, pair by pair."""
    return spread(a / b for a, b in zip(numerators, denominators))


def ours(command, *arguments):
    """What our program prints: one JSON object."""
    command = shlex.split(command) + [str(a) for a in arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"error: {shlex.join(command)} ended with status {done.returncode}: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout) if done.stdout.strip() else {}


def milliseconds(body, repeats):
    """The median of a call's times, after a few that are not counted."""
    for _ in range(max(3, repeats // 10)):
        body()
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        body()
        times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


def processor():
    """The processor's name and how many of its threads this process may use."""
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as lines:
            name = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), name)
    except OSError:
        pass
    return {"processor": name, "threads": len(os.sched_getaffinity(0))}


def report(result, rows):
    """The table for a person on standard error, the JSON object on standard output.

    `rows` are (what, figure, unit); a figure is a number or what `spread` returned.
    """
    print(f"\n{result['benchmark']}", file=sys.stderr)
    for what, figure, unit in rows:
        text = (
            f"{figure['median']:12.3f} {unit}  ({figure['low']:.3f} – {figure['high']:.3f}, {len(figure['runs'])} runs)"
            if isinstance(figure, dict)
            else f"{figure:12.6g} {unit}"
        )
        print(f"  {what:<44}{text}", file=sys.stderr)
    result["machine"] = processor()
    json.dump(result, sys.stdout, indent=None)
    print()
