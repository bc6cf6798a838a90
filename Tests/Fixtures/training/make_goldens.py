"""Makes operators.json and operators.bin: what every ONNX operator of the trainer must give, forward and backward.

    python make_goldens.py            (needs torch, onnx, onnxruntime)

The numbers come from PyTorch's own functions. Each case is also built as an ONNX model of one node and run by ONNX Runtime
(where that knows the operator), so that PyTorch's function is known to be what ONNX means.

A gradient is that of sum(output * c) with c[i] = ((7 i) mod 13 - 6) / 6 over the row-major index i of each float output.
"""
import json
import pathlib
import sys
import zlib

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from onnx import helper

HERE = pathlib.Path(__file__).parent
torch.set_num_threads(1)


class Input:
    """An input of a node. `constant` ones become initializers, the others inputs of the graph."""

    def __init__(self, values, constant=False, gradient=True):
        self.values = np.asarray(values)
        self.constant = constant
        self.gradient = gradient and self.values.dtype == np.float32


class Maker:
    def __init__(self, seed):
        self.random = np.random.default_rng(zlib.crc32(seed.encode()))

    def x(self, *shape, scale=1.0, constant=False, gradient=True, positive=False, spread=False):
        values = self.random.standard_normal(shape)
        if positive:
            values = np.abs(values) + 0.3
        if spread:  # distinct values: no ties for maxima and orders
            values = self.random.permutation(np.prod(shape, dtype=int)).reshape(shape) / 7.0 - 2.0
        return Input((values * scale).astype(np.float32), constant, gradient)

    def w(self, *shape, **options):
        return self.x(*shape, constant=True, **options)


def ints(*values, shape=None):
    array = np.array(values, np.int64)
    return Input(array if shape is None else array.reshape(shape), constant=True)


def fixed(*values, shape=None):
    array = np.array(values, np.float32)
    return Input(array if shape is None else array.reshape(shape), constant=True, gradient=False)


CASES = []


def case(name, operator, inputs, reference, attributes=None, opset=17, outputs=1, tolerance=1e-5, runtime=True):
    """`inputs` is made by a function of a Maker; `reference` gets tensors and returns one or several."""
    CASES.append(dict(name=name, operator=operator, inputs=inputs(Maker(name)), reference=reference,
                      attributes=attributes or {}, opset=opset, outputs=outputs, tolerance=tolerance, runtime=runtime))


def listed(values):
    return [int(v) for v in values.flatten()]


# ---- Convolution -------------------------------------------------------------------------------------------------
case("conv 2-D", "Conv", lambda m: [m.x(2, 3, 5, 6), m.w(4, 3, 3, 3), m.w(4)],
     lambda x, w, b: F.conv2d(x, w, b, padding=1), {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]})
case("conv 2-D without bias, strided", "Conv", lambda m: [m.x(1, 2, 7, 6), m.w(3, 2, 3, 2)],
     lambda x, w: F.conv2d(x, w, stride=(2, 1)), {"strides": [2, 1]})
case("conv 2-D, asymmetric pads", "Conv", lambda m: [m.x(1, 2, 4, 5), m.w(3, 2, 3, 3), m.w(3)],
     lambda x, w, b: F.conv2d(F.pad(x, (1, 2, 0, 1)), w, b), {"pads": [0, 1, 1, 2]})
case("conv 2-D, dilated", "Conv", lambda m: [m.x(1, 2, 7, 7), m.w(2, 2, 3, 3), m.w(2)],
     lambda x, w, b: F.conv2d(x, w, b, padding=2, dilation=2), {"dilations": [2, 2], "pads": [2, 2, 2, 2]})
case("conv 2-D, depthwise", "Conv", lambda m: [m.x(2, 4, 5, 5), m.w(4, 1, 3, 3), m.w(4)],
     lambda x, w, b: F.conv2d(x, w, b, padding=1, groups=4), {"group": 4, "pads": [1, 1, 1, 1]})
case("conv 2-D, two groups", "Conv", lambda m: [m.x(1, 4, 4, 4), m.w(6, 2, 1, 1), m.w(6)],
     lambda x, w, b: F.conv2d(x, w, b, groups=2), {"group": 2})
case("conv 2-D, SAME_UPPER strided", "Conv", lambda m: [m.x(1, 1, 6, 5), m.w(2, 1, 3, 4), m.w(2)],
     lambda x, w, b: F.conv2d(F.pad(x, (1, 2, 0, 1)), w, b, stride=(2, 1)), {"auto_pad": "SAME_UPPER", "strides": [2, 1]})
case("conv 2-D, SAME_LOWER strided", "Conv", lambda m: [m.x(1, 1, 6, 5), m.w(2, 1, 3, 4), m.w(2)],
     lambda x, w, b: F.conv2d(F.pad(x, (2, 1, 1, 0)), w, b, stride=(2, 1)), {"auto_pad": "SAME_LOWER", "strides": [2, 1]})
case("conv 2-D, VALID", "Conv", lambda m: [m.x(1, 2, 4, 4), m.w(2, 2, 3, 3)],
     lambda x, w: F.conv2d(x, w), {"auto_pad": "VALID"})
case("conv 1-D", "Conv", lambda m: [m.x(2, 3, 9), m.w(4, 3, 3), m.w(4)],
     lambda x, w, b: F.conv1d(x, w, b, stride=2, padding=1), {"pads": [1, 1], "strides": [2]})
