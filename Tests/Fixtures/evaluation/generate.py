"""Goldens of Tests/EvaluationTests: scikit-learn's figures for made-up predictions. Usage: python generate.py > goldens.json"""
import json
import sys

import numpy as np
import sklearn
from sklearn import metrics as m


def predictions(rng, items, classes, skill, ties=False):
    truth = rng.integers(0, classes, items)
    logits = rng.normal(size=(items, classes))
    logits[np.arange(items), truth] += skill
    p = np.exp(logits)
    p /= p.sum(1, keepdims=True)
    if ties:
        p = np.round(p, 1)
        p[:, -1] = np.maximum(0, 1 - p[:, :-1].sum(1))
        p /= p.sum(1, keepdims=True)
    return truth, np.round(p, 6)


def case(name, rng, items, classes, skill, ties=False, drop=None):
    truth, p = predictions(rng, items, classes, skill, ties)
    if drop is not None:
        truth[truth == drop] = 0
    p = p / p.sum(1, keepdims=True)
    groups = [f"g{i // 3}" for i in range(items)]
    # All items of a group share its first item's class.
    truth = np.array([truth[(i // 3) * 3] for i in range(items)])
    verdict = p.argmax(1)
    present = sorted(set(truth) | set(verdict))
    first = truth[::3]
    mean = np.array([p[i:i + 3].mean(0) for i in range(0, items, 3)])
    pr, rc, f1, support = m.precision_recall_fscore_support(truth, verdict, labels=range(classes), zero_division=0)
    one = dict(
        name=name, probabilities=p.tolist(), truth=truth.tolist(), groups=groups, classes=[f"c{i}" for i in range(classes)],
        accuracy=m.accuracy_score(truth, verdict), group_accuracy=float((mean.argmax(1) == first).mean()),
        balanced_accuracy=m.balanced_accuracy_score(truth, verdict),
        precision_macro=m.precision_score(truth, verdict, labels=present, average="macro", zero_division=0),
        recall_macro=m.recall_score(truth, verdict, labels=present, average="macro", zero_division=0),
        f1_macro=m.f1_score(truth, verdict, labels=present, average="macro", zero_division=0),
        confusion_matrix=m.confusion_matrix(truth, verdict, labels=range(classes)).tolist(),
        precision=pr.tolist(), recall=rc.tolist(), f1=f1.tolist(), support=support.tolist(),
        log_loss=m.log_loss(truth, p, labels=range(classes)),
        brier=m.brier_score_loss(truth, p if classes > 2 else p[:, 1], labels=range(classes)),
        curves=[],
    )
    for c in range(classes):
        positive = truth == c
        if not positive.any():
            continue
        fpr, tpr, _ = m.roc_curve(positive, p[:, c], drop_intermediate=False)
        precision, recall, _ = m.precision_recall_curve(positive, p[:, c])
        one["curves"].append(dict(
            index=c, fpr=fpr.tolist(), tpr=tpr.tolist(), precision=precision[::-1].tolist(), recall=recall[::-1].tolist(),
            auc=m.roc_auc_score(positive, p[:, c]), pauc=m.roc_auc_score(positive, p[:, c], max_fpr=0.1),
            average_precision=m.average_precision_score(positive, p[:, c]),
        ))
    return one


def calibration(rng):
    from sklearn.calibration import calibration_curve
    p = np.round(rng.uniform(size=400), 2)          # hits the bins' edges
    y = rng.uniform(size=400) < p**1.3
    truth, stated = calibration_curve(y, p, n_bins=10)
    return dict(confidences=p.tolist(), hits=[bool(v) for v in y], accuracy=truth.tolist(), confidence=stated.tolist())


rng = np.random.default_rng(20)
json.dump(dict(
    sklearn=sklearn.__version__,
    cases=[
        case("two classes", rng, 120, 2, 1.0),
        case("two classes with ties", rng, 120, 2, 0.7, ties=True),
        case("five classes", rng, 150, 5, 1.5),
        case("a class without items", rng, 90, 4, 1.0, drop=2),
    ],
    calibration=calibration(rng),
), sys.stdout)
