#!/usr/bin/env python3
"""Writes classifiers of random weights as others write them, and what their features are.

`torch_*`: PyTorch's exporter, torchvision's layouts, BatchNormalization kept or folded into the convolutions.
`zoo_*`: the manner of the ONNX model zoo, written node by node: old operator sets, initializers listed among the inputs, batch 1,
Constant nodes, Reshape heads, Clip with attributes, AveragePool over the whole map.

Needs: torch, onnx, onnxruntime.   Usage: make_backbones.py [FOLDER]
With --full FOLDER: full-size ResNet-18, 34, 50 and MobileNetV2, kept and folded, at 224 pixels (some 400 MB).
"""
import json, os, sys, warnings
import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
import layouts

warnings.filterwarnings("ignore")
here = os.path.dirname(os.path.abspath(__file__))


def picture(batch, height, width):
    """Values 0…1 that any language makes alike: `frac(0.37·b + 0.11·c + 0.013·y·(c + 1) + 0.029·x + 0.0007·x·y)`, in float64."""
    b, c, y, x = np.meshgrid(*[np.arange(n, dtype=np.float64) for n in (batch, 3, height, width)], indexing="ij")
    return np.modf(0.37 * b + 0.11 * c + 0.013 * y * (c + 1) + 0.029 * x + 0.0007 * x * y)[0].astype(np.float32)


MEAN, DEVIATION = np.array([0.485, 0.456, 0.406], "float32"), np.array([0.229, 0.224, 0.225], "float32")


def standardized(values):
    return (values - MEAN[:, None, None]) / DEVIATION[:, None, None]


def export(model, path, opset, size, kept, dynamic):
    mode = torch.onnx.TrainingMode.PRESERVE if kept else torch.onnx.TrainingMode.EVAL
    if kept == "training":
        model.train()
        mode = torch.onnx.TrainingMode.TRAINING
    axes = {"input": {0: "batch_size"}, "output": {0: "batch_size"}} if dynamic else None
    if dynamic == "size":
        axes["input"].update({2: "height", 3: "width"})
    torch.onnx.export(
        model, torch.zeros(1, 3, size, size), path, dynamo=False, opset_version=opset, training=mode,
        do_constant_folding=kept != "training", input_names=["input"], output_names=["output"], dynamic_axes=axes,
    )
    model.eval()


class Writer:
    """Nodes and weights in the manner of the zoo."""

    def __init__(self, seed):
        self.rng, self.nodes, self.weights, self.count = np.random.default_rng(seed), [], {}, 0

    def name(self, kind):
        self.count += 1
        return f"{kind}{self.count}"

    def weight(self, kind, values):
        name = self.name(kind)
        self.weights[name] = np.asarray(values)
        return name

    def node(self, kind, inputs, **attributes):
        output = self.name(kind.lower())
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output + "_node", **attributes))
        return output

    def conv(self, x, inputs, outputs, kernel, stride=1, groups=1, bias=False, pads=None):
        fan = outputs // groups * kernel * kernel
        w = self.rng.standard_normal((outputs, inputs // groups, kernel, kernel)) * (2 / fan) ** 0.5
        names = [x, self.weight("w", w.astype("float32"))]
        if bias:
            names.append(self.weight("b", self.rng.normal(0, 0.1, outputs).astype("float32")))
        return self.node(
            "Conv", names, kernel_shape=[kernel] * 2, strides=[stride] * 2, dilations=[1, 1], group=groups,
            pads=pads or [kernel // 2] * 4,
        )

    def norm(self, x, channels, **attributes):
        draw = lambda low, high: self.rng.uniform(low, high, channels).astype("float32")
        names = [self.weight("n", v) for v in (draw(0.6, 1.4), draw(-0.3, 0.5), draw(-0.3, 0.3), draw(0.5, 1.5))]
        return self.node("BatchNormalization", [x] + names, epsilon=1e-5, **attributes)

    def gemm_head(self, x, inputs, classes):
        w = self.weight("fc", (self.rng.standard_normal((classes, inputs)) * 0.1).astype("float32"))
        b = self.weight("fcb", np.zeros(classes, "float32"))
        return self.node("Gemm", [x, w, b], alpha=1.0, beta=1.0, transA=0, transB=1)

    def save(self, path, output, opset, shape, ir, listed, classes=5, inputs_name="data"):
        arrays = [numpy_helper.from_array(v, k) for k, v in self.weights.items()]
        inputs = [helper.make_tensor_value_info(inputs_name, TensorProto.FLOAT, shape)]
        if listed:
            kinds = {np.dtype("float32"): TensorProto.FLOAT, np.dtype("int64"): TensorProto.INT64}
            more = [helper.make_tensor_value_info(k, kinds[v.dtype], v.shape) for k, v in self.weights.items()]
            inputs = more[:1] + inputs + more[1:]
        outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, [shape[0], classes])]
        graph = helper.make_graph(self.nodes, "zoo", inputs, outputs, arrays)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], producer_name="zoo")
        model.ir_version = ir
        onnx.checker.check_model(model)
        onnx.save(model, path)


