"""`actkern bench --peers`: actkern beside all peers that are installed (`PEERS`, SciPy and NumPy), in one interleaved run.

A cell is one form of one function, of one dtype, size and number of threads. Its contenders are compared before they are timed:
then each is called in turn, round after round, in shuffled order, and its figure is the median of its rounds. Every round of a
contender starts with calls that are not timed, so that all are measured in caches that hold their own arrays. On several
threads these start when the threads of the contender before have come to rest, and go on for 15 ms, so that its own are awake.
Short calls are timed many at once. Who can write into a given array does: all but jax, and the formulas in plain NumPy.

One process for each number of threads takes its turn cell by cell: jax reads the number of
processors once. The roofline is `np.copyto`, on several threads also in as many parts at once: a
form with two arrays, one read and one written, cannot beat it where memory is the limit. For forms
that move more arrays the copy's time is multiplied accordingly.
"""

import ast
import importlib
import io
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import numpy as np

from .. import _runtime
from .._catalog import TIMED_FORMS, Activation, Loss, catalog
from ..reference.formulas import stable_formula
from . import plain
from .cells import DTYPES, Array, Call, Cell, check, make_input, make_operands, whole, x_of
from .timing import LEAD, copies, rounds

SIZES = (33, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)
THREADS = (1, 2)
# Relative, absolute. jax's slope of gelu_tanh is 0 in float32 where it is 1e-5; onnxruntime has constants of float32 in float64.
_TOLERANCE = {"float32": (1e-4, 1e-4), "float64": (1e-5, 1e-6)}


