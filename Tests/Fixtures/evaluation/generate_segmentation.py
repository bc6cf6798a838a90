"""Goldens of Tests/EvaluationTests/SegmentationTests: scikit-learn's figures of made-up maps, SciPy's distances for the tolerant ones.
Usage: python generate_segmentation.py > segmentation.json"""
import json
import math
import sys

import numpy as np
import scipy
import sklearn
from scipy.ndimage import distance_transform_edt, gaussian_filter
from sklearn import metrics as m


def picture(rng, height, width, cracks, skill):
    """A wandering line as truth, a blurred and noisy copy of it as map."""
    truth = np.zeros((height, width), np.uint8)
    for _ in range(cracks):
        y, x = rng.integers(0, height), 0
        while x < width:
            truth[max(0, y - 1):y + 1, x] = 1
            y = int(np.clip(y + rng.integers(-1, 2), 0, height - 1))
            x += 1
    shifted = np.roll(truth, rng.integers(-1, 2), axis=0)
    p = skill * gaussian_filter(shifted.astype(float), 0.8) + 0.25 * gaussian_filter(rng.uniform(size=truth.shape), 1)
    return truth, np.round(255 * np.clip(p, 0, 1)).astype(np.uint8)


def tolerant(found, truth, tolerance=2):
    """Pixels, and those within the tolerance of the other mask's."""
    def near(mask):
        return distance_transform_edt(~mask) <= tolerance if mask.any() else np.zeros_like(mask)
    found, truth = found.astype(bool), truth.astype(bool)
    return [int(found.sum()), int((found & near(truth)).sum()), int(truth.sum()), int((truth & near(found)).sum())]


def case(name, rng, sizes, threshold, skill=1.2):
    pictures = [(*picture(rng, h, w, c, skill), c) for h, w, c in sizes]
    lowest = math.ceil(threshold * 255)
    truth = np.concatenate([t.ravel() for t, _, _ in pictures])
    levels = np.concatenate([l.ravel() for _, l, _ in pictures])
    found = (levels >= lowest).astype(np.uint8)
    counts = np.sum([tolerant(l >= lowest, t) for t, l, _ in pictures], axis=0)
    precision, recall = counts[1] / max(counts[0], 1), counts[3] / max(counts[2], 1)
    pr, rc, _ = m.precision_recall_curve(truth, levels)
    sweep = [m.f1_score(truth, levels >= level, zero_division=0) for level in range(1, 256)]
    return dict(
        name=name, threshold=threshold,
        pictures=[dict(width=l.shape[1], height=l.shape[0], truth=t.ravel().tolist(), levels=l.ravel().tolist(),
                       tolerant=tolerant(l >= lowest, t)) for t, l, _ in pictures],
        precision=m.precision_score(truth, found, zero_division=0), recall=m.recall_score(truth, found, zero_division=0),
        f1=m.f1_score(truth, found, zero_division=0), iou=m.jaccard_score(truth, found, zero_division=0),
        mean_iou=m.jaccard_score(truth, found, average="macro", labels=[0, 1], zero_division=0),
        f1_tolerant=2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        average_precision=m.average_precision_score(truth, levels),
        curve_precision=pr[::-1].tolist(), curve_recall=rc[::-1].tolist(),
        best_f1=max(sweep), sweep_f1=sweep,
    )


rng = np.random.default_rng(31)
json.dump(dict(
    sklearn=sklearn.__version__, scipy=scipy.__version__,
    cases=[
        case("cracks and a sound picture", rng, [(24, 40, 1), (30, 20, 2), (16, 16, 0)], 0.4),
        case("noise among cracks", rng, [(20, 30, 1), (18, 30, 0), (20, 20, 2)], 0.14),
        case("a threshold that lets nothing pass", rng, [(16, 24, 1)], 1.0, skill=0.6),
        case("a threshold that lets nearly everything pass", rng, [(16, 24, 1)], 0.05),
    ],
), sys.stdout, separators=(",", ":"))