case("conv 1-D, asymmetric pads, dilated", "Conv", lambda m: [m.x(1, 2, 8), m.w(2, 2, 3), m.w(2)],
     lambda x, w, b: F.conv1d(F.pad(x, (4, 0)), w, b, dilation=2), {"pads": [4, 0], "dilations": [2]})
case("conv 3-D", "Conv", lambda m: [m.x(1, 2, 3, 4, 4), m.w(2, 2, 2, 3, 3), m.w(2)],
     lambda x, w, b: F.conv3d(x, w, b, padding=(0, 1, 1)), {"pads": [0, 1, 1, 0, 1, 1]})
case("transposed conv 2-D", "ConvTranspose", lambda m: [m.x(1, 3, 4, 3), m.w(3, 2, 2, 2), m.w(2)],
     lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2), {"strides": [2, 2]})
case("transposed conv 2-D, output padding", "ConvTranspose", lambda m: [m.x(1, 2, 3, 4), m.w(2, 3, 3, 3), m.w(3)],
     lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1),
     {"strides": [2, 2], "pads": [1, 1, 1, 1], "output_padding": [1, 1]})
case("transposed conv 2-D, asymmetric pads", "ConvTranspose", lambda m: [m.x(1, 2, 3, 3), m.w(2, 2, 3, 3), m.w(2)],
     lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2)[:, :, 1:, :-2], {"strides": [2, 2], "pads": [1, 0, 0, 2]})
case("transposed conv 2-D, output shape", "ConvTranspose", lambda m: [m.x(1, 2, 3, 3), m.w(2, 2, 3, 3)],
     lambda x, w: F.conv_transpose2d(x, w, stride=2)[:, :, :6, :6],
     {"strides": [2, 2], "output_shape": [6, 6], "auto_pad": "SAME_UPPER"})
case("transposed conv 2-D, two groups", "ConvTranspose", lambda m: [m.x(1, 4, 3, 3), m.w(4, 1, 2, 2)],
     lambda x, w: F.conv_transpose2d(x, w, groups=2, dilation=2), {"group": 2, "dilations": [2, 2]})
case("transposed conv 1-D", "ConvTranspose", lambda m: [m.x(1, 2, 5), m.w(2, 3, 4), m.w(3)],
     lambda x, w, b: F.conv_transpose1d(x, w, b, stride=2, padding=1), {"strides": [2], "pads": [1, 1]})

# ---- Normalization -----------------------------------------------------------------------------------------------
case("batch norm, running statistics", "BatchNormalization",
     lambda m: [m.x(2, 3, 4, 5), m.w(3), m.w(3), m.w(3, gradient=False), m.w(3, gradient=False, positive=True)],
     lambda x, s, b, mean, var: F.batch_norm(x, mean, var, s, b, False, 0, 1e-3), {"epsilon": 1e-3})
case("batch norm of rows", "BatchNormalization",
     lambda m: [m.x(4, 3), m.w(3), m.w(3), m.w(3, gradient=False), m.w(3, gradient=False, positive=True)],
     lambda x, s, b, mean, var: F.batch_norm(x, mean, var, s, b, False, 0, 1e-5))
case("instance norm", "InstanceNormalization", lambda m: [m.x(2, 3, 4, 4), m.w(3), m.w(3)],
     lambda x, s, b: F.instance_norm(x, weight=s, bias=b, eps=1e-3), {"epsilon": 1e-3})
case("layer norm", "LayerNormalization", lambda m: [m.x(2, 3, 6), m.w(6), m.w(6)],
     lambda x, s, b: F.layer_norm(x, (6,), s, b, 1e-5))
case("layer norm over two axes", "LayerNormalization", lambda m: [m.x(2, 3, 4), m.w(3, 4), m.w(3, 4)],
     lambda x, s, b: F.layer_norm(x, (3, 4), s, b, 1e-3), {"axis": 1, "epsilon": 1e-3})
case("group norm", "GroupNormalization", lambda m: [m.x(2, 4, 3, 3), m.w(4), m.w(4)],
     lambda x, s, b: F.group_norm(x, 2, s, b, 1e-5), {"num_groups": 2}, opset=21)

# ---- Activations -------------------------------------------------------------------------------------------------
for name, reference, options in [
    ("Relu", F.relu, {}), ("Sigmoid", torch.sigmoid, {}), ("Tanh", torch.tanh, {}), ("Erf", torch.erf, {}),
    ("Exp", torch.exp, {}), ("Log", torch.log, {"positive": True}), ("Sqrt", torch.sqrt, {"positive": True}),
    ("Reciprocal", torch.reciprocal, {"positive": True}), ("Neg", torch.neg, {}), ("Abs", torch.abs, {}),
    ("Softplus", F.softplus, {}), ("HardSwish", F.hardswish, {"scale": 3.0}), ("Floor", torch.floor, {}),
    ("Ceil", torch.ceil, {}), ("Round", torch.round, {"scale": 3.0}), ("Sign", torch.sign, {}), ("Sin", torch.sin, {}),
    ("Cos", torch.cos, {}), ("Softsign", F.softsign, {}), ("Identity", lambda x: x + 0, {}),
]:
    case(name.lower(), name, lambda m, o=options: [m.x(2, 3, 4, **o)], reference)