@cache
def _module(name: str) -> Any:
    """A peer's module, None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _torch(row: Activation, form: str, operands: list[Any], threads: int, compiled: bool = False) -> Call | None:
    if not (row.peers.torch if form == "value" else row.peers.torch_backward):
        return None
    torch = _module("torch")
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    x = torch.from_numpy(x_of(row, form, operands))
    value = eval(f"lambda x, out: {row.peers.torch}", vars(torch))
    backward = eval(f"lambda dy, x, y, out: {row.peers.torch_backward or None}", vars(torch))
    of_y = ", y," in row.peers.torch_backward
    # Each over dy, x, y and dx. From x, as ours: what starts from y has to make it first.
    function = {
        "value": lambda dy, x, y, dx: value(x, y),
        "value_and_grad": lambda dy, x, y, dx: (value(x, y), backward(dy, x, y, dx)),
        "backward": lambda dy, x, y, dx: backward(dy, x, value(x, y) if of_y else None, dx),
        "backward_from_output": lambda dy, x, y, dx: backward(dy, None, x, dx),
    }[form]
    dy = torch.from_numpy(operands[0]) if form.startswith("backward") else torch.ones_like(x)
    if compiled:  # by the first call, for this shape and number of threads
        torch.compiler.reset()  # which counts how often a function was compiled, and runs it as it stands from the ninth time on
        function = torch.compile(function, dynamic=False, fullgraph=True)
    return partial(function, dy, x, torch.empty_like(x), torch.empty_like(x))


def _jax(row: Activation, form: str, operands: list[Any], threads: int) -> Call | None:
    if not row.peers.jax or (form == "backward_from_output" and not row.formula.slope_from_output):
        return None
    jax = _module("jax")
    parameters = {parameter.name: parameter.default for parameter in row.optional}
    jax.config.update("jax_enable_x64", True)
    function = eval(f"lambda x: {row.peers.jax}", {"nn": jax.nn, "numpy": jax.numpy})

    def both(x: Any) -> Any:
        y, pull = jax.vjp(function, x)
        return y, pull(jax.numpy.ones_like(x))[0]

    def backward(dy: Any, x: Any) -> Any:
        return jax.vjp(function, x)[1](dy)[0]

    def backward_from_output(dy: Any, y: Any) -> Any:
        return dy * eval(row.formula.slope_from_output, {**vars(jax.numpy), **parameters, "y": y})

    of_form = dict(zip(TIMED_FORMS, (function, both, backward, backward_from_output)))
    compiled = jax.jit(of_form[form])
    given = [jax.numpy.asarray(operand) for operand in operands]
    return lambda: jax.block_until_ready(compiled(*given))


def _onnxruntime(row: Activation, form: str, operands: list[Any], threads: int) -> Call | None:
    if not row.peers.onnx or form != "value":  # it has no operators for gradients
        return None
    return run_onnx(row.peers.onnx, operands[0], threads)


def _model(text: str, x: Array) -> tuple[bytes, str]:
    """A model of operators of ONNX on x, given as calls of their names, and the name of its result."""
    onnx = _module("onnx")
    kind = onnx.helper.np_dtype_to_tensor_dtype(x.dtype)
    nodes: list[Any] = []

    class Operators(dict[str, Any]):
        def __missing__(self, operator: str) -> Callable[..., str]:
            def append(*inputs: str, **attributes: Any) -> str:
                nodes.append(onnx.helper.make_node(operator, inputs, [f"of{len(nodes)}"], **attributes))
                return f"of{len(nodes) - 1}"

            return append

    result: str = eval(text, {"__builtins__": {}}, Operators(x="x"))
    ends = [onnx.helper.make_tensor_value_info(name, kind, x.shape) for name in ("x", result)]
    graph = onnx.helper.make_graph(nodes, "g", ends[:1], ends[1:])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 20)], ir_version=9)
    return model.SerializeToString(), result


def run_onnx(text: str, x: Array, threads: int) -> Call | None:
    """What runs operators of ONNX on x by onnxruntime; None where that is not installed, or has none for x's dtype."""
    ort = _module("onnxruntime")
    if ort is None or _module("onnx") is None:
        return None
    states = ort.capi.onnxruntime_pybind11_state
    y = np.empty_like(x)
    model, result = _model(text, x)
    options = ort.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = threads, 4
    try:
        session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except (states.NotImplemented, states.InvalidGraph):  # most operators of float64
        return None
    bound = session.io_binding()
    bound.bind_input("x", "cpu", 0, x.dtype, x.shape, x.ctypes.data)
    bound.bind_output(result, "cpu", 0, y.dtype, y.shape, y.ctypes.data)

    kept = x, y  # bound by their addresses alone

    def run() -> Array:
        session.run_with_iobinding(bound)
        return kept[1]

    return run


def _openvino(row: Activation, form: str, operands: list[Any], threads: int) -> Call | None:
    x: Array = operands[0]
    if not row.peers.onnx or form != "value" or x.dtype != np.float32:  # it computes float64 in float32, and no gradients
        return None
    openvino = _module("openvino")
    y = np.empty_like(x)
    model, _ = _model(row.peers.onnx, x)
    # The precision is else the one that the processor is quickest in: bfloat16, where it has instructions for that.
    settings = {"INFERENCE_NUM_THREADS": threads, "INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"}
    core = openvino.Core()
    request = core.compile_model(core.read_model(io.BytesIO(model)), "CPU", settings).create_infer_request()
    request.set_input_tensor(openvino.Tensor(x, shared_memory=True))
    request.set_output_tensor(openvino.Tensor(y, shared_memory=True))

    def run() -> Array:
        request.infer(share_outputs=True)
        return y

    return run


def _mkl(row: Activation, form: str, operands: list[Any], threads: int) -> Call | None:
    if not row.peers.mkl or form != "value":
        return None
    kept: tuple[Array, Array] = operands[0], np.empty_like(operands[0])  # given by their addresses alone
    call = _module(f"{__package__}.mkl").call(row.peers.mkl, *kept, threads)

    def run() -> Array:
        call()
        return kept[1]

    return run


