"""Goldens of Tests/EvaluationTests/DetectionGoldenTests: scikit-learn's figures of made-up scores by machine and domain, and MVTec's
pixel figures (SciPy's connected pieces) of made-up maps. Usage: python generate_detection.py > detection.json"""
import json
import sys

import numpy as np
import scipy
import sklearn
from scipy.ndimage import gaussian_filter, label
from sklearn import metrics as m

P = 0.1


def figures(truth, score, reported):
    """None where the data cannot say."""
    both = 0 < truth.sum() < len(truth)
    counts = dict(auc=m.roc_auc_score(truth, score) if both else None,
                  pauc=m.roc_auc_score(truth, score, max_fpr=P) if both else None)
    some = truth.any()
    for name, f in dict(precision=m.precision_score, recall=m.recall_score, f1=m.f1_score).items():
        counts[name] = f(truth, reported, zero_division=0) if some else None
    counts["false_alarm_rate"] = float(reported[~truth].mean()) if (~truth).any() else None
    return counts


def harmonic(values):
    return scipy.stats.hmean(np.maximum(values, sys.float_info.epsilon))


def case(name, rng, machines, domains=None, digits=6):
    """machines: {name: (normals, anomalies, skill, threshold)}"""
    items = []
    for machine, (normals, anomalies, skill, threshold) in machines.items():
        for i in range(normals + anomalies):
            anomaly = i >= normals
            domain = domains[i % len(domains)] if domains else None
            score = round(float(rng.normal() + skill * anomaly + (0.6 if domain == "target" else 0)), digits)
            heard = machine if rng.uniform() < 0.9 else list(machines)[0]
            items.append(dict(machine=machine, domain=domain, anomaly=anomaly, score=score, threshold=threshold, heard=heard))
    rng.shuffle(items)
    truth = np.array([i["anomaly"] for i in items])
    score = np.array([i["score"] for i in items])
    reported = score >= np.array([i["threshold"] for i in items])
    of = np.array([i["machine"] for i in items])
    domain = np.array([i["domain"] or "" for i in items])
    per_id = {machine: figures(truth[of == machine], score[of == machine], reported[of == machine]) for machine in machines}
    judged = [machine for machine in machines if per_id[machine]["auc"] is not None]
    aucs, paucs = ([per_id[machine][key] for machine in judged] for key in ("auc", "pauc"))
    one = figures(truth, score, reported)
    one.update(
        name=name, items=items, per_id=per_id, mean_auc=np.mean(aucs), mean_pauc=np.mean(paucs), worst_auc=min(aucs),
        worst_pauc=min(paucs), harmonic_mean_auc=harmonic(aucs), harmonic_mean_pauc=harmonic(paucs),
        id_accuracy=float(np.mean([i["heard"] == i["machine"] for i in items])),
        balanced_accuracy=m.balanced_accuracy_score(truth, reported), domains={}, dcase_score=None)
    if domains:
        # As the official evaluator since 2022: a domain's normal items against all anomalies of the section.
        by_domain = {}
        for d in domains:
            by_domain[d] = {}
            for machine in judged:
                chosen = (of == machine) & (truth | (domain == d))
                by_domain[d][machine] = m.roc_auc_score(truth[chosen], score[chosen])
            values = list(by_domain[d].values())
            one["domains"][d] = dict(mean_auc=np.mean(values), harmonic_mean_auc=harmonic(values), per_id=by_domain[d])
        one["dcase_score"] = harmonic([v for d in domains for v in by_domain[d].values()] + paucs)
    return one


def pro(truths, maps, limit=0.3):
    """Per-region overlap as MVTec's evaluation code defines it: thresholds at every score, components with corners."""
    negatives = np.concatenate([s[t == 0] for t, s in zip(truths, maps)])
    regions = []
    for t, s in zip(truths, maps):
        pieces, count = label(t, structure=np.ones((3, 3), int))
        regions += [s[pieces == k] for k in range(1, count + 1)]
    points = [(0.0, 0.0)]
    for threshold in np.unique(np.concatenate([s.ravel() for s in maps]))[::-1]:
        points.append((np.mean(negatives >= threshold), np.mean([np.mean(r >= threshold) for r in regions])))
    x, y = np.array(points).T
    kept = x <= limit
    end = np.interp(limit, x, y)
    return float(np.trapezoid(np.append(y[kept], end), np.append(x[kept], limit)) / limit), len(regions)


def pixels(name, rng, sizes, skill, digits):
    truths, maps = [], []
    for height, width, defects in sizes:
        t = np.zeros((height, width), np.uint8)
        for _ in range(defects):
            y, x, h, w = rng.integers(0, height - 5), rng.integers(0, width - 5), rng.integers(1, 6), rng.integers(1, 6)
            t[y:y + h, x:x + w] = 1
        s = skill * gaussian_filter(t.astype(float), 1) + gaussian_filter(rng.normal(size=t.shape), 1)
        truths.append(t)
        maps.append(np.round(s, digits))
    aupro, count = pro(truths, maps)
    return dict(
        name=name, defects=count, aupro=aupro,
        auroc=m.roc_auc_score(np.concatenate([t.ravel() for t in truths]), np.concatenate([s.ravel() for s in maps])),
        pictures=[dict(width=t.shape[1], height=t.shape[0], truth=t.ravel().tolist(), scores=s.ravel().tolist())
                  for t, s in zip(truths, maps)])


rng = np.random.default_rng(44)
json.dump(dict(
    sklearn=sklearn.__version__, scipy=scipy.__version__,
    cases=[
        case("four machines", rng, {"fan id_00": (40, 15, 0.8, 1.6), "fan id_02": (35, 20, 1.5, 1.2),
                                    "pump id_00": (50, 8, 2.5, 2.0), "pump id_04": (23, 23, 0.2, 0.9)}),
        case("ties, and a machine without anomalies", rng, {"a": (60, 20, 1, 1.5), "b": (30, 0, 1, 1.0), "c": (9, 12, 1, 0)}, digits=0),
        case("domains", rng, {"fan section_00": (60, 30, 1.2, 1.0), "fan section_01": (40, 25, 0.7, 1.3)}, domains=["source", "target"]),
        case("one machine, few items", rng, {"valve": (7, 3, 1, 0.5)}),
    ],
    pixels=[
        pixels("defects of all sizes", rng, [(24, 30, 2), (20, 20, 1), (18, 25, 0), (30, 16, 3)], 3, 1),
        pixels("hardly better than chance", rng, [(20, 20, 2), (20, 20, 0)], 0.3, 2),
        pixels("more scores than levels", rng, [(40, 40, 3), (36, 40, 0)], 3, 3),
    ],
), sys.stdout, separators=(",", ":"))
