#!/usr/bin/env python3
"""Writes the ONNX files of this folder with the official `onnx` package, so that our reader is tried on what others write.

Needs: numpy, onnx.   Usage: make_models.py [FOLDER]
"""
import os, sys
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

out = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(7)


def save(name, nodes, inputs, outputs, initializers, opset=17, **kwargs):
    graph = helper.make_graph(nodes, name, inputs, outputs, initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], producer_name="foreign")
    model.ir_version = 8
    for key, value in kwargs.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(model)
    onnx.save(model, os.path.join(out, name + ".onnx"))


x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 2, 5, 4])
y = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", 3])
w = rng.standard_normal((3, 2, 3, 3)).astype("float32")
half = rng.standard_normal(3).astype("float16")
save(
    "mixed_storage",
    [
        helper.make_node("Conv", ["x", "w"], ["c"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        helper.make_node("Cast", ["half"], ["bias"], to=TensorProto.FLOAT),
        helper.make_node("GlobalAveragePool", ["c"], ["p"]),
        helper.make_node("Reshape", ["p", "target"], ["r"]),
        helper.make_node("Add", ["r", "bias"], ["y"]),
    ],
    [x],
    [y],
    [
        # float_data instead of raw_data, as older exporters write
        helper.make_tensor("w", TensorProto.FLOAT, w.shape, w.flatten().tolist()),
        numpy_helper.from_array(half, "half"),
        helper.make_tensor("target", TensorProto.INT64, [2], [0, -1]),
    ],
    note="kept",
)
print("w[0,0,0,0]", w[0, 0, 0, 0], "half", half.astype("float32").tolist())
probe = np.arange(40, dtype="float32").reshape(1, 2, 5, 4) / 40
from onnx.reference import ReferenceEvaluator

print("y", ReferenceEvaluator(os.path.join(out, "mixed_storage.onnx")).run(None, {"x": probe})[0].tolist())

save(
    "unknown_operator",
    [helper.make_node("Det", ["m"], ["d"], name="determinant")],
    [helper.make_tensor_value_info("m", TensorProto.FLOAT, [2, 2])],
    [helper.make_tensor_value_info("d", TensorProto.FLOAT, [])],
    [],
)

# An operator with subgraphs, and one of another domain: handed on, not read.
branch = lambda name, kind: helper.make_graph(
    [helper.make_node(kind, ["x"], [name])], name, [], [helper.make_tensor_value_info(name, TensorProto.FLOAT, None)]
)
graph = helper.make_graph(
    [
        helper.make_node("If", ["chosen"], ["i"], name="if", then_branch=branch("a", "Relu"), else_branch=branch("b", "Neg")),
        helper.make_node("Strange", ["i"], ["y"], name="strange", domain="org.example"),
    ],
    "branches",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, [2])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, [2])],
    [numpy_helper.from_array(np.array(True), "chosen")],
)
opsets = [helper.make_opsetid("", 17), helper.make_opsetid("org.example", 3)]
onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), os.path.join(out, "branches.onnx"))

# Weights in a file beside.
outside = helper.make_graph(
    [helper.make_node("Add", ["x", "first"], ["s"]), helper.make_node("Add", ["s", "second"], ["y"])],
    "outside",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, [3])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, [3])],
    [
        numpy_helper.from_array(np.arange(3, dtype="float32"), "first"),
        numpy_helper.from_array(np.arange(3, dtype="float32") * 10, "second"),
    ],
)
if os.path.exists(os.path.join(out, "outside.bin")):
    os.remove(os.path.join(out, "outside.bin"))
onnx.save_model(
    helper.make_model(outside, opset_imports=opsets[:1], ir_version=8), os.path.join(out, "outside.onnx"),
    save_as_external_data=True, location="outside.bin", size_threshold=0,
)
