"""The inputs and outputs that ONNX tests its operators with, in every attribute, shape and dtype that they come in."""

import warnings
from collections import defaultdict

import numpy as np
import pytest

import actkern as ak

# What to call for a node, over the inputs and attributes by ONNX's names for them, which also have its defaults; an input that
# a node leaves out is None. An operator that is not here takes its inputs in order, and its attributes are our keywords.
CALLS = {
    "Clip": "hard_tanh(input, -inf if min is None else min, inf if max is None else max)",
    "Gelu": "gelu_tanh(X) if approximate == 'tanh' else gelu(X)",
    "HardSigmoid": "hard_sigmoid(X, slope=alpha, offset=beta)",
    "LeakyRelu": "leaky_relu(X, negative_slope=alpha)",
    "NegativeLogLikelihoodLoss": "nll(input, target, axis=1, weight=weight, reduction=reduction, "
    "ignore_index=-100 if ignore_index is None else ignore_index)",
    "ReduceLogSumExp": "logsumexp(data, axis=tuple(axes) or None, keepdims=bool(keepdims))",
    "Selu": "gamma * elu(X, alpha) if (alpha, gamma) != SELU else selu(X)",
    "SoftmaxCrossEntropyLoss": "cross_entropy(scores, labels, axis=1, weight=weights, reduction=reduction, "
    "ignore_index=-100 if ignore_index is None else ignore_index), log_softmax(scores, axis=1)",
    "Swish": "swish(X, beta=alpha)",
    "ThresholdedRelu": "thresholded_relu(X, theta=alpha)",
}
OPERATORS = sorted({row.peers.operator for row in ak.catalog.values()} - {""} | CALLS.keys())


@pytest.fixture(scope="module")
def cases():
    """ONNX's cases of a single node of floats, by operator."""
    pytest.importorskip("onnx", minversion="1.23")  # the first with SwiGLU
    found = defaultdict(list)
    with warnings.catch_warnings(action="ignore"):  # those of other operators overflow and divide by 0
        from onnx.backend.test.case.node import collect_testcases

        # All at once: asked for one operator after another, it has the first one's for each.
        for case in collect_testcases(None):
            nodes, (result, *_) = case.model.graph.node, case.data_sets[0][1]
            if len(nodes) == 1 and nodes[0].op_type in OPERATORS and getattr(result, "dtype", np.dtype(int)).kind in "fV":
                found[nodes[0].op_type].append(case)
    return found


def _of_node(case):
    """Inputs and attributes of a case's node by their names, and its operator's text in CALLS."""
    from onnx import defs, helper

    node, (inputs, _) = case.model.graph.node[0], case.data_sets[0]
    schema = defs.get_schema(node.op_type)
    present = dict(zip([name for name in node.input if name], inputs, strict=True))
    given = {each.name: None for each in schema.inputs}
    given |= {each.name: present[name] for each, name in zip(schema.inputs, node.input) if name}
    names = [name for name, each in given.items() if each is not None]
    chosen = {each.name: each for each in node.attribute}
    for name, attribute in schema.attributes.items():
        each = chosen.get(name, attribute.default_value)
        value = helper.get_attribute_value(each) if each.name else None
        given[name] = value.decode() if isinstance(value, bytes) else value
    keywords = [f"{name}={name}" for name in schema.attributes]
    if node.op_type in CALLS:
        return given, CALLS[node.op_type]
    return given, f"{ak.catalog[node.op_type].name}({', '.join(names + keywords)})"


@pytest.mark.parametrize("operator", OPERATORS)
def test_results_are_those_of_onnx(operator, cases):
    assert cases[operator]
    functions = {name: getattr(ak, name) for name in ak.catalog.names()}
    selu = tuple(float(np.float32(each)) for each in (1.6732632423543772, 1.0507009873554805))
    for case in cases[operator]:
        given, call = _of_node(case)
        found = eval(call, functions | {"inf": np.inf, "SELU": selu}, given)
        expected = case.data_sets[0][1]
        for ours, theirs in zip(found if isinstance(found, tuple) else (found,), expected):
            rounded = np.asarray(ours, theirs.dtype)  # of bfloat16 ours is float32
            assert rounded.shape == theirs.shape
            assert rounded.dtype == np.asarray(ours).dtype or theirs.dtype.kind == "V"
            # Theirs are NumPy's formulas in the dtype of the inputs; ONNX asks for `case.rtol` of a runtime, 0.001.
            relative = 1e-5 if theirs.dtype.itemsize > 2 else case.rtol
            np.testing.assert_allclose(*(each.astype("f8") for each in (rounded, theirs)), relative, case.atol, err_msg=case.name)