case("mish", "Mish", lambda m: [m.x(2, 3, 4)], F.mish, opset=18)
case("leaky relu", "LeakyRelu", lambda m: [m.x(2, 3, 4)], lambda x: F.leaky_relu(x, 0.2), {"alpha": 0.2})
case("prelu by channel", "PRelu", lambda m: [m.x(2, 3, 4, 4), m.w(3, 1, 1)], lambda x, s: torch.where(x > 0, x, x * s))
case("prelu, one slope", "PRelu", lambda m: [m.x(2, 3, 4), m.w(1)], lambda x, s: torch.where(x > 0, x, x * s))
case("prelu by column", "PRelu", lambda m: [m.x(2, 3, 4), m.w(4)], lambda x, s: torch.where(x > 0, x, x * s))
case("elu", "Elu", lambda m: [m.x(2, 3, 4)], lambda x: F.elu(x, 0.7), {"alpha": 0.7})
case("selu", "Selu", lambda m: [m.x(2, 3, 4)], F.selu)
case("hard sigmoid", "HardSigmoid", lambda m: [m.x(2, 3, 4, scale=2.0)],
     lambda x: (0.3 * x + 0.4).clamp(0, 1), {"alpha": 0.3, "beta": 0.4})
case("gelu", "Gelu", lambda m: [m.x(2, 3, 4)], F.gelu, opset=20)
case("gelu by tanh", "Gelu", lambda m: [m.x(2, 3, 4)], lambda x: F.gelu(x, approximate="tanh"), {"approximate": "tanh"}, opset=20)
case("clip by attributes (relu6)", "Clip", lambda m: [m.x(2, 3, 4, scale=5.0)], lambda x: x.clamp(0, 6), {"min": 0.0, "max": 6.0}, opset=10)
case("clip by inputs", "Clip", lambda m: [m.x(2, 3, 4), fixed(-0.5, shape=()), fixed(0.8, shape=())], lambda x, a, b: x.clamp(-0.5, 0.8))
case("clip from above only", "Clip", lambda m: [m.x(2, 3, 4), None, fixed(0.3, shape=())], lambda x, b: x.clamp(max=0.3))
case("dropout in service", "Dropout", lambda m: [m.x(2, 3, 4)], lambda x: x + 0, {"ratio": 0.5}, opset=10)

# ---- Arithmetic and comparison -----------------------------------------------------------------------------------
for name, reference in [("Add", torch.add), ("Sub", torch.sub), ("Mul", torch.mul), ("Div", torch.div)]:
    case(name.lower(), name, lambda m: [m.x(2, 3, 4), m.x(2, 3, 4, positive=True)], reference)
    case(name.lower() + ", broadcast", name, lambda m: [m.x(2, 1, 4), m.x(3, 1, positive=True)], reference)
case("pow", "Pow", lambda m: [m.x(2, 3, 4, positive=True), m.x(4)], torch.pow)
case("square", "Pow", lambda m: [m.x(2, 3, 4), fixed(2.0, shape=())], lambda x, two: x ** 2)
case("max of three", "Max", lambda m: [m.x(2, 4), m.x(2, 4), m.x(4)], lambda a, b, c: torch.maximum(torch.maximum(a, b), c))
case("min of two", "Min", lambda m: [m.x(2, 4), m.x(2, 1)], torch.minimum)
case("sum of three", "Sum", lambda m: [m.x(2, 4), m.x(2, 4), m.x(4)], lambda a, b, c: a + b + c)
case("mean of two", "Mean", lambda m: [m.x(2, 4), m.x(2, 4)], lambda a, b: (a + b) / 2)
case("division of whole numbers", "Div", lambda m: [ints(7, -7, 9), ints(2, 2, -4)], lambda a, b: torch.div(a, b, rounding_mode="trunc"))
case("modulo of whole numbers", "Mod", lambda m: [ints(7, -7, 9), ints(2, 4, -4)], torch.remainder)
for name, reference in [("Equal", torch.eq), ("Greater", torch.gt), ("Less", torch.lt), ("GreaterOrEqual", torch.ge), ("LessOrEqual", torch.le)]:
    case(name.lower(), name, lambda m: [m.x(2, 4, gradient=False), fixed(0.1, -0.2, 0.3, 0.4)], reference)
case("equal whole numbers", "Equal", lambda m: [ints(1, 2, 3), ints(1, 5, 3)], torch.eq)
boolean = lambda *v: Input(np.array(v, bool))
case("where", "Where", lambda m: [boolean(True, False, True, False), m.x(2, 4), m.x(2, 1)], torch.where)
case("not", "Not", lambda m: [boolean(True, False)], torch.logical_not)
case("and", "And", lambda m: [boolean(True, False, True), boolean(True, True, False)], torch.logical_and)
case("or", "Or", lambda m: [boolean(True, False, False), boolean(True, True, False)], torch.logical_or)
case("xor", "Xor", lambda m: [boolean(True, False, False), boolean(True, True, False)], torch.logical_xor)