class _InOneType(ast.NodeTransformer):
    """Numbers to names of numbers in the dtype of x: numexpr takes a literal for a float64, and everything after it."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {}

    def visit_Constant(self, node: ast.Constant) -> ast.Name:
        name = f"c{len(self.names)}"
        self.names[name] = node.value
        return ast.Name(name, ast.Load())

    def visit_BinOp(self, node: ast.BinOp) -> ast.BinOp:
        node.left = self.visit(node.left)
        if not isinstance(node.op, ast.Pow):  # a power of a whole number is made of products
            node.right = self.visit(node.right)
        return node


def _numexpr(row: Activation, form: str, operands: list[Any], threads: int) -> Call | None:
    if row.along_an_axis or isinstance(row, Loss):
        return None
    taken, given = row.operands(form)
    if row.has_backward_scalar or not form.startswith("backward"):
        formulas = [stable_formula(row, each) for each in given]
    elif form == "backward":
        formulas = [f"dy * ({stable_formula(row, each)})" for each in row.operands("grad")[1]]
    else:
        formulas = [f"dy * ({row.formula.slope_from_output})"]
    numexpr = _module("numexpr")
    numexpr.set_num_threads(threads)
    named = dict(zip(taken, operands)) | {p.name: p.default for p in row.optional} | {"pi": math.pi}
    calls, x = [], x_of(row, form, operands)
    for formula in formulas:
        rename = _InOneType()
        text = ast.unparse(rename.visit(ast.parse(formula, mode="eval")))
        names = set(compile(text, "<formula>", "eval").co_names)
        if names - numexpr.expressions.functions.keys() - named.keys() - rename.names.keys():
            return None  # a function that it has not, such as erf
        values = {name: np.asarray(value, x.dtype) for name, value in (named | rename.names).items() if name in names}
        calls.append(partial(numexpr.evaluate, text, local_dict=values, out=np.empty_like(x)))
    return calls[0] if len(calls) == 1 else lambda: tuple(call() for call in calls)


class Peer(NamedTuple):
    """What can be timed beside actkern."""

    make: Callable[[Activation, str, list[Any], int], Call | None]  # gives what computes a form, None where the peer has none
    modules: tuple[str, ...]  # that are to be installed; the first has the version
    programs: tuple[str, ...] = ()  # that are to be found, too


# Beside those of `plain`; imported in this order. onnx writes the models, and the compiler is the one that torch calls.
PEERS = {
    "torch": Peer(_torch, ("torch",)),
    "torch.compile": Peer(partial(_torch, compiled=True), ("torch",), (os.environ.get("CXX", "g++"),)),
    "onnxruntime": Peer(_onnxruntime, ("onnxruntime", "onnx")),
    "openvino": Peer(_openvino, ("openvino", "onnx")),
    "jax": Peer(_jax, ("jax",)),
    "numexpr": Peer(_numexpr, ("numexpr",)),
    "mkl": Peer(_mkl, (f"{__package__}.mkl",)),
}


def _version(modules: Iterable[str], programs: Iterable[str] = ()) -> str | None:
    found = [_module(module) for module in modules]
    if not all(found) or not all(map(shutil.which, programs)):
        return None
    return str(found[0].__version__).partition("-")[0]  # OpenVINO's build follows


def versions() -> dict[str, str | None]:
    """The version of each peer, None where something that it needs is not installed."""
    of_plain = {name: _version((name,)) for name in ("scipy", "numpy")}
    return {name: _version(peer.modules, peer.programs) for name, peer in PEERS.items()} | of_plain


@cache
def _installed() -> tuple[str, ...]:
    return tuple(name for name, version in versions().items() if version and name in PEERS)


def contenders(row: Activation, form: str, operands: list[Any], threads: int) -> dict[str, Call]:
    """Who can compute one form of a function, by name; each call gives the result."""
    _runtime.set_num_threads(threads)
    with np.errstate(all="ignore"):
        calls = dict(plain.contenders(row, operands, form))
        for name in _installed():
            call = PEERS[name].make(row, form, operands, threads)
            if call is not None:
                calls[name] = call
    return calls


def check_peers(row: Activation, form: str, dtype: str, calls: dict[str, Call]) -> None:
    """Raise AssertionError, naming the contender, where a result is not that of the first, which is actkern's.

    actkern's own is held against the reference by the tests and by `plain.check_values`. Not compared are random results, and
    those of the row's formulas in NumPy, in which a few elements may cancel to any degree (the slope of sinc at 0).
    """
    if row.random:
        return
    ours = next(iter(calls.values()))
    with np.errstate(all="ignore"):
        result = ours()
    expected = [np.array(each) for each in (result if isinstance(result, tuple) else (result,))]
    compared = {name: call for name, call in calls.items() if not name.startswith("numpy")}
    check(f"{form} of {row.name}, {dtype}", compared, expected, lambda contender: _TOLERANCE[dtype])


def time_cell(name: str, form: str, dtype: str, size: int, threads: int, seconds: float, least: int = 5) -> list[Cell]:
    """Compare and time the contenders of one cell."""
    row = catalog[name]
    operands = make_operands(row, form, make_input(row, dtype, size))
    calls = contenders(row, form, operands, threads)
    if form == "value":
        plain.check_values(row, operands, {name: call for name, call in calls.items() if name in _runtime.BACKENDS})
    check_peers(row, form, dtype, calls)
    calls |= copies(x_of(row, form, operands), threads)
    ours = [name for name in calls if name in _runtime.BACKENDS]
    times = rounds(calls, seconds, least, LEAD if threads > 1 else 0.0, ours)
    return [
        Cell(row.name, dtype, size, contender, statistics.median(taken) / size * 1e9, len(taken), form, threads)
        for contender, taken in times.items()
    ]


def plan(
    names: Iterable[str], forms: Iterable[str] = (), sizes: Iterable[int] = SIZES, threads: Iterable[int] = THREADS
) -> list[tuple[str, str, str, int, int]]:
    """The cells to time: (function, form, dtype, size, threads); without `forms`, those that a row calls common."""
    chosen, sizes, threads = tuple(forms), tuple(sizes), tuple(threads)
    return [
        (name, form, dtype, whole(catalog[name], size), count)
        for name in names
        for form in TIMED_FORMS
        if (form in chosen and form in catalog[name].forms if chosen else form in (catalog[name].common or ("value",)))
        for dtype in DTYPES
        for size in sizes
        for count in threads
    ]


def run(cells: Iterable[tuple[str, str, str, int, int]], seconds: float) -> Iterator[list[Cell]]:
    """Time one cell after the other, each in the process of its number of threads."""
    processes: dict[int, subprocess.Popen[str]] = {}
    try:
        for cell in cells:
            threads = cell[-1]
            if threads not in processes:
                # The package that runs here, not one in the working directory, such as the sources of a clone.
                paths = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
                processes[threads] = subprocess.Popen(
                    [sys.executable, "-P", "-m", "actkern._bench.peers", str(threads), str(seconds)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
                )
            worker = processes[threads]
            to, back = cast(IO[str], worker.stdin), cast(IO[str], worker.stdout)
            to.write(json.dumps(cell) + "\n")
            to.flush()
            line = back.readline()
            if not line:
                raise RuntimeError(f"the process that times {cell} ended with status {worker.wait()}: its error is above")
            yield [Cell(**each) for each in json.loads(line)]
    finally:
        for worker in processes.values():
            worker.communicate()


def _serve(threads: int, seconds: float) -> None:
    """One process: cells as lines of JSON from the standard input, what they took as lines to the standard output."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    for line in sys.stdin:
        name, form, dtype, size, count = json.loads(line)
        cells = time_cell(name, form, dtype, size, count, seconds)
        sys.stdout.write(json.dumps([cell.__dict__ for cell in cells]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), float(sys.argv[2]))
