"""Makes the goldens of YAMNet's importers: a small network of its kind as a TFLite file and as Keras weights, and what it says.

    python make_goldens.py [YAMNET.tflite]

needs torch, h5py, flatbuffers and ai-edge-litert (whose Python classes of TensorFlow Lite's schema write the file).

The weights are random. `small.tflite` has every way in which published files store them: f32, f16 and 8 bits (signed and unsigned, with a zero
point) behind an operator that dequantises, and 8 bits with a scale for each channel read by the convolution itself. `small.h5` has the paths
that Keras gives to the arrays of the AudioSet repository's model, which has no scales in its normalisation. `goldens.json` holds the network's
lengths, an input, and scores and embedding by PyTorch in double precision on the dequantised weights. LiteRT runs the file as well, to
show that it is one. Given the published file, `published.json` holds what it says of the patch `../signals/yamnet_patch_int8.f32`: its own
scores by LiteRT, and those of its dequantised weights by PyTorch in double precision.
"""
import json
import pathlib
import sys

import flatbuffers
import h5py
import numpy as np
import torch
import torch.nn.functional as F
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

HERE = pathlib.Path(__file__).parent
FRAMES, BANDS, STEM, CLASSES = 12, 10, 4, 5
BLOCKS = [(6, 1), (8, 2), (8, 1)]  # channels, stride
EPSILON = 1e-4
# Versions of operators that take weights of 8 bits: CONV_2D, DEPTHWISE_CONV_2D, DEQUANTIZE, FULLY_CONNECTED.
VERSIONS = {3: 5, 4: 6, 6: 3, 9: 9}
random = np.random.default_rng(5)


def convolutions(stem=STEM, blocks=BLOCKS):
    """(kind, name, in, out, stride) of every convolution."""
    yield "conv", "layer1/conv", 1, stem, 2
    channels = stem
    for number, (out, stride) in enumerate(blocks, 2):
        yield "depthwise", f"layer{number}/depthwise_conv", channels, channels, stride
        yield "pointwise", f"layer{number}/pointwise_conv", channels, out, 1
        channels = out


