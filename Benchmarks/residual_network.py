"""The product's residual networks in PyTorch, their numbers read off an ONNX file of ours."""
import torch
from torch import nn
from torch.nn import functional


class Block(nn.Module):
    """Two 3×3 convolutions beside a shortcut, which is a 1×1 convolution where the shape changes."""

    def __init__(self, given, width, stride):
        super().__init__()
        self.first = nn.Conv2d(given, width, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(width)
        changes = stride != (1, 1) or given != width
        self.shortcut = (
            nn.Sequential(nn.Conv2d(given, width, 1, stride, bias=False), nn.BatchNorm2d(width)) if changes else nn.Identity()
        )

    def forward(self, x):
        y = functional.relu(self.first_norm(self.first(x)), inplace=True)
        return functional.relu(self.second_norm(self.second(y)) + self.shortcut(x), inplace=True)


def pooled_over_time(x, both):
    """Of a spectrogram's map: the mean over bands, then the mean (and the maximum) over frames."""
    x = x.mean(dim=3)
    return torch.cat([x.mean(dim=2), x.amax(dim=2)], dim=1) if both else x.mean(dim=2)


def pooled_over_places(x, both):
    """Of a picture's map: the mean (and the maximum) over its places."""
    return torch.cat([x.mean(dim=(2, 3)), x.amax(dim=(2, 3))], dim=1) if both else x.mean(dim=(2, 3))


class ResidualNetwork(nn.Module):
    """Standardising, a stem, blocks, pooling, dropout, a linear layer: `[batch, channel, row, column]` to `[batch, class]`.

    Every 3×3 convolution, its stride and width come from the graph, and the shapes of all convolutions' weights are compared with the
    graph's one by one. `mean` and `deviation` are tensors that go with the input's shape; `pool` is one of the functions above.
    """

    def __init__(self, graph, mean, deviation, pool):
        super().__init__()
        shapes = {w.name: tuple(w.dims) for w in graph.initializer}
        convolutions = []
        for node in graph.node:
            # An activation map's convolution has the linear layer's weights, none of its own; training does without it.
            if node.op_type == "Conv" and node.input[1] in shapes:
                stride = next((tuple(a.ints) for a in node.attribute if a.name == "strides"), (1, 1))
                convolutions.append((shapes[node.input[1]], stride))
        wide = [(shape, stride) for shape, stride in convolutions if shape[2:] == (3, 3)]
        (stem, stride), pairs = wide[0], list(zip(wide[1::2], wide[2::2]))
        self.register_buffer("mean", mean)
        self.register_buffer("scale", 1 / deviation)
        self.stem = nn.Conv2d(stem[1], stem[0], 3, stride, 1, bias=False)
        self.stem_norm = nn.BatchNorm2d(stem[0])
        self.blocks = nn.Sequential(*[Block(first[1], first[0], stride) for (first, stride), _ in pairs])
        matrix = next(shapes[name] for node in graph.node if node.op_type in ("Gemm", "MatMul") for name in node.input if name in shapes)
        width = pairs[-1][1][0][0]
        self.pool, self.both = pool, max(matrix) == 2 * width
        self.dropout = nn.Dropout(0.3)
        self.head = nn.Linear(max(matrix), min(matrix))
        mine = sorted(tuple(p.shape) for p in self.parameters() if p.ndim == 4)
        theirs = sorted(shape for shape, _ in convolutions)
        if mine != theirs:
            raise SystemExit(f"error: the peer's network is another one: its convolutions are {mine}, the model's {theirs}")

    def forward(self, x):
        x = ((x - self.mean) * self.scale).contiguous(memory_format=torch.channels_last)
        x = self.blocks(functional.relu(self.stem_norm(self.stem(x)), inplace=True))
        return self.head(self.dropout(self.pool(x, self.both)))
