"""What one peer's functions give, in a process of its own: `python -P peers.py PEER OPERANDS RESULTS`, the last two .npz files.

A peer's import sets up threads, warnings and the floating-point environment, in which other tests are not to run. OPERANDS has
the arrays of each function under NAME/0, NAME/1, ...; one without dimensions is given as a number.
"""

import importlib
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np


def _of_module(module: str, array: str) -> Callable[[str], Callable[..., Any]]:
    """What finds a function in a module, for NumPy arrays, of which `array`, a function of the same package, makes its own."""
    package, *path = module.split(".")

    def at(path: list[str]) -> Any:
        found = importlib.import_module(package)
        for part in path:
            found = getattr(found, part)
        return found

    def find(name: str) -> Callable[..., Any]:
        function, make = at([*path, name]), at(array.split("."))
        return lambda *given: function(*(each if isinstance(each, float) else make(each) for each in given))

    return find


def _of_transformers(name: str) -> Callable[..., Any]:
    import torch
    from transformers.activations import ACT2FN

    function = ACT2FN[name]
    return lambda x, *_: function(torch.from_numpy(x)).detach()  # a layer, which has its parameters itself


def _of_onnx(operator: str) -> Callable[..., Any]:
    from onnx import TensorProto, defs, helper
    from onnx.reference import ReferenceEvaluator

    def call(*given: Any) -> Any:
        inputs = {f"in{index}": each for index, each in enumerate(given)}
        ends = [
            helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(each.dtype), None)
            for name, each in inputs.items()
        ]
        end = helper.make_tensor_value_info("out", TensorProto.FLOAT, None)
        graph = helper.make_graph([helper.make_node(operator, list(inputs), ["out"])], "graph", ends, [end])
        newest = helper.make_opsetid("", defs.get_schema(operator).since_version)
        return ReferenceEvaluator(helper.make_model(graph, opset_imports=[newest])).run(None, inputs)[0]

    return call


FIND = {
    "torch.nn.functional": _of_module("torch.nn.functional", "from_numpy"),
    "jax.nn": _of_module("jax.nn", "numpy.asarray"),
    "keras.activations": _of_module("keras.activations", "ops.convert_to_tensor"),
    "transformers.ACT2FN": _of_transformers,
    "onnx": _of_onnx,
    "tf.nn": _of_module("tensorflow.nn", "constant"),
    "tf.math": _of_module("tensorflow.math", "constant"),
}


def main(peer: str, operands: str, results: str) -> None:
    warnings.simplefilter("ignore")  # torch's about softmax without an axis, and what the peers' own imports have
    given: dict[str, list[Any]] = defaultdict(list)
    for key, array in np.load(operands).items():
        given[key.partition("/")[0]].append(array if array.ndim else float(array))
    np.savez(results, **{name: np.asarray(FIND[peer](name)(*arrays)) for name, arrays in given.items()})


if __name__ == "__main__":
    main(*sys.argv[1:])
