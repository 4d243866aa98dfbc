"""Docstrings and the stub file, built from the catalogue's rows."""

import textwrap

from .catalog import FORM_SUMMARIES, FORMS, Activation, catalog

_MEANING = {
    "x": "the input",
    "y": "the value f(x)",
    "dydx": "the slope f'(x)",
    "dy": "the gradient with respect to y, from upstream",
    "dx": "the gradient with respect to x",
}
_DTYPES = "float16, float32, float64; integers and bool are promoted as by numpy.exp"


def _ulp(promise: float) -> str:
    return "exact" if promise == 0 else f"at most {promise:g} ULP"


def _accuracy(row: Activation, form: str) -> str:
    text = []
    if row.kind == "rowwise":
        return "float32 {}, float64 {} for each element".format(*(_ulp(row.ulp[t]) for t in ("f4", "f8")))
    if form in ("value", "value_and_grad"):
        text.append("y: float32 {}, float64 {}".format(*(_ulp(row.ulp[t]) for t in ("f4", "f8"))))
    if form in ("grad", "value_and_grad"):
        text.append("dydx: float32 {}, float64 {}".format(*(_ulp(row.slope_ulp[t]) for t in ("f4", "f8"))))
    if form == "backward":
        text.append("dx: dy times the slope that `grad` gives, rounded once")
    if form == "backward_from_output":
        text.append(f"dx: dy times {row.slope_from_output}, each rounded once")
    return "; ".join(text) + " (over all finite inputs, subnormal results included; float16 is computed in float32)"


def _formula(row: Activation, form: str) -> list[str]:
    if row.kind == "rowwise":
        return {
            "value": [f"y = {row.value}"],
            "backward_from_output": ["dx = y * (dy - sum(dy * y))"],
        }[form]
    lines = []
    if form in ("value", "value_and_grad"):
        lines.append(f"y = {row.value}")
    if form in ("grad", "value_and_grad"):
        lines.append(f"dydx = {row.slope}")
    if form == "backward":
        lines.append(f"dx = dy * ({row.slope})")
    if form == "backward_from_output":
        lines.append(f"dx = dy * ({row.slope_from_output})")
    return lines


def docstring(row: Activation, form: str) -> str:
    """The docstring of one form of one function."""
    inputs, outputs = row.operands(form)
    title = f"{FORM_SUMMARIES[form]} the {row.summary}.".strip()
    summaries = {parameter.name: f"{parameter.summary} (default {parameter.default:g})" for parameter in row.parameters}
    fields: list[tuple[str, str]] = []
    for name in inputs:
        shape = "shape (..., n, ...)" if row.kind == "rowwise" else "array of any shape, broadcast against the others"
        fields.append((name, f"{summaries.get(name) or _MEANING[name]}; {shape}; {_DTYPES}"))
    if row.kind == "rowwise":
        fields.append(("axis", "int, the axis along which a row runs (default -1, the last)"))
    for name in outputs:
        fields.append((name, f"{_MEANING[name]}; of the broadcast shape and the promoted dtype"))
    fields += [
        ("domain", row.domain),
        ("range", row.range),
        ("limits", f"{row.limits}; NaN in, NaN out; no floating-point warning is raised"),
        ("kinks", row.kinks),
        ("accuracy", _accuracy(row, form)),
        ("raises", "TypeError for complex, longdouble, string, date and object input" + _rowwise_errors(row)),
        ("elsewhere", row.peers),
        ("source", row.source),
    ]
    if row.aliases:
        fields.append(("aliases", ", ".join(row.aliases)))
    body = "\n".join(
        textwrap.fill(text, 96, initial_indent=f"{name + ':':<11}", subsequent_indent=" " * 11) for name, text in fields
    )
    formula = "\n".join("    " + line for line in _formula(row, form))
    return f"{title[0].upper()}{title[1:]}\n\n{formula}\n\n{body}\n"


def _rowwise_errors(row: Activation) -> str:
    return "; ValueError for an axis that x does not have, or a scalar" if row.kind == "rowwise" else ""


_STUB_HEADER = '''"""Generated from the catalogue by `python tools/stubs.py`; a test fails where it is stale."""

'''
_STUB_ROWWISE = {
    "value": (
        "def {name}(\n    x: ArrayLike,\n    axis: int = -1,\n    *,\n"
        "    out: NDArray[Any] | None = None,\n    dtype: DTypeLike | None = None,\n) -> Any: ...\n"
    ),
    "backward_from_output": (
        "def {name}(\n    dy: ArrayLike,\n    y: ArrayLike,\n    axis: int = -1,\n    *,\n"
        "    out: NDArray[Any] | None = None,\n    dtype: DTypeLike | None = None,\n) -> Any: ...\n"
    ),
}


def _stub_names(form: str) -> str:
    ufuncs = [n for n in catalog.names(form) if catalog[n].kind == "elementwise"]
    functions = [n for n in catalog.names(form) if catalog[n].kind == "rowwise"]
    return "".join(f"{name}: np.ufunc\n" for name in ufuncs) + "".join(
        "\n" + _STUB_ROWWISE[form].format(name=name) for name in functions
    )


def stubs() -> dict[str, str]:
    """The text of each stub file of the package, by file name."""
    typing = "from typing import Any\n\nimport numpy as np\nfrom numpy.typing import ArrayLike, DTypeLike, NDArray\n"
    files = {}
    for form in FORMS:
        rowwise = any(catalog[name].kind == "rowwise" for name in catalog.names(form))
        if form == "value":
            header = (
                typing
                + "\n"
                + "".join(f"from . import {f} as {f}\n" for f in sorted(FORMS) if f != "value")
                + "from ._namespaces import backends as backends\nfrom ._runtime import get_num_threads as get_num_threads\n"
                "from ._runtime import set_num_threads as set_num_threads\nfrom ._runtime import show_runtime as show_runtime\n"
                "from ._runtime import threads as threads\nfrom .catalog import catalog as catalog\n\n__version__: str\n"
            )
        else:
            header = (typing if rowwise else "import numpy as np\n") + "\n"
        files["__init__.pyi" if form == "value" else f"{form}.pyi"] = _STUB_HEADER + header + _stub_names(form)
    return files
