"""Makes segmentation.json: losses over masks and the best F1 of a set of pixels, by PyTorch and scikit-learn.

    python make_segmentation_goldens.py            (needs torch, scikit-learn)
"""
import json
import pathlib

import torch
import torch.nn.functional as F
from sklearn.metrics import f1_score

HERE = pathlib.Path(__file__).parent
torch.manual_seed(11)
torch.set_num_threads(1)


def array(tensor):
    return {"shape": list(tensor.shape), "values": [float(f"{v:.9g}") for v in tensor.detach().double().flatten().tolist()]}


def dice(logits, truth):
    p = torch.sigmoid(logits)
    return 1 - (2 * (p * truth).sum() + 1) / (p.sum() + truth.sum() + 1)


def focal_tversky(logits, truth, alpha, beta, gamma):
    p = torch.sigmoid(logits)
    hit, missed, false = (p * truth).sum(), ((1 - p) * truth).sum(), (p * (1 - truth)).sum()
    return (1 - (hit + 1) / (hit + alpha * missed + beta * false + 1)) ** (1 / gamma)


def losses():
    mask = (torch.rand(2, 1, 5, 6) > 0.7).float()
    empty = torch.zeros(2, 1, 5, 6)
    settings = [
        ("cross-entropy alone", mask, dict(crossEntropy=1.0, dice=0.0, tversky=0.0)),
        ("weighted cross-entropy", mask, dict(positiveWeight=3.0, crossEntropy=0.5, dice=0.0, tversky=0.0)),
        ("Dice alone", mask, dict(crossEntropy=0.0, dice=1.0, tversky=0.0)),
        ("Dice of an empty mask", empty, dict(crossEntropy=0.0, dice=1.0, tversky=0.0)),
        ("focal Tversky alone", mask, dict(crossEntropy=0.0, dice=0.0, tversky=1.0)),
        ("focal Tversky of other numbers", mask, dict(crossEntropy=0.0, dice=0.0, tversky=1.0, alpha=0.4, beta=0.8, gamma=2.0)),
        ("all three", mask, dict(positiveWeight=2.0, crossEntropy=0.7, dice=0.4, tversky=0.3)),
    ]
    cases = []
    for name, truth, given in settings:
        s = dict(positiveWeight=1.0, alpha=0.7, beta=0.3, gamma=4 / 3) | given
        x = (2 * torch.randn(2, 1, 5, 6)).requires_grad_(True)
        value = (
            s["crossEntropy"] * F.binary_cross_entropy_with_logits(x, truth, pos_weight=torch.tensor(s["positiveWeight"]))
            + s["dice"] * dice(x, truth) + s["tversky"] * focal_tversky(x, truth, s["alpha"], s["beta"], s["gamma"]))
        value.backward()
        cases.append({"name": name, **s, "logits": array(x), "targets": array(truth), "value": value.item(), "gradient": array(x.grad)})
    return cases


def best_f1():
    truth = torch.rand(2, 1, 12, 16) > 0.85
    logits = torch.randn(2, 1, 12, 16) + 1.5 * truth - 1
    levels = torch.round(255 * torch.sigmoid(logits)).flatten()
    scores = [f1_score(truth.flatten(), levels >= level, zero_division=0) for level in range(1, 256)]
    value = max(scores)
    return {"logits": array(logits), "targets": array(truth.float()), "f1": value, "level": scores.index(value) + 1}


golden = {"losses": losses(), "bestF1": best_f1()}
(HERE / "segmentation.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print((HERE / "segmentation.json").stat().st_size, "bytes")