def zoo_resnet_v1(path):
    """MXNet's ResNet v1: convolution biases beside normalisation, GlobalAveragePool, Flatten, Gemm; operator set 8."""
    w = Writer(1)
    widths = [2, 4, 6, 8]
    x = w.node("Relu", [w.norm(w.conv("data", 3, 2, 7, 2), 2, momentum=0.9)])
    x = w.node("MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    channels = 2
    for stage, width in enumerate(widths):
        stride = 1 if stage == 0 else 2
        y = w.norm(w.conv(x, channels, width, 3, stride, bias=True), width)
        y = w.norm(w.conv(w.node("Relu", [y]), width, width, 3), width)
        if stride > 1:
            x = w.norm(w.conv(x, channels, width, 1, stride), width)
        x = w.node("Relu", [w.node("Add", [y, x])])
        channels = width
    pooled = w.node("GlobalAveragePool", [x])
    w.save(path, w.gemm_head(w.node("Flatten", [pooled]), 8, 5), 8, [1, 3, 64, 64], 3, True)
    return x


def zoo_resnet_v2(path):
    """MXNet's ResNet v2: normalisation before activation and convolution, the data normalised first; operator set 7."""
    w = Writer(2)
    x = w.norm("data", 3, spatial=1)
    x = w.node("Relu", [w.norm(w.conv(x, 3, 2, 7, 2), 2, spatial=1)])
    x = w.node("MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    channels = 2
    for stage, width in enumerate([2, 4, 6, 8]):
        stride = 1 if stage == 0 else 2
        first = w.node("Relu", [w.norm(x, channels, spatial=1)])
        y = w.conv(first, channels, width, 3, stride)
        y = w.conv(w.node("Relu", [w.norm(y, width, spatial=1)]), width, width, 3)
        x = w.node("Add", [y, w.conv(first, channels, width, 1, stride) if stride > 1 else x])
        channels = width
    x = w.node("Relu", [w.norm(x, channels, spatial=1)])
    pooled = w.node("GlobalAveragePool", [x])
    shape = w.weight("shape", np.array([0, -1], "int64"))
    w.save(path, w.gemm_head(w.node("Reshape", [pooled, shape]), 8, 5), 7, [1, 3, 64, 64], 3, True)
    return x


def zoo_resnet_caffe2(path):
    """Caffe2's ResNet: folded to Conv with bias, Sum, AveragePool over the whole map, Reshape by a Constant, Softmax; set 9."""
    w = Writer(3)
    x = w.node("Relu", [w.norm(w.conv("gpu_0/data_0", 3, 4, 7, 2), 4)])
    x = w.node("MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    channels = 4
    for stage, width in enumerate([2, 4, 6, 8]):
        stride = 1 if stage == 0 else 2
        y = w.node("Relu", [w.norm(w.conv(x, channels, width, 1, stride), width)])
        y = w.node("Relu", [w.norm(w.conv(y, width, width, 3), width)])
        y = w.norm(w.conv(y, width, 2 * width, 1), 2 * width)
        x = w.node("Relu", [w.node("Sum", [y, w.norm(w.conv(x, channels, 2 * width, 1, stride), 2 * width)])])
        channels = 2 * width
    pooled = w.node("AveragePool", [x], kernel_shape=[2, 2], strides=[1, 1])
    w.nodes.append(
        helper.make_node(
            "Constant", [], ["target"], value=numpy_helper.from_array(np.array([1, channels], "int64"), "target")
        )
    )
    flat = w.node("Reshape", [pooled, "target"])
    logits = w.gemm_head(flat, channels, 5)
    w.save(path, w.node("Softmax", [logits], axis=1), 9, [1, 3, 64, 64], 3, True, inputs_name="gpu_0/data_0")
    return x


def zoo_mobilenet(path):
    """The zoo's MobileNetV2: folded, Clip with attributes, Dropout, a Shape–Gather–Unsqueeze–Concat–Reshape head; set 10."""
    w = Writer(4)

    def step(x, inputs, outputs, kernel, stride=1, groups=1, clipped=True):
        y = w.conv(x, inputs, outputs, kernel, stride, groups, bias=True)
        return w.node("Clip", [y], min=0.0, max=6.0) if clipped else y

    x, channels = step("input", 3, 4, 3, 2), 4
    for outputs, stride in ((2, 1), (4, 2), (4, 1), (4, 2), (6, 2), (6, 1), (8, 2)):
        hidden = channels * 4
        y = step(step(x, channels, hidden, 1), hidden, hidden, 3, stride, hidden)
        y = step(y, hidden, outputs, 1, clipped=False)
        x = w.node("Add", [x, y]) if stride == 1 and channels == outputs else y
        channels = outputs
    x = step(x, channels, 16, 1)
    pooled = w.node("GlobalAveragePool", [x])
    shape = w.node("Shape", [pooled])
    zero = w.weight("zero", np.array(0, "int64"))
    first = w.node("Unsqueeze", [w.node("Gather", [shape, zero], axis=0)], axes=[0])
    rest = w.weight("rest", np.array([-1], "int64"))
    flat = w.node("Reshape", [pooled, w.node("Concat", [first, rest], axis=0)])
    w.save(path, w.gemm_head(w.node("Dropout", [flat], ratio=0.2), 16, 5), 10, ["n", 3, 64, 64], 4, False,
           inputs_name="input")
    return x


def nhwc_reduce_mean(path):
    """As converters from TensorFlow write: channels last outside, Transposes, Pad by attribute, ReduceMean, Squeeze; set 10."""
    w = Writer(5)
    x = w.node("Transpose", ["images"], perm=[0, 3, 1, 2])
    x = w.node("Pad", [x], pads=[0, 0, 0, 0, 0, 0, 1, 1], mode="constant", value=0.0)
    x = w.node("Clip", [w.norm(w.conv(x, 3, 4, 3, 2, pads=[0, 0, 0, 0]), 4)], min=0.0, max=6.0)
    for inputs, outputs in ((4, 4), (4, 6), (6, 6), (6, 8)):
        y = w.rng.standard_normal((outputs, inputs, 3, 3)) * 0.2
        x = w.node("Conv", [x, w.weight("w", y.astype("float32"))], kernel_shape=[3, 3], strides=[2, 2],
                   auto_pad="SAME_UPPER")
        x = w.node("Clip", [w.norm(x, outputs)], min=0.0, max=6.0)
    last = w.node("Transpose", [x], perm=[0, 2, 3, 1])
    pooled = w.node("ReduceMean", [last], axes=[1, 2], keepdims=1)
    flat = w.node("Squeeze", [pooled], axes=[1, 2])
    w.save(path, w.gemm_head(flat, 8, 5), 10, ["unk__1", 64, 64, 3], 5, False, inputs_name="images")
    return x


def features_by_onnxruntime(path, value, values):
    """Runs the file up to a value, its input's axes left open."""
    onnxruntime.set_default_logger_severity(3)
    model = onnx.load(path)
    real = next(i for i in model.graph.input if i.name not in {w.name for w in model.graph.initializer})
    open_axes = [0, 1, 2] if real.type.tensor_type.shape.dim[3].dim_value == 3 else [0, 2, 3]
    for axis in open_axes:
        real.type.tensor_type.shape.dim[axis].dim_param = f"d{axis}"
    wanted = {value}
    nodes = []
    for node in reversed(model.graph.node):
        if wanted & set(node.output):
            nodes.insert(0, node)
            wanted |= set(node.input)
    del model.graph.node[:], model.graph.output[:], model.graph.value_info[:]
    model.graph.node.extend(nodes)
    model.graph.output.append(helper.make_tensor_value_info(value, TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    if open_axes == [0, 1, 2]:
        values = values.transpose(0, 2, 3, 1)
    return session.run(None, {real.name: values})[0]


def golden(name, run, probes, strides):
    return {
        "file": name, "strides": strides,
        "runs": [
            {"shape": list(probe), "features": {"shape": list(out.shape), "values": [round(float(v), 5) for v in out.ravel()]}}
            for probe in probes for out in [run(standardized(picture(*probe)))]
        ],
    }


def by_torch(model):
    def run(values):
        with torch.no_grad():
            return model.features(torch.from_numpy(values)).numpy()
    return run


def small(out):
    goldens = []
    probes = [(1, 64, 64), (2, 32, 64)]
    torch_files = [
        ("torch_resnet18_kept_13", layouts.ResNet(layouts.Basic, (2, 1, 1, 1), width=2, classes=5), 13, "kept", True,
         {2: 2, 4: 2, 8: 4, 16: 8, 32: 16}),
        ("torch_resnet18_folded_17", layouts.ResNet(layouts.Basic, (1, 1, 1, 1), width=2, classes=5), 17, None, "size",
         {2: 2, 4: 2, 8: 4, 16: 8, 32: 16}),
        ("torch_resnet50_folded_11", layouts.ResNet(layouts.Bottleneck, (1, 2, 1, 1), width=1, classes=5), 11, None, False,
         {2: 1, 4: 4, 8: 8, 16: 16, 32: 32}),
        ("torch_resnet18_training_14", layouts.ResNet(layouts.Basic, (1, 1, 1, 1), width=1, classes=5), 14, "training",
         True, {2: 1, 4: 1, 8: 2, 16: 4, 32: 8}),
        ("torch_mobilenet_v2_kept_18", layouts.MobileNetV2(0.04, 2, 5, (1, 1, 2, 1, 1, 1, 1)), 18, "kept", True,
         {2: 12, 4: 12, 8: 12, 16: 24, 32: 52}),
        ("torch_mobilenet_v2_folded_12", layouts.MobileNetV2(0.04, 2, 5, (1, 1, 1, 1, 1, 2, 1)), 12, None, True,
         {2: 12, 4: 12, 8: 12, 16: 24, 32: 52}),
    ]
    for seed, (name, model, opset, kept, dynamic, strides) in enumerate(torch_files):
        layouts.settled(model, 64, seed)
        export(model, os.path.join(out, name + ".onnx"), opset, 64, kept, dynamic)
        if kept == "training":
            # The exporter has run the model in training mode, which moved its statistics: take those that were written.
            written = onnx.load(os.path.join(out, name + ".onnx")).graph.initializer
            arrays = {w.name: torch.from_numpy(numpy_helper.to_array(w).copy()) for w in written}
            model.load_state_dict({k: arrays.get(k, v) for k, v in model.state_dict().items()})
        goldens.append(golden(name, by_torch(model), probes, strides))
    zoo = [
        ("zoo_resnet_v1_8", zoo_resnet_v1, {2: 2, 4: 2, 8: 4, 16: 6, 32: 8}),
        ("zoo_resnet_v2_7", zoo_resnet_v2, {2: 2, 4: 2, 8: 4, 16: 6, 32: 8}),
        ("zoo_resnet_caffe2_9", zoo_resnet_caffe2, {2: 4, 4: 4, 8: 8, 16: 12, 32: 16}),
        ("zoo_mobilenet_v2_10", zoo_mobilenet, {2: 8, 4: 16, 8: 16, 16: 24, 32: 16}),
        ("nhwc_reduce_mean_10", nhwc_reduce_mean, {2: 4, 4: 4, 8: 6, 16: 6, 32: 8}),
    ]
    for name, write, strides in zoo:
        path = os.path.join(out, name + ".onnx")
        value = write(path)
        goldens.append(golden(name, lambda v: features_by_onnxruntime(path, value, v), probes, strides))
    with open(os.path.join(out, "backbones.json"), "w") as file:
        json.dump(goldens, file, separators=(",", ":"))


def full(out):
    os.makedirs(out, exist_ok=True)
    goldens = []
    residual = lambda expansion: {2: 64, 4: 64 * expansion, 8: 128 * expansion, 16: 256 * expansion, 32: 512 * expansion}
    models = [
        ("resnet18", layouts.resnet18, residual(1)), ("resnet34", layouts.resnet34, residual(1)),
        ("resnet50", layouts.resnet50, residual(4)),
        ("mobilenet_v2", layouts.MobileNetV2, {2: 96, 4: 144, 8: 192, 16: 576, 32: 1280}),
    ]
    for seed, (name, make, strides) in enumerate(models):
        model = layouts.settled(make(), 64, seed)
        for kept, opset in (("kept", 17), (None, 13)):
            title = f"{name}_{kept or 'folded'}_{opset}"
            export(model, os.path.join(out, title + ".onnx"), opset, 224, kept, True)
            goldens.append(golden(title, by_torch(model), [(1, 224, 224), (2, 96, 160)], strides))
    with open(os.path.join(out, "backbones.json"), "w") as file:
        json.dump(goldens, file, separators=(",", ":"))


if __name__ == "__main__":
    torch.set_num_threads(1)
    if sys.argv[1:2] == ["--full"]:
        full(sys.argv[2])
    else:
        small(sys.argv[1] if len(sys.argv) > 1 else here)
