"""The stub files of the package, built from the catalogue's rows."""

import re
from collections.abc import Iterable

from .._catalog import FORMS, Activation, Composed, LinearLoss, Loss, catalog
from .._functions.losses import signature_of_tensors
from .._modules import ALWAYS, FUNCTIONS, OF_OTHERS
from ..special import _elementwise, _rows
from . import GENERATED

_KEYWORDS = {
    "composed": "axis: int = -1, *, out: NDArray[Any] | None = None",
    "parametric": "**ufunc_keywords: Any",
}

# Public names that are imported with the package, and the modules that they are in.
_BESIDE = [
    ("_building", "get_cflags"),
    ("_building", "get_include"),
    ("_catalog", "catalog"),
    ("_namespaces", "backends"),
    ("_runtime", "get_num_threads"),
    ("_runtime", "set_num_threads"),
    ("_runtime", "show_runtime"),
    ("_runtime", "threads"),
]


def _stub(row: Activation, name: str, form: str) -> str:
    taken, _ = row.operands(form)
    arrays = taken[: len(taken) - len(row.parameters)]
    if row.name == "rrelu":
        parameters = (
            "*, lower: ArrayLike = ..., upper: ArrayLike = ..., training: bool = False, rng: Any = None, **ufunc_keywords: Any"
        )
        return _definition(name, ", ".join([*(f"{each}: ArrayLike" for each in arrays), parameters]))
    if isinstance(row, Composed):
        ints = [f"{parameter.name}: int" for parameter in row.parameters]
        return _definition(name, ", ".join([*(f"{each}: ArrayLike" for each in arrays), *ints, _KEYWORDS["composed"]]))
    if row.keywords:
        keywords = row.keywords_of(form)
        positional = [keyword.text for keyword in keywords if keyword.positional]
        by_name = [keyword.text for keyword in keywords if not keyword.positional]
        return _definition(name, ", ".join([*(f"{each}: ArrayLike" for each in arrays), *positional, "*", *by_name]))
    if row.has_defaults:
        required = ", ".join(f"{each}: ArrayLike" for each in taken[: len(taken) - len(row.optional)])
        defaults = ", ".join(f"{parameter.name}: ArrayLike = ..." for parameter in row.optional)
        return _definition(name, f"{required}, /, {defaults}, {_KEYWORDS['parametric']}")
    return f"{name}: np.ufunc\n"


def _definition(name: str, parameters: str, result: str = "Any") -> str:
    line = f"def {name}({parameters}) -> {result}: ...\n"
    if len(line) <= 131:
        return line
    line = f"def {name}(\n    {parameters}\n) -> {result}: ...\n"
    if max(map(len, line.splitlines())) <= 130:
        return line
    lines = "".join(f"    {each},\n" for each in re.split(r", (?![^\[]*\])", parameters))
    return f"def {name}(\n{lines}) -> {result}: ...\n"


def _all(names: Iterable[str]) -> str:
    """What `from ... import *` gives, which is not all that a stub names."""
    return "__all__ = [  # noqa: RUF022\n" + "".join(f'    "{name}",\n' for name in names) + "]\n"


def stubs() -> dict[str, str]:
    """The text of each stub file of the package, by file name."""
    files = {}
    for form in FORMS:
        body = [_stub(catalog[name], name, form) for name in catalog.names(form)]
        body.sort(key=lambda text: text.startswith("def "))  # variables first, as ruff's formatter spaces them
        functions = sum(each.startswith("def ") for each in body)
        text = "\n".join(filter(None, ("".join(body[: len(body) - functions]), "".join(body[len(body) - functions :]))))
        needs = [name for name in ("ArrayLike", "DTypeLike", "NDArray") if name in text]
        header = f'"""{GENERATED}"""\n\n'
        header += "from typing import Any\n\n" if "Any" in text else ""
        header += "import numpy as np\n" + (f"from numpy.typing import {', '.join(needs)}\n" if needs else "")
        if form == "value":
            modules = sorted([*(form for form in FORMS if form != "value"), *ALWAYS, *OF_OTHERS])
            header += "\n" + "".join(f"from . import {each} as {each}\n" for each in modules)
            beside = [*_BESIDE, *((module, each) for each, module in FUNCTIONS.items())]
            header += "".join(f"from .{module} import {each} as {each}\n" for module, each in sorted(beside))
            beside_names = [name for _, name in beside]
            header += "\n" + _all([*beside_names, *ALWAYS, *(form for form in FORMS if form != "value"), *catalog.names()])
            header += "\n__version__: str"
        else:
            header += "\n" + _all(catalog.names(form))
        files["__init__.pyi" if form == "value" else f"{form}.pyi"] = f"{header}\n{text}"
    return files | {"special/__init__.pyi": _special(), "torch/__init__.pyi": _torch()}


