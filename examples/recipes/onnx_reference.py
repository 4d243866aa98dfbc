"""A model of ONNX's, run by onnx.reference with actkern's kernels as its operators: python examples/recipes/onnx_reference.py"""

import numpy as np
from onnx import parser
from onnx.reference import ReferenceEvaluator
from onnx.reference.op_run import OpRun

import actkern as ak

MODEL = """
<ir_version: 10, opset_import: ["": 20]>
network (float[n, 8] x, float[8, 16] w1, float[16, 16] w2, float[16, 4] w3) => (float[n, 4] y) {
    a = MatMul(x, w1)
    b = Gelu <approximate = "tanh"> (a)
    c = MatMul(b, w2)
    d = LeakyRelu <alpha = 0.2> (c)
    e = MatMul(d, w3)
    y = Softmax <axis = -1> (e)
}
"""


class Gelu(OpRun):
    op_domain = ""

    def _run(self, x, approximate=None):
        return ((ak.gelu_tanh if approximate == "tanh" else ak.gelu)(x),)


class LeakyRelu(OpRun):
    op_domain = ""

    def _run(self, x, alpha=None):
        return (ak.leaky_relu(x, alpha),)


class Softmax(OpRun):
    op_domain = ""

    def _run(self, x, axis=None):
        return (ak.softmax(x, axis=axis),)


def main():
    rng = np.random.default_rng(0)
    shapes = {"x": (5, 8), "w1": (8, 16), "w2": (16, 16), "w3": (16, 4)}
    given = {name: rng.normal(0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()}
    model = parser.parse_model(MODEL)
    (ours,) = ReferenceEvaluator(model, new_ops=[Gelu, LeakyRelu, Softmax]).run(None, given)
    (own,) = ReferenceEvaluator(model).run(None, given)
    a = ak.gelu_tanh(given["x"] @ given["w1"])
    same = np.array_equal(ours, ak.softmax(ak.leaky_relu(a @ given["w2"], np.float32(0.2)) @ given["w3"]))
    print(f"the kernels ran: {same}; largest difference from onnx.reference's own: {np.abs(ours - own).max():.1e}")


if __name__ == "__main__":
    main()
