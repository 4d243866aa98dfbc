"""Checksums of what every function gives, by form and dtype, over fixed inputs: the same bits on every machine.

    python tools/checksums.py --check tests/checksums.txt    # what differs from the file, as text, if anything does
    python tools/checksums.py --write tests/checksums.txt    # after a change that is to change bits

ACTKERN_BACKEND and ACTKERN_TIER choose what computes, PYTHONPATH the tree. Without an option the lines are printed, and with
`--calls` one for each call, of which a line of the file has all: two such lists show where two trees part.

a. The inputs are made of integers by shifts, products and sums of a few bits, which are exact, so that neither a version of NumPy
   nor a libm shows in them. They have subnormal numbers, both zeros, infinities, NaN, numbers of every magnitude, the tails where
   results vanish or grow without bound, and those around 0.
b. A NaN counts as one whatever its sign and payload, which depend on the order of an addition's operands. A zero's sign counts.
c. Elementwise functions are called with contiguous arrays, with strided ones, and with parameters at their defaults, at another
   number and as arrays. Functions along an axis get rows of lengths around those of vectors and blocks, the same along the first
   axis and with a step, and once each keyword at a value that is no default.
d. Noise is drawn from `Fixed`, since a generator's stream may change with NumPy. linear_cross_entropy is called so that no sum of
   BLAS's has more than one term that is not 0, since BLAS adds in an order of its own.
"""

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import ml_dtypes  # which makes "bfloat16" a name of NumPy's
import numpy as np

import actkern as ak
from actkern._catalog import Activation, Composed, LinearLoss, Loss

DTYPES = ("f2", "bfloat16", "f4", "f8")
COUNT = 2051  # elements of an elementwise operand: some vectors, and a rest
LENGTHS = (
    *(1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129),
    *(224, 225, 255, 256, 257, 480, 481, 1000, 1024, 1025, 2300, 9001),
)
SPECIAL = (0.0, np.inf, np.nan, 1.0, 0.5, 3.0, 6.0, 20.0, 88.5, 103.9, 709.7, 745.1, 1e-40, 1e-310, 1e300)

Call = tuple[str, tuple[Any, ...], dict[str, Any]]  # what it is, operands, keywords
Get = Callable[[str, str], Any]  # the function to try, by form and name


def integers(count: int, seed: int) -> np.ndarray:
    """Integers of 64 bits that look random: splitmix64 of a counter."""
    found = (np.arange(count, dtype=np.uint64) + np.uint64(1 + (seed << 32))) * np.uint64(0x9E3779B97F4A7C15)
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))