def _special() -> str:
    """The text of the stub file of actkern.special, whose functions that are no ufuncs have their types in the sources."""
    ufuncs = sorted(set(_elementwise.names()) - _elementwise.APART.keys())
    functions = dict.fromkeys(_elementwise.APART, "_elementwise") | dict.fromkeys(_rows.NAMES, "_rows")
    lines = [f'"""{GENERATED}"""', "", "from typing import Any", "", "import numpy as np", ""]
    lines += [f"from .{module} import {name} as {name}" for name, module in functions.items()]
    lines += ["", _all([*ufuncs, *functions])]
    lines += [*(f"{name}: np.ufunc" for name in ufuncs), "", "def __getattr__(name: str) -> Any: ...", ""]
    return "\n".join(lines)


# The arguments of functions of tensors that are not those of the catalogue, by the name of the row.
_OF_TENSORS = {
    **dict.fromkeys(("softmax", "softmin", "log_softmax"), "x: Tensor, dim: int = -1, *, temperature: float = 1.0"),
    **dict.fromkeys(("hardmax", "sparsemax", "entmax15", "glu", "crelu"), "x: Tensor, dim: int = -1"),
    **dict.fromkeys(("logsumexp", "logmeanexp"), "x: Tensor, dim: int | tuple[int, ...] | None = None, keepdim: bool = False"),
    "maxout": "x: Tensor, k: int, dim: int = -1",
    "rrelu": "x: Tensor, lower: float = ..., upper: float = ..., training: bool = False",
    "gumbel_softmax": "logits: Tensor, tau: float = 1.0, hard: bool = False, dim: int = -1",
    "linear_cross_entropy": "input: Tensor, linear_weight: Tensor, target: Tensor, *, linear_bias: Tensor | None = None, "
    'weight: Tensor | None = None, reduction: str = "mean", ignore_index: int = -100, label_smoothing: float = 0.0, '
    "z_loss: float = 0.0, soft_cap: float | None = None",
}


def _of_loss(row: Loss) -> str:
    """The arguments of a loss of tensors."""
    types = {each.name: each.annotation for each in row.keywords} | {"input": "Tensor", "target": "Tensor"}
    given: list[str] = []
    for each in signature_of_tensors(row).parameters.values():
        if each.kind is each.KEYWORD_ONLY and "*" not in given:
            given.append("*")
        of = types[each.name].replace("ArrayLike | None", "Tensor | None").replace("ArrayLike", "Tensor | float")
        default = "" if each.default is each.empty else f" = {each.default!r}".replace("'", '"')
        given.append(f"{each.name}: {of}{default}")
    return ", ".join(given)


def _torch() -> str:
    """The text of the stub file of actkern.torch."""
    lines = [f'"""{GENERATED}"""', "", "from torch import Tensor", "", _all(catalog.names())]
    for name in catalog.names():
        row = catalog[name]
        given = [*(f"{each.name}: Tensor" for each in row.inputs)]
        given += [f"{each.name}: Tensor | float" + ("" if each.default is None else " = ...") for each in row.parameters]
        result = "Tensor" if len(row.outputs) == 1 else f"tuple[{', '.join(['Tensor'] * len(row.outputs))}]"
        taken = _OF_TENSORS.get(row.name, ", ".join(given))
        if isinstance(row, Loss) and not isinstance(row, LinearLoss):
            taken = _of_loss(row)
        lines.append(_definition(name, taken, result).rstrip())
    return "\n".join(lines) + "\n"
