"""How a network becomes ONNX files: as 32-bit floats, and quantised to 8-bit integers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pipelines.vision.shapes import HALVED_BEFORE
from pipelines.vision.training import Layers

OPSET, IR = 17, 9


class Graph:
    """An ONNX graph in the making: nodes one after the other, each on what the last gave."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def add(self, kind: str, value: str, weights: tuple[np.ndarray, ...] = (), **said: Any) -> str:
        """A node of some kind on `value` and weights; the name of what it gives."""
        from onnx import helper, numpy_helper

        name = f"{kind.lower()}_{len(self.nodes)}"
        given = [f"{name}_{place}" for place in range(len(weights))]
        held = zip(weights, given, strict=True)
        self.weights += [numpy_helper.from_array(each.astype(np.float32), at) for each, at in held]
        self.nodes.append(helper.make_node(kind, [value, *given], [name], name=name, **said))
        return name

    def convolve(self, value: str, layer: tuple[np.ndarray, np.ndarray], halved: bool) -> str:
        """Halve the picture if asked, convolve, and keep what is positive."""
        if halved:
            value = self.add("MaxPool", value, kernel_shape=[2, 2], strides=[2, 2])
        return self.add("Relu", self.add("Conv", value, layer, kernel_shape=[3, 3], pads=[1] * 4))

    def conclude(self, value: str, layer: tuple[np.ndarray, np.ndarray]) -> str:
        """Average over the picture and weigh what was found: one number a class."""
        mean = self.add("Flatten", self.add("GlobalAveragePool", value))
        return self.add("Gemm", mean, layer, transB=1)

    def save(self, file: Path, given: str, width: int, gives: dict[str, str]) -> None:
        """Write the model; `gives` maps the names of outputs to values, logits or features."""
        import onnx
        from onnx import TensorProto, helper

        self.nodes += [helper.make_node("Identity", [at], [name]) for name, at in gives.items()]
        shapes = {name: [None] * (2 if name == "logits" else 4) for name in gives}
        value = helper.make_tensor_value_info
        graph = helper.make_graph(
            self.nodes,
            file.stem,
            [value(given, TensorProto.FLOAT, ["n", width, "height", "width"])],
            [value(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()],
            self.weights,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
        model.ir_version = IR
        onnx.checker.check_model(model)
        onnx.save(model, file)


def save_whole(file: Path, layers: Layers) -> None:
    """Write a network as one file: pixels to logits."""
    graph, value = Graph(), "pixels"
    for layer, halved in zip(layers[:-1], HALVED_BEFORE, strict=True):
        value = graph.convolve(value, layer, halved)
    graph.save(file, "pixels", 3, {"logits": graph.conclude(value, layers[-1])})


def read(file: Path) -> Layers:
    """The weights and biases of a network that `save_whole` has written."""
    import onnx
    from onnx import numpy_helper

    held = [numpy_helper.to_array(each) for each in onnx.load(file).graph.initializer]
    return list(zip(held[::2], held[1::2], strict=True))


def save_halves(first: Path, rest: Path, trunk: Layers, exit: Layers) -> None:
    """Write a network as two files: up to the early exit after two convolutions, and what
    follows."""
    graph, value = Graph(), "pixels"
    for layer, halved in zip(trunk[:2], HALVED_BEFORE[:2], strict=True):
        value = graph.convolve(value, layer, halved)
    answer = graph.conclude(graph.convolve(value, exit[0], True), exit[1])
    graph.save(first, "pixels", 3, {"logits": answer, "features": value})
    graph, value = Graph(), "features"
    for layer, halved in zip(trunk[2:4], HALVED_BEFORE[2:], strict=True):
        value = graph.convolve(value, layer, halved)
    width = trunk[1][0].shape[0]
    graph.save(rest, "features", width, {"logits": graph.conclude(value, trunk[-1])})


def quantise(file: Path, into: Path, pixels: np.ndarray | None, kept: float = 100.0) -> None:
    """Write a file's 8-bit form: ranges found on the run or, given pixels (n, 3, 32, 32), fixed to
    what these bring about: all of it, or the middle so that `kept` per cent lie below the end.

    Weights have seven bits (`reduce_range`), since processors without VNNI add eight-bit products
    in sixteen bits and overflow: all machines shall give the same answers.
    """
    from onnxruntime import quantization as int8

    if pixels is None:
        kinds = ["Conv", "Gemm", "MatMul"]
        int8.quantize_dynamic(file, into, op_types_to_quantize=kinds, reduce_range=True)
        return
    batches = np.array_split(pixels, 4)

    class Pixels(int8.CalibrationDataReader):
        def __init__(self) -> None:
            self.batches = iter(batches)

        def get_next(self) -> dict[str, np.ndarray] | None:
            batch = next(self.batches, None)
            return None if batch is None else {"pixels": batch}

    method = int8.CalibrationMethod
    int8.quantize_static(
        file,
        into,
        Pixels(),
        reduce_range=True,
        per_channel=False,
        calibrate_method=method.MinMax if kept >= 100 else method.Percentile,
        extra_options={} if kept >= 100 else {"CalibPercentile": kept},
    )
