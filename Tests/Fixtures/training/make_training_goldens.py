"""Makes training.json: losses, AdamW, BatchNormalization in training, and a few steps of a small residual network, by PyTorch.

    python make_training_goldens.py            (needs torch)
"""
import json
import pathlib

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
torch.manual_seed(7)
torch.set_num_threads(1)


def numbers(tensor):
    return [float(f"{v:.9g}") for v in tensor.detach().double().flatten().tolist()]


def array(tensor):
    return {"shape": list(tensor.shape), "values": numbers(tensor)}


def losses():
    soft = torch.softmax(torch.randn(4, 3), 1)
    hard = F.one_hot(torch.tensor([0, 2, 1, 2]), 3).float()
    weights = torch.tensor([0.5, 1.0, 2.0])
    yes = (torch.rand(4, 3) > 0.5).float()
    functions = [
        ("cross-entropy", "crossEntropy", hard, 0.0, None, lambda x: F.cross_entropy(x, hard)),
        ("cross-entropy, soft", "crossEntropy", soft, 0.0, None, lambda x: F.cross_entropy(x, soft)),
        ("cross-entropy, smoothed", "crossEntropy", hard, 0.1, None, lambda x: F.cross_entropy(x, hard, label_smoothing=0.1)),
        ("cross-entropy, weighted", "crossEntropy", soft, 0.0, weights,
         lambda x: -(weights * soft * x.log_softmax(1)).sum() / 4),
        ("binary cross-entropy", "binaryCrossEntropy", yes, 0.0, None, lambda x: F.binary_cross_entropy_with_logits(x, yes)),
        ("binary cross-entropy, weighted", "binaryCrossEntropy", yes, 0.0, weights,
         lambda x: F.binary_cross_entropy_with_logits(x, yes, pos_weight=weights)),
        ("mean squared error", "meanSquaredError", soft, 0.0, None, lambda x: F.mse_loss(x, soft)),
    ]
    cases = []
    for name, kind, targets, smoothing, weight, function in functions:
        x = (2 * torch.randn(4, 3)).requires_grad_(True)
        value = function(x)
        value.backward()
        cases.append({
            "name": name, "kind": kind, "output": array(x), "targets": array(targets), "labelSmoothing": smoothing,
            "weights": array(weight) if weight is not None else None, "value": value.item(), "gradient": array(x.grad),
        })
    return cases


def adamw():
    """Two parameters, one of them decayed, over six steps of varying rate."""
    matrix, bias = torch.randn(2, 3).requires_grad_(True), torch.randn(3).requires_grad_(True)
    start = [array(matrix), array(bias)]
    optimizer = torch.optim.AdamW(
        [{"params": [matrix], "weight_decay": 0.1}, {"params": [bias], "weight_decay": 0.0}], betas=(0.9, 0.99), eps=1e-8)
    steps = []
    for step in range(6):
        rate = 0.1 / (1 + step)
        matrix.grad, bias.grad = torch.randn(2, 3), torch.randn(3)
        for group in optimizer.param_groups:
            group["lr"] = rate
        gradients = [array(matrix.grad), array(bias.grad)]
        optimizer.step()
        steps.append({"rate": rate, "gradients": gradients, "parameters": [array(matrix), array(bias)]})
    return {"parameters": start, "steps": steps}


def batch_norm():
    x = torch.randn(3, 2, 2, 3).requires_grad_(True)
    scale, bias = torch.randn(2).requires_grad_(True), torch.randn(2).requires_grad_(True)
    mean, variance = torch.randn(2), torch.rand(2) + 0.5
    before = array(mean), array(variance)
    momentum = 0.8  # ONNX's: what is kept
    y = F.batch_norm(x, mean, variance, scale, bias, training=True, momentum=1 - momentum, eps=1e-3)
    c = torch.cos(torch.arange(y.numel()).float()).view(y.shape)
    (y * c).sum().backward()
    return {
        "x": array(x), "scale": array(scale), "bias": array(bias), "mean": before[0], "variance": before[1],
        "momentum": momentum, "epsilon": 1e-3, "y": array(y), "cotangent": array(c), "newMean": array(mean),
        "newVariance": array(variance), "gradients": {"x": array(x.grad), "scale": array(scale.grad), "bias": array(bias.grad)},
    }


