"""Checksums of what every function gives, by form, dtype and backend, over fixed inputs: for moves that are to change no bit.

    python tools/checksums.py > before.txt    # in the tree as it was
    python tools/checksums.py | diff before.txt -

The package is the one that Python finds: PYTHONPATH names that of another tree.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np

import actkern as ak
from actkern._catalog import Composed, LinearLoss, Loss

DTYPES = ("float16", "float32", "float64")
SPECIAL = (0.0, -0.0, np.inf, -np.inf, np.nan, 1e-40, -1e-40, 1e-310, 88.5, -103.9, 709.7, -745.1, 1.0, -1.0, 6.0, 1e300)


def inputs(dtype: str, count: int) -> list[Any]:
    """Arrays of shape (60, 36) with numbers of all sizes; a single array has those of SPECIAL, too."""
    random = np.random.default_rng(20)
    with np.errstate(all="ignore"):
        arrays = [random.normal(0, 3, (60, 36)) * 10 ** random.uniform(-2, 1.2, (60, 36)) for _ in range(count)]
        if count == 1:
            arrays[0][:, :16] = SPECIAL
        return [array.astype(dtype) for array in arrays]


def calls(row: Any, form: str, dtype: str) -> Iterator[tuple[str, tuple[Any, ...], dict[str, Any]]]:
    """The calls of one form of a function, each as (what it is, operands, keywords)."""
    names = row.operands(form)[0]
    if isinstance(row, LinearLoss):
        x, weight = inputs(dtype, 2)
        given = x, weight[:, ::-1], np.arange(60) % 60
        yield "plain", given, {}
        yield "blocks", (*given, weight[0, 0] * np.arange(60)), {"chunk": 7, "soft_cap": 30.0, "label_smoothing": 0.1}
    elif isinstance(row, Loss):
        x, target = inputs(dtype, 2)
        if row.along_an_axis:
            yield "index", (x, np.arange(60) % 36), {}
            yield "smoothed", (x, np.arange(60) % 36), {"label_smoothing": 0.1, "weight": np.arange(1.0, 37)}
        else:
            weight, target = abs(x), abs(target) / (1 + abs(target))
            if np.isfinite(row.facts.support[1]):
                x = abs(x) / (1 + abs(x))
            if row.labels:
                target = np.where(target > 0.5, *reversed(row.targets)).astype(dtype)
            yield "plain", (x, target), {}
            yield "sum", (x, target, weight), {"reduction": "sum"}
            for flag in row.flags:
                yield flag, (abs(x), target, weight), {flag: flag != "log_input"}
    elif row.along_an_axis or isinstance(row, Composed):
        given: dict[str, Any] = {"maxout": {"k": 3}, "rrelu": {"training": True, "rng": 3}}.get(row.name, {})
        of_value = given | ({"rng": 3} if row.random else {})
        if form.startswith("backward"):
            dy, x = inputs(dtype, 2)
            function = getattr(ak, row.name)
            y = function(x, **of_value)
            yield "plain", (np.resize(dy, np.shape(y)), y if form == "backward_from_output" else x), given
        else:
            (x,) = inputs(dtype, 1)
            yield "plain", (x,), of_value
            if row.keywords:
                yield "strided", (x.T,), of_value
    else:
        single = len(names) - len(row.parameters)
        arrays = inputs(dtype, single)
        defaults = [parameter.sample for parameter in row.parameters]
        filled = [array if value is None else np.asarray(value, dtype) for value, array in zip(defaults, arrays * 9)]
        yield "plain", (*arrays, *filled), {}
        yield (
            "strided",
            (*(np.asfortranarray(array)[::2] for array in arrays), *(each[::2] if each.ndim else each for each in filled)),
            {},
        )


def main() -> None:
    for backend in ak.backends.available():
        for row in ak.catalog.values():
            for form in row.forms:
                space = ak.backends[backend] if form == "value" else getattr(ak.backends[backend], form)
                function = getattr(space, row.name)
                for dtype in DTYPES:
                    for what, operands, keywords in calls(row, form, dtype):
                        with np.errstate(all="ignore"):
                            result = function(*operands, **keywords)
                        whole = hashlib.sha256()
                        for each in result if isinstance(result, tuple) else (result,):
                            # The compiler chooses a NaN's sign, by the order of an addition's
                            # operands.
                            array = np.where(np.isnan(each), np.array(np.nan, each.dtype), each)
                            whole.update(f"{array.dtype} {array.shape}".encode() + array.tobytes())
                        print(backend, form, row.name, dtype, what, whole.hexdigest()[:16])


if __name__ == "__main__":
    main()