# ---- Matrices ----------------------------------------------------------------------------------------------------
case("matmul", "MatMul", lambda m: [m.x(3, 4), m.w(4, 5)], torch.matmul)
case("matmul of batches", "MatMul", lambda m: [m.x(2, 3, 4), m.x(2, 4, 5)], torch.matmul)
case("matmul, weight broadcast over batches", "MatMul", lambda m: [m.x(2, 2, 3, 4), m.w(4, 2)], torch.matmul)
case("gemm", "Gemm", lambda m: [m.x(3, 4), m.w(4, 5), m.w(5)], lambda a, b, c: a @ b + c)
case("gemm, linear layer", "Gemm", lambda m: [m.x(3, 4), m.w(5, 4), m.w(5)], lambda a, b, c: a @ b.T + c, {"transB": 1})
case("gemm, scaled and transposed", "Gemm", lambda m: [m.x(4, 3), m.w(5, 4), m.w(1, 5)],
     lambda a, b, c: 0.5 * (a.T @ b.T) + 2 * c, {"transA": 1, "transB": 1, "alpha": 0.5, "beta": 2.0})
case("gemm without bias", "Gemm", lambda m: [m.x(3, 4), m.w(4, 5)], lambda a, b: 2 * (a @ b), {"alpha": 2.0})

# ---- Softmax -----------------------------------------------------------------------------------------------------
case("softmax", "Softmax", lambda m: [m.x(2, 3, 4)], lambda x: x.softmax(-1))
case("softmax along channels", "Softmax", lambda m: [m.x(2, 3, 4)], lambda x: x.softmax(1), {"axis": 1})
case("softmax over flattened axes (operator set 11)", "Softmax", lambda m: [m.x(2, 3, 4)],
     lambda x: x.flatten(1).softmax(1).view(2, 3, 4), opset=11)
case("log softmax", "LogSoftmax", lambda m: [m.x(2, 5)], lambda x: x.log_softmax(-1), {"axis": -1})
case("log softmax over flattened axes (operator set 9)", "LogSoftmax", lambda m: [m.x(2, 3, 2)],
     lambda x: x.flatten(1).log_softmax(1).view(2, 3, 2), opset=9)

# ---- Pooling -----------------------------------------------------------------------------------------------------
inf = float("inf")
case("max pool 2-D", "MaxPool", lambda m: [m.x(1, 2, 6, 5, spread=True)], lambda x: F.max_pool2d(x, 2), {"kernel_shape": [2, 2], "strides": [2, 2]})
case("max pool 2-D, padded", "MaxPool", lambda m: [m.x(1, 2, 6, 5, spread=True)], lambda x: F.max_pool2d(x, 3, 2, 1),
     {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]})
case("max pool 2-D, asymmetric pads", "MaxPool", lambda m: [m.x(1, 2, 6, 5, spread=True)],
     lambda x: F.max_pool2d(F.pad(x, (0, 1, 0, 1), value=-inf), 3, 2), {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [0, 0, 1, 1]})
case("max pool 2-D, ceiling", "MaxPool", lambda m: [m.x(1, 2, 6, 5, spread=True)], lambda x: F.max_pool2d(x, 2, 2, ceil_mode=True),
     {"kernel_shape": [2, 2], "strides": [2, 2], "ceil_mode": 1})
case("max pool 2-D, dilated", "MaxPool", lambda m: [m.x(1, 1, 6, 6, spread=True)], lambda x: F.max_pool2d(x, 2, 1, dilation=2),
     {"kernel_shape": [2, 2], "dilations": [2, 2]})
case("max pool 2-D, SAME_UPPER", "MaxPool", lambda m: [m.x(1, 2, 5, 5, spread=True)],
     lambda x: F.max_pool2d(F.pad(x, (0, 1, 0, 1), value=-inf), 2, 1), {"kernel_shape": [2, 2], "auto_pad": "SAME_UPPER"})
case("max pool 1-D", "MaxPool", lambda m: [m.x(1, 2, 9, spread=True)], lambda x: F.max_pool1d(x, 3, 2), {"kernel_shape": [3], "strides": [2]})
case("average pool 2-D", "AveragePool", lambda m: [m.x(1, 2, 6, 5)], lambda x: F.avg_pool2d(x, 2), {"kernel_shape": [2, 2], "strides": [2, 2]})
case("average pool 2-D, padding left out", "AveragePool", lambda m: [m.x(1, 2, 6, 5)],
     lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False), {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]})
case("average pool 2-D, padding counted", "AveragePool", lambda m: [m.x(1, 2, 6, 5)], lambda x: F.avg_pool2d(x, 3, 2, 1),
     {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1], "count_include_pad": 1})
case("average pool 2-D, asymmetric pads left out", "AveragePool", lambda m: [m.x(1, 2, 4, 4)],
     lambda x: F.avg_pool2d(F.pad(x, (0, 1, 0, 1)), 2, 1, divisor_override=1) / F.avg_pool2d(F.pad(torch.ones_like(x), (0, 1, 0, 1)), 2, 1, divisor_override=1),
     {"kernel_shape": [2, 2], "pads": [0, 0, 1, 1]})
case("average pool 2-D, asymmetric pads counted", "AveragePool", lambda m: [m.x(1, 2, 4, 4)],
     lambda x: F.avg_pool2d(F.pad(x, (0, 1, 0, 1)), 2, 1), {"kernel_shape": [2, 2], "pads": [0, 0, 1, 1], "count_include_pad": 1})
case("average pool 2-D, ceiling", "AveragePool", lambda m: [m.x(1, 2, 6, 5)], lambda x: F.avg_pool2d(x, 2, 2, ceil_mode=True, count_include_pad=False),
     {"kernel_shape": [2, 2], "strides": [2, 2], "ceil_mode": 1})