class Block(torch.nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = torch.nn.BatchNorm2d(outputs)
        self.conv2 = torch.nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = torch.nn.BatchNorm2d(outputs)
        self.short = torch.nn.Conv2d(inputs, outputs, 1, stride, bias=False) if stride != 1 else None

    def forward(self, x):
        y = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        return F.relu(y + (x if self.short is None else self.short(x)))


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = torch.nn.Conv2d(1, 4, 3, 1, 1, bias=False)
        self.norm = torch.nn.BatchNorm2d(4)
        self.block1, self.block2 = Block(4, 4, 1), Block(4, 6, 2)
        self.head = torch.nn.Linear(6, 3)

    def forward(self, x):
        x = self.block2(self.block1(F.relu(self.norm(self.stem(x)))))
        return self.head(x.mean((2, 3)))


def block_nodes(name, x, strided):
    stride = {"strides": {"integers": [2, 2]}} if strided else {}
    pads = {"pads": {"integers": [1, 1, 1, 1]}}

    def norm(i, source):
        prefix = f"{name}.norm{i}"
        return {"operator": "BatchNormalization", "outputs": [f"{prefix}.out"], "attributes": {},
                "inputs": [source] + [f"{prefix}.{part}" for part in ("weight", "bias", "running_mean", "running_var")]}

    nodes = [
        {"operator": "Conv", "inputs": [x, f"{name}.conv1.weight"], "outputs": [f"{name}.c1"], "attributes": pads | stride},
        norm(1, f"{name}.c1"),
        {"operator": "Relu", "inputs": [f"{name}.norm1.out"], "outputs": [f"{name}.r1"], "attributes": {}},
        {"operator": "Conv", "inputs": [f"{name}.r1", f"{name}.conv2.weight"], "outputs": [f"{name}.c2"], "attributes": pads},
        norm(2, f"{name}.c2"),
    ]
    shortcut = x
    if strided:
        shortcut = f"{name}.s"
        nodes.append({"operator": "Conv", "inputs": [x, f"{name}.short.weight"], "outputs": [shortcut], "attributes": stride})
    nodes.append({"operator": "Add", "inputs": [f"{name}.norm2.out", shortcut], "outputs": [f"{name}.sum"], "attributes": {}})
    nodes.append({"operator": "Relu", "inputs": [f"{name}.sum"], "outputs": [f"{name}.out"], "attributes": {}})
    return nodes


def network():
    net = Network().train()
    x, labels = torch.randn(6, 1, 9, 8), torch.tensor([0, 1, 2, 0, 1, 2])
    targets = F.one_hot(labels, 3).float()
    norm = ["weight", "bias", "running_mean", "running_var"]
    nodes = [
        {"operator": "Conv", "inputs": ["x", "stem.weight"], "outputs": ["c"], "attributes": {"pads": {"integers": [1, 1, 1, 1]}}},
        {"operator": "BatchNormalization", "inputs": ["c"] + [f"norm.{p}" for p in norm], "outputs": ["n"], "attributes": {}},
        {"operator": "Relu", "inputs": ["n"], "outputs": ["r"], "attributes": {}},
        *block_nodes("block1", "r", False), *block_nodes("block2", "block1.out", True),
        {"operator": "GlobalAveragePool", "inputs": ["block2.out"], "outputs": ["pooled"], "attributes": {}},
        {"operator": "Flatten", "inputs": ["pooled"], "outputs": ["embedding"], "attributes": {}},
        {"operator": "Gemm", "inputs": ["embedding", "head.weight", "head.bias"], "outputs": ["logits"],
         "attributes": {"transB": {"integer": 1}}},
    ]
    initial = {k: array(v) for k, v in net.state_dict().items() if "num_batches" not in k}
    decayed = [p for p in net.parameters() if p.dim() >= 2]
    plain = [p for p in net.parameters() if p.dim() < 2]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}], lr=0.01)
    values, gradients, norms = [], {}, []
    for step in range(4):
        loss = F.cross_entropy(net(x), targets, label_smoothing=0.1)
        optimizer.zero_grad()
        loss.backward()
        if step == 0:
            gradients = {k: array(p.grad) for k, p in net.named_parameters()}
        norms.append(torch.nn.utils.clip_grad_norm_(net.parameters(), 0.5).item())
        optimizer.step()
        values.append(loss.item())
    final = {k: array(v) for k, v in net.state_dict().items() if "num_batches" not in k}
    net.eval()
    return {
        "nodes": nodes, "initializers": initial, "x": array(x), "targets": array(targets), "losses": values, "norms": norms,
        "gradients": gradients, "final": final, "logits": array(net(x)),
    }


golden = {"losses": losses(), "adamw": adamw(), "batchNormalization": batch_norm(), "network": network()}
(HERE / "training.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print((HERE / "training.json").stat().st_size, "bytes")
