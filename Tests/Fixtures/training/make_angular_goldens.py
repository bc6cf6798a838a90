"""Makes angular.json: losses over angles and their gradients, written with PyTorch's own arc cosine and softmax.

    python make_angular_goldens.py            (needs torch)
"""
import json
import math
import pathlib

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
torch.manual_seed(11)
torch.set_num_threads(1)


def array(tensor):
    return {"shape": list(tensor.shape), "values": [float(f"{v:.9g}") for v in tensor.detach().double().flatten().tolist()]}


def ada_cos(cosines, targets, scale, centres):
    """Wilkinghoff 2021: softmax over all centres, a class is the sum of its own."""
    shares = torch.softmax(scale * cosines, 1).reshape(len(cosines), -1, centres).sum(2)
    return -(targets * shares.log()).sum(1).mean()


def arc_face(cosines, targets, scale, margin, centres):
    """Deng et al. 2019, 2020: the nearest centre's angle, the target's made wider; past half a turn a straight line."""
    nearest = cosines.reshape(len(cosines), -1, centres).max(2).values
    angle, wider = torch.acos(nearest), margin * targets
    made = torch.where(angle + wider < math.pi, torch.cos(angle + wider), nearest - wider * torch.sin(wider))
    return -(targets * (scale * made).log_softmax(1)).sum(1).mean()


def cosines(count, columns):
    return F.normalize(torch.randn(count, 6), dim=1) @ F.normalize(torch.randn(6, columns), dim=0)


hard = F.one_hot(torch.tensor([0, 2, 1, 2]), 3).float()
soft = 0.7 * hard + 0.3 * hard[[1, 2, 3, 0]]
behind = torch.tensor([[-0.97, 0.2, 0.1], [0.3, 0.1, -0.99], [0.5, 0.6, -0.2], [0.2, 0.9, -0.93]])
cases = []
for name, x, targets, scale, margin, centres, nearest in [
    ("AdaCos", cosines(4, 3), hard, math.sqrt(2) * math.log(2), 0, 1, False),
    ("AdaCos, mixtures", cosines(4, 3), soft, 5, 0, 1, False),
    ("sub-cluster AdaCos", cosines(4, 12), hard, math.sqrt(2) * math.log(11), 0, 4, False),
    ("sub-cluster AdaCos, mixtures", cosines(4, 12), soft, math.sqrt(2) * math.log(11), 0, 4, False),
    ("ArcFace", cosines(4, 3), hard, 16, 0.5, 1, True),
    ("ArcFace, mixtures", cosines(4, 3), soft, 16, 0.5, 1, True),
    ("ArcFace past half a turn", behind, hard, 16, 0.5, 1, True),
    ("sub-centre ArcFace", cosines(4, 12), hard, 30, 0.3, 4, True),
]:
    x = x.double().requires_grad_(True)
    value = arc_face(x, targets, scale, margin, centres) if nearest else ada_cos(x, targets, scale, centres)
    value.backward()
    cases.append({"name": name, "cosines": array(x), "targets": array(targets), "scale": scale, "margin": margin,
                  "keepsNearest": nearest, "value": value.item(), "gradient": array(x.grad)})
(HERE / "angular.json").write_text(json.dumps(cases, indent=1) + "\n")