case("average pool 1-D", "AveragePool", lambda m: [m.x(1, 2, 9)], lambda x: F.avg_pool1d(x, 3, 2), {"kernel_shape": [3], "strides": [2]})
case("global average pool", "GlobalAveragePool", lambda m: [m.x(2, 3, 4, 5)], lambda x: x.mean((2, 3), keepdim=True))
case("global max pool", "GlobalMaxPool", lambda m: [m.x(2, 3, 4, 5, spread=True)], lambda x: x.amax((2, 3), keepdim=True))

# ---- Reduction ---------------------------------------------------------------------------------------------------
for name, reference, options in [
    ("ReduceMean", lambda x, a, k: x.mean(a, k), {}), ("ReduceSum", lambda x, a, k: x.sum(a, k), {}),
    ("ReduceMax", lambda x, a, k: x.amax(a, k), {"spread": True}), ("ReduceMin", lambda x, a, k: x.amin(a, k), {"spread": True}),
    ("ReduceL1", lambda x, a, k: x.abs().sum(a, k), {}), ("ReduceL2", lambda x, a, k: x.square().sum(a, k).sqrt(), {}),
    ("ReduceSumSquare", lambda x, a, k: x.square().sum(a, k), {}),
    ("ReduceLogSumExp", lambda x, a, k: x.logsumexp(a, k), {}),
]:
    words = name.removeprefix("Reduce")
    case(f"reduce {words}, axes as attribute", name, lambda m, o=options: [m.x(2, 3, 4, **o)],
         lambda x, r=reference: r(x, (1, 2), True), {"axes": [1, -1]}, opset=11)
    case(f"reduce {words}, axes as input", name, lambda m, o=options: [m.x(2, 3, 4, **o), ints(1)],
         lambda x, a, r=reference: r(x, (1,), False), {"keepdims": 0}, opset=18)
case("reduce Mean, all axes", "ReduceMean", lambda m: [m.x(2, 3, 4)], lambda x: x.mean().view(1, 1, 1))
case("reduce Sum, no axes as identity", "ReduceSum", lambda m: [m.x(2, 3)], lambda x: x + 0, {"noop_with_empty_axes": 1})
case("reduce Prod", "ReduceProd", lambda m: [m.x(2, 3, 4)], lambda x: x.prod(2).prod(0), {"axes": [0, 2], "keepdims": 0})
case("argmax", "ArgMax", lambda m: [m.x(2, 3, 4, spread=True)], lambda x: x.argmax(1, keepdim=True), {"axis": 1})
case("argmax, last of equals", "ArgMax", lambda m: [Input(np.array([[1, 2, 2], [3, 0, 3]], np.float32))],
     lambda x: torch.tensor([2, 2]), {"axis": 1, "keepdims": 0, "select_last_index": 1})
case("argmin", "ArgMin", lambda m: [m.x(2, 3, 4, spread=True)], lambda x: x.argmin(-1), {"axis": -1, "keepdims": 0})
case("top k", "TopK", lambda m: [m.x(2, 5, spread=True), ints(2)], lambda x, k: torch.topk(x, 2, 1), outputs=2)
case("top k, smallest along rows", "TopK", lambda m: [m.x(5, 2, spread=True), ints(3)],
     lambda x, k: torch.topk(x, 3, 0, largest=False), {"axis": 0, "largest": 0}, outputs=2)

# ---- Shape and place ---------------------------------------------------------------------------------------------
case("flatten", "Flatten", lambda m: [m.x(2, 3, 4)], lambda x: x.reshape(2, 12))
case("flatten at 2", "Flatten", lambda m: [m.x(2, 3, 4)], lambda x: x.reshape(6, 4), {"axis": 2})
case("reshape with 0 and -1", "Reshape", lambda m: [m.x(2, 3, 4), ints(0, -1)], lambda x, s: x.reshape(2, 12))
case("transpose", "Transpose", lambda m: [m.x(2, 3, 4)], lambda x: x.permute(0, 2, 1), {"perm": [0, 2, 1]})
case("transpose, all axes", "Transpose", lambda m: [m.x(2, 3, 4)], lambda x: x.permute(2, 1, 0))
case("squeeze, axes as attribute", "Squeeze", lambda m: [m.x(2, 1, 3, 1)], lambda x: x.squeeze(-1), {"axes": [-1]}, opset=11)
case("squeeze, axes as input", "Squeeze", lambda m: [m.x(2, 1, 3, 1), ints(1, 3)], lambda x, a: x.reshape(2, 3))
case("squeeze all", "Squeeze", lambda m: [m.x(2, 1, 3, 1)], lambda x: x.squeeze())
case("unsqueeze, axes as attribute", "Unsqueeze", lambda m: [m.x(2, 3)], lambda x: x.reshape(1, 2, 3, 1), {"axes": [0, 3]}, opset=11)
case("unsqueeze, axes as input", "Unsqueeze", lambda m: [m.x(2, 3), ints(-1, 1)], lambda x, a: x.reshape(2, 1, 3, 1))
case("expand", "Expand", lambda m: [m.x(3, 1), ints(2, 1, 4)], lambda x, s: x.expand(2, 3, 4))
case("tile", "Tile", lambda m: [m.x(2, 3), ints(2, 2)], lambda x, s: x.repeat(2, 2))
case("concat", "Concat", lambda m: [m.x(2, 3, 2), m.x(2, 1, 2), m.x(2, 2, 2)], lambda *xs: torch.cat(xs, 1), {"axis": 1})
case("concat at the end", "Concat", lambda m: [m.x(2, 3), m.x(2, 2)], lambda *xs: torch.cat(xs, -1), {"axis": -1})
case("split by attribute", "Split", lambda m: [m.x(2, 6)], lambda x: x.split([2, 4], 1), {"axis": 1, "split": [2, 4]}, opset=11, outputs=2)
case("split by input", "Split", lambda m: [m.x(2, 6), ints(1, 2, 3)], lambda x, s: x.split([1, 2, 3], 1), {"axis": 1}, outputs=3)
case("split evenly", "Split", lambda m: [m.x(5, 2)], lambda x: x.split([3, 2], 0), {"num_outputs": 2}, opset=18, outputs=2)
case("slice by attributes", "Slice", lambda m: [m.x(4, 5)], lambda x: x[1:3, 0:-1], {"starts": [1, 0], "ends": [3, -1], "axes": [0, 1]}, opset=9)
case("slice by inputs", "Slice", lambda m: [m.x(4, 5), ints(-3), ints(1000), ints(1), ints(2)], lambda x, *_: x[:, -3::2])
case("slice backwards", "Slice", lambda m: [m.x(4, 6), ints(-1, 4), ints(-1000, 0), ints(0, 1), ints(-1, -2)],
     lambda x, *_: x.flip(0)[:, [4, 2]])