def fractions(count: int, seed: int) -> np.ndarray:
    """Numbers from 0 to 1, multiples of 2^-53: exact in double."""
    return (integers(count, seed) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def usual(count: int, seed: int) -> np.ndarray:
    """Numbers around 0 up to 12, most of them below 4: sums of four of 16 bits."""
    parts = integers(count, seed).view(np.uint16).reshape(count, 4).astype(np.float64)
    return (parts[:, 0] + parts[:, 1] + parts[:, 2] + parts[:, 3] - 131070.0) * 2.0**-13


@cache
def numbers(dtype: str, count: int, seed: int) -> np.ndarray:
    """Numbers of all kinds (a), in an order that mixes them."""
    unsigned = f"u{np.dtype(dtype).itemsize}"
    limits = ml_dtypes.finfo(np.dtype(dtype))
    special = np.array([*SPECIAL, *map(float, (limits.smallest_subnormal, limits.smallest_normal, limits.max))])
    share = (count - 2 * len(special)) // 8
    patterns = integers(2 * share, 4 * seed).astype(unsigned).view(dtype)
    tails = (fractions(share, 4 * seed + 1) - 0.5) * (2048.0 if dtype == "f8" else 256.0)
    shrunk = usual(share, 4 * seed + 2) * (integers(share, 4 * seed + 3) >> np.uint64(40)).astype(np.float64) * 2.0**-40
    rest = usual(count - 4 * share - 2 * len(special), 4 * seed + 2)
    with np.errstate(all="ignore"):
        parts = [each.astype(dtype) for each in (special, -special, tails, shrunk, rest)]
    return np.concatenate([*parts, patterns])[np.argsort(integers(count, seed), kind="stable")]


def folded(x: np.ndarray) -> np.ndarray:
    """Numbers of any size as numbers from 0 to 1."""
    with np.errstate(all="ignore"):
        size = np.abs(x.astype(np.float64))
        return (size / (1.0 + size)).astype(x.dtype)


class Fixed(np.random.Generator):
    """A source of noise whose numbers are those of `fractions`, whatever the version of NumPy."""

    def __init__(self) -> None:
        super().__init__(np.random.PCG64(0))

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        return low + (high - low) * fractions(int(np.prod(size)), 7).reshape(size)

    def standard_exponential(self, size: Any = None, *rest: Any, **others: Any) -> Any:
        return 8.0 * fractions(size, 8) ** 2

    def random(self, size: Any = None, *rest: Any, **others: Any) -> Any:
        return fractions(size, 9)


def other_value(sample: float) -> float:
    """A value of a parameter that is not its default, and makes sense where that does."""
    return sample * 1.25 if sample else 1.0


def of_elements(row: Activation, form: str, dtype: str) -> Iterator[Call]:
    """Calls of a ufunc, each operand an array or a parameter."""
    names = row.operands(form)[0]
    samples = {each.name: each.sample for each in (*row.inputs, *row.parameters) if each.sample is not None}
    arrays = [name for name in names if name not in samples]
    given = {name: numbers(dtype, COUNT, seed) for seed, name in enumerate(arrays, 1)}
    if np.isfinite(row.facts.support[1]):
        given[row.inputs[0].name] = folded(given[row.inputs[0].name])
    convert = np.dtype(dtype).type

    def operands(of_sample: Any, layout: Any) -> tuple[Any, ...]:
        return tuple(layout(given[name]) if name in given else of_sample(name) for name in names)

    def spread(name: str) -> np.ndarray:
        return (samples[name] * (0.75 + 0.5 * fractions(len(range(0, COUNT, 3)), 50 + names.index(name)))).astype(dtype)

    yield "plain", operands(lambda name: convert(samples[name]), lambda x: x), {}
    if samples:
        yield "other", operands(lambda name: convert(other_value(samples[name])), lambda x: x[:1000]), {}
    yield "strided", operands(spread, lambda x: x[::-3]), {}


def rows_of(dtype: str, n: int, seed: int, plain: bool = False) -> np.ndarray:
    """Some rows of n elements, the first ones with special elements unless they are to be `plain`."""
    count = 19 if n < 100 else 9 if n < 1000 else 5
    with np.errstate(all="ignore"):
        x = usual(count * n, 100 * seed + n).reshape(count, n).astype(dtype)
        if plain or count < 9:
            return x
        x[0, n // 2 :] = -np.inf
        x[1] = -np.inf
        x[2, n // 3], x[3, -1] = np.inf, np.nan
        x[4] = np.round(x[4])  # maxima several times
        x[5] += 5000.0
        x[6] *= 30.0
        if n > 35:  # numbers of all kinds, of which some rows are to have no NaN
            x[7] = np.where(np.isfinite(kinds := numbers(dtype, n, seed)), kinds, x[7])
        x[8] *= 2.0**-12
    return x


def with_keywords(row: Activation, form: str, dtype: str, n: int, count: int) -> dict[str, Any]:
    """The keywords of a function along an axis, each at a value that is no default."""
    every = {
        "temperature": (0.5 + fractions(count, 60)).astype(np.float64),
        "where": (integers(count * n, 61) >> np.uint64(62)).reshape(count, n) > 0,
        "sink": usual(count, 62),
        "causal": True,
        "hard": True,
    }
    return {name: value for name, value in every.items() if row.takes(name, form)}


def along_an_axis(row: Activation, form: str, dtype: str, get: Get) -> Iterator[Call]:
    """Calls of a function along an axis: rows of many lengths and layouts."""
    noise = {"rng": Fixed()} if row.random else {}
    for n in LENGTHS:
        x = rows_of(dtype, n, 1)
        dy = () if form == "value" else (rows_of(dtype, n, 2, plain=True),)
        if row.reduces and dy:
            dy = (np.ascontiguousarray(dy[0][:, 0]),)
        if form == "backward_from_output":
            x = get("value", row.name)(x, axis=-1, **noise)
        given = {} if form == "backward_from_output" else noise
        yield f"rows of {n}", (*dy, x), {"axis": -1, **given}
        columns = np.ascontiguousarray(x.T)
        yield f"columns of {n}", (*(each.T for each in dy), columns), {"axis": 0, **given}
        if n < 2000:
            wide = np.repeat(x, 2, axis=1)[:, ::2]
            yield f"rows of {n}, strided", (*dy, wide), {"axis": -1, **given}
        if n in (10, 100, 300, 1000):
            for name, value in with_keywords(row, form, dtype, n, len(x)).items():
                yield f"rows of {n}, {name}", (*dy, x), {"axis": -1, name: value, **given}


def composed(row: Activation, form: str, dtype: str, get: Get) -> Iterator[Call]:
    """Calls of a function that is made of others: along an axis of 12, or of elements."""
    x, dy = numbers(dtype, 1200, 1).reshape(100, 12), numbers(dtype, 2400, 2)
    wholes = [{}] if not row.parameters or row.formula.slope else [{row.parameters[0].name: k} for k in (2, 3)]
    given: list[dict[str, Any]] = [*wholes]
    if row.formula.slope:
        given += [{"lower": 0.25, "upper": 0.5}, *([{"training": True, "rng": Fixed()}] if form == "value" else [])]
    for number, keywords in enumerate(given):
        size = np.shape(get("value", row.name)(x, **keywords))
        upstream = (dy[: int(np.prod(size))].reshape(size),) if form == "backward" else ()
        yield f"plain {number}", (*upstream, x), keywords
        yield f"strided {number}", (*upstream, np.asfortranarray(x)), keywords


def of_linear_layer(row: Activation, form: str, dtype: str) -> Iterator[Call]:
    """Calls of linear_cross_entropy whose sums in BLAS have one term that is not 0 (d)."""
    for classes, features in ((40, 24), (12, 12)):
        weight = np.zeros((classes, features), dtype)
        weight[np.arange(features) * 7 % classes, np.arange(features)] = usual(features, 3)
        x, bias = usual(30 * features, 4).reshape(30, features).astype(dtype), usual(classes, 5).astype(dtype)
        target = np.arange(30) * 5 % classes
        yield f"{classes} classes", (x, weight, target, bias), {"chunk": 1}
        keywords = {"soft_cap": 4.0, "label_smoothing": 0.125, "z_loss": 0.25, "weight_of_class": 0.5 + fractions(classes, 6)}
        yield f"{classes} classes, capped", (x, weight, target, bias), {"chunk": 1, **keywords}
        yield f"{classes} classes, each", (x, weight, target, bias), {"chunk": 1, "reduction": "none", "ignore_index": 5}


def of_rows(row: Activation, form: str, dtype: str) -> Iterator[Call]:
    """Calls of a loss of rows and their targets."""
    for n in (1, 2, 3, 8, 10, 17, 64, 65, 100, 256, 257, 1000, 1025):
        x = rows_of(dtype, n, 1)
        target = np.arange(len(x)) * 7 % n
        yield f"rows of {n}", (x, target), {"reduction": "none"}
        yield f"columns of {n}", (np.ascontiguousarray(x.T), target), {"axis": 0, "reduction": "none"}
        x = rows_of(dtype, n, 3, plain=True)
        yield f"rows of {n}, mean", (x, target), {}
        weight = 0.25 + fractions(n, 6)
        others = {"label_smoothing": 0.125, "z_loss": 0.25} if row.takes("z_loss") else {}
        yield f"rows of {n}, weighted", (x, target), {"weight": weight, "ignore_index": 5, "reduction": "sum", **others}
        if row.takes("label_smoothing"):
            shares = fractions(x.size, 7).reshape(x.shape).astype(dtype)
            yield f"rows of {n}, shares", (x, shares), {"label_smoothing": 0.125}


def of_pairs(row: Activation, form: str, dtype: str) -> Iterator[Call]:
    """Calls of a loss of each element and its target."""
    assert isinstance(row, Loss)
    x, target = usual(COUNT, 1).astype(dtype), usual(COUNT, 2).astype(dtype)
    if np.isfinite(row.facts.support[1]):
        x = folded(x)
    if row.labels:
        target = np.where(target > 0.5, *reversed(row.targets)).astype(dtype)
    elif np.isfinite(row.targets[1]):
        target = folded(target)
    elif np.isfinite(row.targets[0]):
        target = np.abs(target)
    others: dict[str, Any] = {"weight": 0.25 + fractions(COUNT, 3), "pos_weight": 2.0, "delta": 0.75, "beta": 0.75}
    others |= {"alpha": 0.75, "gamma": 1.5, "full": True, "eps": 2.0**-10}
    of_row = {name: value for name, value in others.items() if row.takes(name)}
    for reduction in row.reductions:
        yield reduction, (x, target), {"reduction": reduction}
        yield f"{reduction}, weighted", (x[::2], target[::2]), {"reduction": reduction, **of_row, "weight": of_row["weight"][::2]}
    every = numbers(dtype, COUNT, 4)
    if not np.isfinite(row.facts.support[1]):
        yield "numbers of all kinds", (every, target), {"reduction": "none"}
    for flag in row.flags:
        if flag not in of_row:
            yield flag, (np.abs(x), target), {flag: flag != "log_input", "reduction": "none"}


def calls(row: Activation, form: str, dtype: str, get: Get) -> Iterator[Call]:
    """The calls of one form of a function in one dtype; `get` gives the functions whose outputs a gradient takes."""
    if isinstance(row, LinearLoss):
        yield from of_linear_layer(row, form, dtype)
    elif isinstance(row, Loss):
        yield from (of_rows if row.along_an_axis else of_pairs)(row, form, dtype)
    elif isinstance(row, Composed):
        yield from composed(row, form, dtype, get)
    elif row.along_an_axis:
        yield from along_an_axis(row, form, dtype, get)
    else:
        yield from of_elements(row, form, dtype)


def digest(result: Any) -> bytes:
    """The bits of what a call gives, every NaN as the same one."""
    whole = hashlib.sha256()
    for each in result if isinstance(result, tuple) else (result,):
        array = np.asarray(each)
        array = np.where(np.isnan(array), np.array(np.nan, array.dtype), array)
        # Little-endian, as most machines have it.
        whole.update(f"{array.dtype.name} {array.shape}".encode() + array.astype(array.dtype.newbyteorder("<")).tobytes())
    return whole.digest()


def public(form: str, name: str) -> Any:
    """A function of the default backend."""
    return getattr(ak if form == "value" else getattr(ak, form), name)


def lines(rows: Iterable[Activation], get: Get = public, each_call: bool = False) -> Iterator[str]:
    """Lines of the file for the functions of `rows`: name, form, dtype and checksum; with `each_call` one for each call."""
    for row in rows:
        for form in row.forms:
            function = get(form, row.name)
            for dtype in DTYPES:
                whole = hashlib.sha256()
                for what, operands, keywords in calls(row, form, dtype, get):
                    with np.errstate(all="ignore"):
                        found = digest(function(*operands, **keywords))
                    whole.update(found)
                    if each_call:
                        yield f"{row.name} {form} {dtype} {found.hex()[:12]} {what}"
                if not each_call:
                    yield f"{row.name} {form} {dtype} {whole.hexdigest()[:12]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="the functions (default: all)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", type=Path, metavar="FILE", help="compare with the checksums of FILE, and fail if some differ")
    what.add_argument("--write", type=Path, metavar="FILE", help="write the checksums to FILE")
    what.add_argument("--calls", action="store_true", help="print a checksum for each call")
    given = parser.parse_args()
    rows = [ak.catalog[name] for name in given.names or ak.catalog]
    found = lines(rows, each_call=given.calls)
    if given.write:
        given.write.write_text("".join(f"{line}\n" for line in found))
    elif given.check:
        kept = given.check.read_text().splitlines()
        if given.names:
            kept = [line for line in kept if line.split()[0] in {row.name for row in rows}]
        new = list(found)
        for line in sorted(set(kept) ^ set(new)):
            print("kept " if line in set(kept) else "found", line)
        print(f"{len(new)} checksums, of which {len(set(new) - set(kept))} differ from those of {given.check}")
        sys.exit(new != kept)
    else:
        for line in found:
            print(line)


if __name__ == "__main__":
    main()