def run(layers, dense, patch, plan=None):
    """Scores and embedding; `layers` are functions from a kernel in PyTorch's layout to what follows it."""
    x = torch.from_numpy(patch.astype(np.float64))[None, None]
    for (kind, _, inputs, _, stride), (kernel, after) in zip(plan or convolutions(), layers):
        kernel = torch.from_numpy(kernel.astype(np.float64))
        side = kernel.shape[-1]
        pads = []
        for length in reversed(x.shape[2:]):  # TensorFlow's SAME: an odd place falls to the end
            lacking = max(0, (-(-length // stride) - 1) * stride + side - length)
            pads += [lacking // 2, lacking - lacking // 2]
        x = F.conv2d(F.pad(x, pads), kernel, stride=stride, groups=inputs if kind == "depthwise" else 1)
        x = F.relu(after(x))
    embedding = x.mean(dim=(2, 3))
    scores = torch.sigmoid(embedding @ torch.from_numpy(dense[0].astype(np.float64)).T + torch.from_numpy(dense[1].astype(np.float64)))
    return scores[0].tolist(), embedding[0].tolist()


def shape_of(kind, inputs, outputs):
    """In PyTorch's layout: out, in / groups, row, column."""
    return {"conv": (outputs, inputs, 3, 3), "depthwise": (outputs, 1, 3, 3), "pointwise": (outputs, inputs, 1, 1)}[kind]


class Builder:
    """A TFLite file with one graph."""

    def __init__(self):
        self.buffers, self.tensors, self.operators, self.codes = [schema.BufferT()], [], [], []

    def tensor(self, name, shape, kind=schema.TensorType.FLOAT32, data=None, scales=None, zeros=None, axis=0):
        tensor = schema.TensorT()
        tensor.name, tensor.shape, tensor.type, tensor.buffer = name, list(shape), kind, 0
        if data is not None:
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(np.ascontiguousarray(data).tobytes(), np.uint8)
            self.buffers.append(buffer)
            tensor.buffer = len(self.buffers) - 1
        if scales is not None:
            tensor.quantization = schema.QuantizationParametersT()
            tensor.quantization.scale, tensor.quantization.zeroPoint = list(map(float, scales)), list(map(int, zeros))
            tensor.quantization.quantizedDimension = axis
        self.tensors.append(tensor)
        return len(self.tensors) - 1

    def constant(self, name, values, axis, way):
        """Stores an array; returns its tensor and the numbers that are left of it."""
        types = schema.TensorType
        if way == "float32":
            return self.tensor(name, values.shape, data=values.astype(np.float32)), values.astype(np.float32)
        if way == "float16":
            stored, kept = values.astype(np.float16), values.astype(np.float16).astype(np.float32)
            return self.dequantized(name, self.tensor(name + "/half", values.shape, types.FLOAT16, stored), values.shape), kept
        if way == "int8 by channel":
            turned = np.moveaxis(values, axis, 0).reshape(values.shape[axis], -1)
            scales = (np.abs(turned).max(axis=1) / 127).astype(np.float32)
            spread = scales.reshape([-1 if a == axis else 1 for a in range(values.ndim)])
            stored = np.clip(np.rint(values / spread), -127, 127).astype(np.int8)
            return self.tensor(name, values.shape, types.INT8, stored, scales, [0] * len(scales), axis), stored * spread
        low, high, kind = (-128, 127, types.INT8) if way == "int8" else (0, 255, types.UINT8)
        scale = np.float32((values.max() - values.min()) / (high - low))
        zero = int(np.rint(low - values.min() / scale))
        stored = np.clip(np.rint(values / scale) + zero, low, high).astype(np.int8 if way == "int8" else np.uint8)
        source = self.tensor(name + "/bits", values.shape, kind, stored, [scale], [zero])
        return self.dequantized(name, source, values.shape), ((stored.astype(np.float32) - zero) * scale).astype(np.float32)

    def dequantized(self, name, source, shape):
        made = self.tensor(name, shape)
        self.operator(schema.BuiltinOperator.DEQUANTIZE, [source], [made])
        return made

    def operator(self, code, inputs, outputs, options=None, kind=0):
        if code not in self.codes:
            self.codes.append(code)
        operator = schema.OperatorT()
        operator.opcodeIndex, operator.inputs, operator.outputs = self.codes.index(code), inputs, outputs
        operator.builtinOptions, operator.builtinOptionsType = options, kind
        self.operators.append(operator)

    def bytes(self, inputs, outputs):
        graph = schema.SubGraphT()
        graph.tensors, graph.operators, graph.inputs, graph.outputs = self.tensors, self.operators, inputs, outputs
        model = schema.ModelT()
        model.version, model.subgraphs, model.buffers, model.operatorCodes = 3, [graph], self.buffers, []
        for code in self.codes:
            made = schema.OperatorCodeT()
            made.builtinCode, made.deprecatedBuiltinCode, made.version = code, min(code, 127), VERSIONS.get(code, 1)
            model.operatorCodes.append(made)
        builder = flatbuffers.Builder(1 << 16)
        builder.Finish(model.Pack(builder), b"TFL3")
        return bytes(builder.Output())


def tflite():
    """The file's bytes, its layers for `run`, and the linear layer."""
    b = Builder()
    operators, options = schema.BuiltinOperator, schema.BuiltinOptions
    source = b.tensor("patch", (FRAMES, BANDS))
    x = b.tensor("opened", (1, FRAMES, BANDS, 1))
    b.operator(operators.RESHAPE, [source, b.tensor("shape", (4,), schema.TensorType.INT32, np.array([1, FRAMES, BANDS, 1], np.int32))], [x])
    size, layers = (FRAMES, BANDS), []
    ways = {"conv": ["float32"], "depthwise": ["int8", "uint8", "float16"], "pointwise": ["int8 by channel"] * 2 + ["float32"]}
    for kind, name, inputs, outputs, stride in convolutions():
        kernel = random.normal(0, 0.5, shape_of(kind, inputs, outputs)).astype(np.float32)
        bias = random.normal(0.2, 0.3, outputs).astype(np.float32)
        way = ways[kind].pop(0)
        depthwise = kind == "depthwise"
        order = (1, 2, 3, 0) if depthwise else (0, 2, 3, 1)
        weights, kept = b.constant(name, kernel.transpose(order), 0, way)
        size = tuple(-(-length // stride) for length in size)
        made = b.tensor(name + "/relu", (1, *size, outputs))
        settings = schema.DepthwiseConv2DOptionsT() if depthwise else schema.Conv2DOptionsT()
        settings.strideH = settings.strideW = stride
        settings.padding, settings.fusedActivationFunction = schema.Padding.SAME, schema.ActivationFunctionType.RELU
        settings.dilationHFactor = settings.dilationWFactor = 1
        if depthwise:
            settings.depthMultiplier = 1
        b.operator(
            operators.DEPTHWISE_CONV_2D if depthwise else operators.CONV_2D, [x, weights, b.constant(name + "/bias", bias, 0, "float32")[0]],
            [made], settings, options.DepthwiseConv2DOptions if depthwise else options.Conv2DOptions)
        back = kept.transpose(3, 0, 1, 2) if depthwise else kept.transpose(0, 3, 1, 2)
        layers.append((back, lambda x, bias=bias: x + torch.from_numpy(bias.astype(np.float64))[None, :, None, None]))
        x = made
    embedding = b.tensor("embedding", (1, outputs))
    b.operator(operators.MEAN, [x, b.tensor("axes", (2,), schema.TensorType.INT32, np.array([1, 2], np.int32))], [embedding],
               schema.ReducerOptionsT(), options.ReducerOptions)
    matrix, kept = b.constant("dense", random.normal(0, 0.5, (CLASSES, outputs)).astype(np.float32), 0, "int8 by channel")
    bias = random.normal(0, 0.5, CLASSES).astype(np.float32)
    logits, scores = b.tensor("logits", (1, CLASSES)), b.tensor("scores", (1, CLASSES))
    b.operator(operators.FULLY_CONNECTED, [embedding, matrix, b.constant("dense/bias", bias, 0, "float32")[0]], [logits],
               schema.FullyConnectedOptionsT(), options.FullyConnectedOptions)
    b.operator(operators.LOGISTIC, [logits], [scores])
    return b.bytes([source], [scores]), layers, (kept, bias)


def keras(path):
    """Writes the arrays as Keras does; its layers for `run`, and the linear layer."""
    layers = []
    with h5py.File(path, "w", libver="earliest") as file:
        file.attrs["backend"] = np.bytes_("tensorflow")

        def write(layer, name, values):
            file.create_dataset(f"{layer}/{layer}/{name}:0", data=values.astype(np.float32))

        for kind, name, inputs, outputs, stride in convolutions():
            kernel = random.normal(0, 0.5, shape_of(kind, inputs, outputs)).astype(np.float32)
            if kind == "depthwise":
                write(name, "depthwise_kernel", kernel.transpose(2, 3, 0, 1))
            else:
                write(name, "kernel", kernel.transpose(2, 3, 1, 0))
            shift, mean = random.normal(0.2, 0.3, (2, outputs)).astype(np.float32)
            variance = random.uniform(0.2, 1.5, outputs).astype(np.float32)
            for part, values in (("beta", shift), ("moving_mean", mean), ("moving_variance", variance)):
                write(name + "/bn", part, values)

            def after(x, shift=shift, mean=mean, variance=variance):
                shift, mean, variance = (torch.from_numpy(v.astype(np.float64))[None, :, None, None] for v in (shift, mean, variance))
                return (x - mean) / torch.sqrt(variance + EPSILON) + shift

            layers.append((kernel, after))
        matrix = random.normal(0, 0.5, (CLASSES, outputs)).astype(np.float32)
        bias = random.normal(0, 0.5, CLASSES).astype(np.float32)
        write("dense", "kernel", matrix.T)
        write("dense", "bias", bias)
    return layers, (matrix, bias)


def published(path):
    """The published network on a patch: LiteRT's scores and those of its weights."""
    model = Interpreter(path, experimental_op_resolver_type=OpResolverType.BUILTIN_REF)
    model.allocate_tensors()
    tensors = {t["index"]: t for t in model.get_tensor_details()}

    def numbers(index):
        values, quantized = model.get_tensor(index).astype(np.float32), tensors[index]["quantization_parameters"]
        if len(quantized["scales"]):
            spread = [-1 if axis == quantized["quantized_dimension"] else 1 for axis in range(values.ndim)]
            values = (values - quantized["zero_points"].reshape(spread)) * quantized["scales"].reshape(spread)
        return values

    sources, layers, dense = {}, [], None
    for operation in model._get_ops_details():
        name, inputs = operation["op_name"], operation["inputs"]
        if name == "DEQUANTIZE":
            sources[operation["outputs"][0]] = inputs[0]
        elif name in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            kernel, bias = numbers(sources.get(inputs[1], inputs[1])), numbers(inputs[2])
            kernel = kernel.transpose(3, 0, 1, 2) if name[0] == "D" else kernel.transpose(0, 3, 1, 2)
            layers.append((kernel, lambda x, bias=bias: x + torch.from_numpy(bias.astype(np.float64))[None, :, None, None]))
        elif name == "FULLY_CONNECTED":
            dense = inputs  # the last one makes the logits
    blocks = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
    fast = Interpreter(path)
    fast.allocate_tensors()
    signal = np.fromfile(HERE.parent / "signals/yamnet_signal.f32", np.float32)
    fast.set_tensor(fast.get_input_details()[0]["index"], signal[None])
    fast.invoke()
    found = {tuple(o["shape"]): fast.get_tensor(o["index"]) for o in fast.get_output_details()}
    patch = np.fromfile(HERE.parent / "signals/yamnet_patch_int8.f32", np.float32).reshape(96, 64)
    print(f"LiteRT's patch is the one beside the tests of Signals within {np.abs(found[(96, 64)] - patch).max():.2g}")
    scores, embedding = run(layers, (numbers(dense[1]), numbers(dense[2])), patch, list(convolutions(32, blocks)))
    print(f"its weights in double precision differ from it by {np.abs(found[(1, 521)][0] - scores).mean():.2g} in the mean")
    (HERE / "published.json").write_text(json.dumps({
        "litert": [round(float(v), 7) for v in found[(1, 521)][0]], "scores": [round(v, 8) for v in scores],
        "embedding": [round(v, 6) for v in embedding]}))


def main():
    patch = random.normal(-2, 1.5, (FRAMES, BANDS)).astype(np.float32)
    file, layers, dense = tflite()
    (HERE / "small.tflite").write_bytes(file)
    scores, embedding = run(layers, dense, patch)
    goldens = {
        "frames": FRAMES, "bands": BANDS, "stem": STEM, "classes": CLASSES, "blocks": BLOCKS, "features": patch.ravel().tolist(),
        "tflite": {"scores": scores, "embedding": embedding},
    }
    interpreter = Interpreter(str(HERE / "small.tflite"))
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], patch)
    interpreter.invoke()
    theirs = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])[0]
    print(f"LiteRT, which rounds what goes into 8-bit layers, is off by {np.abs(theirs - scores).max():.4f}")
    scores, embedding = run(*keras(HERE / "small.h5"), patch)
    goldens["keras"] = {"scores": scores, "embedding": embedding}
    (HERE / "goldens.json").write_text(json.dumps(goldens))
    if len(sys.argv) > 1:
        published(sys.argv[1])


if __name__ == "__main__":
    main()