case("gather rows", "Gather", lambda m: [m.x(4, 3), ints(0, 2, 2, -1, shape=(2, 2))], lambda x, i: x[torch.tensor([[0, 2], [2, 3]])])
case("gather columns", "Gather", lambda m: [m.x(2, 4, 3), ints(3, 1)], lambda x, i: x[:, [3, 1]], {"axis": 1})
case("gather one", "Gather", lambda m: [m.x(2, 4), ints(1, shape=())], lambda x, i: x[:, 1], {"axis": -1})
case("cast to whole numbers", "Cast", lambda m: [m.x(2, 3, scale=3.0)], lambda x: x.long(), {"to": 7})
case("cast to float", "Cast", lambda m: [ints(1, 2, 3)], lambda x: x.float(), {"to": 1})
case("constant", "Constant", lambda m: [], lambda: torch.tensor([[1.5, -2.0]]), {"value": np.array([[1.5, -2.0]], np.float32)})
case("constant of shape", "ConstantOfShape", lambda m: [ints(2, 3)], lambda s: torch.full((2, 3), 1.5), {"value": np.array([1.5], np.float32)})
case("range", "Range", lambda m: [ints(2, shape=()), ints(9, shape=()), ints(3, shape=())], lambda *_: torch.tensor([2, 5, 8]))
case("shape", "Shape", lambda m: [m.x(2, 3, 4)], lambda x: torch.tensor([2, 3, 4]))
case("part of a shape", "Shape", lambda m: [m.x(2, 3, 4)], lambda x: torch.tensor([3]), {"start": 1, "end": -1})
case("size", "Size", lambda m: [m.x(2, 3, 4)], lambda x: torch.tensor(24))
case("depth to space, DCR", "DepthToSpace", lambda m: [m.x(1, 8, 2, 3)],
     lambda x: x.view(1, 2, 2, 2, 2, 3).permute(0, 3, 4, 1, 5, 2).reshape(1, 2, 4, 6), {"blocksize": 2})
case("depth to space, CRD", "DepthToSpace", lambda m: [m.x(1, 8, 2, 3)], lambda x: F.pixel_shuffle(x, 2), {"blocksize": 2, "mode": "CRD"})
case("space to depth", "SpaceToDepth", lambda m: [m.x(1, 2, 4, 6)],
     lambda x: x.view(1, 2, 2, 2, 3, 2).permute(0, 3, 5, 1, 2, 4).reshape(1, 8, 2, 3), {"blocksize": 2})

# ---- Padding -----------------------------------------------------------------------------------------------------
case("pad by attributes", "Pad", lambda m: [m.x(1, 2, 3, 3)], lambda x: F.pad(x, (1, 0, 0, 2), value=0.5),
     {"pads": [0, 0, 0, 1, 0, 0, 2, 0], "value": 0.5}, opset=10)
case("pad by inputs", "Pad", lambda m: [m.x(2, 3), ints(1, 0, 0, 2), fixed(-1.0, shape=())], lambda x, *_: F.pad(x, (0, 2, 1, 0), value=-1.0))
case("pad by axes", "Pad", lambda m: [m.x(2, 3, 4), ints(1, 2), None, ints(-1)], lambda x, *_: F.pad(x, (1, 2)), opset=18)
case("pad, cutting", "Pad", lambda m: [m.x(2, 5), ints(0, -1, 0, -2)], lambda x, *_: x[:, 1:-2])
case("pad, reflected", "Pad", lambda m: [m.x(1, 2, 4, 5), ints(0, 0, 2, 1, 0, 0, 1, 3)], lambda x, *_: F.pad(x, (1, 3, 2, 1), mode="reflect"), {"mode": "reflect"})
case("pad, edge", "Pad", lambda m: [m.x(1, 2, 4), ints(0, 0, 2, 0, 0, 3)], lambda x, *_: F.pad(x, (2, 3), mode="replicate"), {"mode": "edge"})
case("pad, reflected batch axis", "Pad", lambda m: [m.x(3, 2), ints(2, 0, 1, 1)],
     lambda x, *_: x[[2, 1, 0, 1, 2, 1]][:, [0, 1, 0]], {"mode": "reflect"})
case("pad, wrapped", "Pad", lambda m: [m.x(1, 4), ints(0, 1, 0, 2)], lambda x, *_: x[:, [3, 0, 1, 2, 3, 0, 1]], {"mode": "wrap"}, opset=19)

# ---- Resize ------------------------------------------------------------------------------------------------------
def interpolated(x, axis, output, source):
    """Linear interpolation along an axis at the places source(i); beyond the ends the last value counts."""
    length = x.shape[axis]
    places = [min(max(source(i), 0), length - 1) for i in range(output)]
    low = [int(np.floor(p)) for p in places]
    high = [min(i + 1, length - 1) for i in low]
    share = torch.tensor([p - i for p, i in zip(places, low)]).float().view([-1 if a == axis else 1 for a in range(x.dim())])
    return x.index_select(axis, torch.tensor(low)) * (1 - share) + x.index_select(axis, torch.tensor(high)) * share


empty = lambda: Input(np.zeros(0, np.float32), constant=True, gradient=False)
scales = lambda *v: fixed(*v)
case("resize nearest, doubled", "Resize", lambda m: [m.x(1, 2, 3, 4), None, scales(1, 1, 2, 2)],
     lambda x, s: F.interpolate(x, scale_factor=2, mode="nearest"), {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"})
case("resize nearest, default coordinates", "Resize", lambda m: [m.x(1, 2, 3, 4), None, scales(1, 1, 2, 3)],
     lambda x, s: F.interpolate(x, scale_factor=(2, 3), mode="nearest"), {"mode": "nearest"})
case("resize nearest, shrunk, half up", "Resize", lambda m: [m.x(1, 1, 6, 6), None, scales(1, 1, 0.5, 0.5)],
     lambda x, s: F.interpolate(x, scale_factor=0.5, mode="nearest-exact"), {"mode": "nearest", "nearest_mode": "round_prefer_ceil"})
case("resize nearest, shrunk, half down", "Resize", lambda m: [m.x(1, 1, 6, 6), None, scales(1, 1, 0.5, 0.5)],
     lambda x, s: x[:, :, 0::2, 0::2], {"mode": "nearest"})
case("resize nearest, ceiling", "Resize", lambda m: [m.x(1, 1, 2, 4), None, scales(1, 1, 1, 1.5)],
     lambda x, s: x[:, :, :, [0, 1, 2, 2, 3, 3]], {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "ceil"})
case("resize nearest by size", "Resize", lambda m: [m.x(1, 2, 3, 3), None, None, ints(1, 2, 6, 9)],
     lambda x, s: F.interpolate(x, (6, 9), mode="nearest"), {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"})
case("resize linear, half pixel", "Resize", lambda m: [m.x(1, 2, 3, 4), None, scales(1, 1, 2, 2)],
     lambda x, s: F.interpolate(x, scale_factor=2, mode="bilinear"), {"mode": "linear"})
case("resize linear, broken scale", "Resize", lambda m: [m.x(1, 2, 5, 4), None, scales(1, 1, 1.5, 0.6)],
     lambda x, s: F.interpolate(x, scale_factor=(1.5, 0.6), mode="bilinear"), {"mode": "linear"}, tolerance=1e-4)
case("resize linear, align corners", "Resize", lambda m: [m.x(1, 2, 3, 4), None, None, ints(1, 2, 5, 7)],
     lambda x, s: F.interpolate(x, (5, 7), mode="bilinear", align_corners=True), {"mode": "linear", "coordinate_transformation_mode": "align_corners"})
case("resize linear, asymmetric", "Resize", lambda m: [m.x(1, 2, 3, 4), None, scales(1, 1, 2, 2)],
     lambda x, s: interpolated(interpolated(x, 2, 6, lambda i: i / 2), 3, 8, lambda i: i / 2),
     {"mode": "linear", "coordinate_transformation_mode": "asymmetric"})
case("resize linear, pytorch half pixel to one", "Resize", lambda m: [m.x(1, 2, 1, 4), None, None, ints(1, 2, 1, 1)],
     lambda x, s: x[:, :, :, :1], {"mode": "linear", "coordinate_transformation_mode": "pytorch_half_pixel"})
case("resize linear of a row", "Resize", lambda m: [m.x(1, 2, 5), None, scales(1, 1, 2)],
     lambda x, s: F.interpolate(x, scale_factor=2, mode="linear"), {"mode": "linear"})
case("resize cubic", "Resize", lambda m: [m.x(1, 1, 4, 4), None, scales(1, 1, 2, 2)],
     lambda x, s: F.interpolate(x, scale_factor=2, mode="bicubic"), {"mode": "cubic"})
case("resize by axes", "Resize", lambda m: [m.x(1, 2, 3, 4), None, scales(2, 2)],
     lambda x, s: F.interpolate(x, scale_factor=2, mode="bilinear"), {"mode": "linear", "axes": [2, 3]}, opset=18)
case("resize nearest (operator set 10)", "Resize", lambda m: [m.x(1, 2, 3, 4), scales(1, 1, 2, 2)],
     lambda x, s: F.interpolate(x, scale_factor=2, mode="nearest"), {"mode": "nearest"}, opset=10)
case("upsample", "Upsample", lambda m: [m.x(1, 2, 3, 4), scales(1, 1, 2, 2)],
     lambda x, s: F.interpolate(x, scale_factor=2, mode="nearest"), {"mode": "nearest"}, opset=9)


# ---- Writing -----------------------------------------------------------------------------------------------------
class Binary:
    def __init__(self):
        self.parts, self.count = [], 0

    def add(self, values):
        flat = np.ascontiguousarray(values, "<f4").reshape(-1)
        start = self.count
        self.parts.append(flat)
        self.count += flat.size
        return start


TYPES = {np.dtype("float32"): 1, np.dtype("int64"): 7, np.dtype("bool"): 9}


def described(values, binary):
    values = np.asarray(values)
    entry = {"type": TYPES[values.dtype], "shape": list(values.shape)}
    if values.dtype == np.float32:
        entry["offset"] = binary.add(values)
    else:
        entry["integers"] = [int(v) for v in values.reshape(-1)]
    return entry


def attribute(value):
    if isinstance(value, str):
        return {"string": value}
    if isinstance(value, float):
        return {"float": value}
    if isinstance(value, int):
        return {"integer": value}
    if isinstance(value, np.ndarray):
        return {"floats": [float(v) for v in value.reshape(-1)], "shape": list(value.shape)}
    return {"integers": value}


def cotangent(output):
    index = torch.arange(output.numel())
    return (((7 * index) % 13 - 6).float() / 6).view(output.shape)


def run_torch(entry):
    tensors = []
    for item in entry["inputs"]:
        if item is not None:
            tensor = torch.tensor(item.values)
            if item.gradient:
                tensor.requires_grad_(True)
            tensors.append(tensor)
    result = entry["reference"](*tensors)
    results = list(result) if isinstance(result, (tuple, list)) else [result]
    loss = sum((r * cotangent(r)).sum() for r in results if r.dtype == torch.float32)
    gradients = [None] * len(tensors)
    if isinstance(loss, torch.Tensor) and loss.requires_grad:
        loss.backward()
        gradients = [None if not t.requires_grad else (t.grad if t.grad is not None else torch.zeros_like(t)) for t in tensors]
    present = iter(gradients)
    by_input = [None if item is None else next(present) for item in entry["inputs"]]
    return [r.detach() for r in results], by_input


def run_onnx(entry, names, out_names, results):
    info = {np.dtype("float32"): 1, np.dtype("int64"): 7, np.dtype("bool"): 9}
    attributes = {k: onnx.numpy_helper.from_array(v) if isinstance(v, np.ndarray) else v for k, v in entry["attributes"].items()}
    node = helper.make_node(entry["operator"], names, out_names, name=entry["name"], **attributes)
    inputs, initializers, feed = [], [], {}
    for name, item in zip(names, entry["inputs"]):
        if item is None:
            continue
        if item.constant:
            initializers.append(onnx.numpy_helper.from_array(item.values, name))
        else:
            inputs.append(helper.make_tensor_value_info(name, info[item.values.dtype], item.values.shape))
            feed[name] = item.values
    outs = [helper.make_tensor_value_info(n, info[r.numpy().dtype], list(r.shape)) for n, r in zip(out_names, results)]
    graph = helper.make_graph([node], "case", inputs, outs, initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", entry["opset"])], ir_version=8)
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    for got, want in zip(session.run(None, feed), results):
        np.testing.assert_allclose(got, want.numpy(), atol=3e-5, rtol=1e-4, err_msg=entry["name"])


def main():
    onnxruntime.set_default_logger_severity(4)
    binary, index, unchecked = Binary(), [], []
    for entry in CASES:
        names = ["" if item is None else f"x{i}" for i, item in enumerate(entry["inputs"])]
        out_names = [f"y{i}" for i in range(entry["outputs"])]
        results, gradients = run_torch(entry)
        assert len(results) == entry["outputs"], entry["name"]
        try:
            run_onnx(entry, names, out_names, results)
        except (onnxruntime.capi.onnxruntime_pybind11_state.NotImplemented, onnxruntime.capi.onnxruntime_pybind11_state.Fail) as error:
            unchecked.append(f"{entry['name']}: {str(error)[:160]}")
        inputs = []
        for name, item, gradient in zip(names, entry["inputs"], gradients):
            described_input = {"name": name}
            if item is not None:
                described_input |= described(item.values, binary) | {"constant": item.constant}
                if gradient is not None:
                    described_input["gradient"] = binary.add(gradient.numpy())
            inputs.append(described_input)
        index.append({
            "name": entry["name"], "operator": entry["operator"], "opset": entry["opset"], "tolerance": entry["tolerance"],
            "attributes": {k: attribute(v) for k, v in entry["attributes"].items()}, "inputs": inputs,
            "outputs": [{"name": n} | described(r.numpy(), binary) for n, r in zip(out_names, results)],
        })
    (HERE / "operators.json").write_text("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in index) + "\n]\n")
    np.concatenate(binary.parts).tofile(HERE / "operators.bin")
    print(f"{len(index)} cases, {4 * binary.count} bytes; not checked by ONNX Runtime: {len(unchecked)}", *unchecked, sep="\n  ")


if __name__ == "__main__":
    sys.exit(main())
