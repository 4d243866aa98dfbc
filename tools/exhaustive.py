"""Hold kernels to their promise: over every float32 there is, and over many float64 against mpmath.

    python tools/exhaustive.py sigmoid                    # all 2^32 float32 inputs, value and slope, every backend
    python tools/exhaustive.py sigmoid tanh --step 257    # every 257th
    python tools/exhaustive.py all --float64 10000        # that many float64 inputs each, against mpmath, on all cores
    python tools/exhaustive.py sigmoid --peers            # plain NumPy and SciPy as well
    python tools/exhaustive.py all --table docs/accuracy.md  # the figures into the table of the documentation

Each float32 result is compared with that of the float64 kernel, which is held against mpmath to a
few ULP of float64: 1e-8 ULP of float32. Parameters have their defaults, rounded to the dtype. The
script prints the worst error in ULP and its input, and exits with 1 where a row's promise is
broken, or where two backends differ in a bit.
"""

import argparse
import math
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import flint
import numpy as np

import actkern as ak
from actkern._bench import plain
from actkern._catalog import Activation, Elementwise
from actkern.reference import exact_ulp_error, formulas, ulp_error

CHUNK = 1 << 15  # bit patterns at a time: their arrays stay in the caches
ROWS = {row.name: row for row in ak.catalog.values() if isinstance(row, Elementwise) and len(row.inputs) == 1}


class Figure(NamedTuple):
    """The worst error found of one quantity in one dtype."""

    name: str
    quantity: str
    dtype: str
    ulp: float
    x: float
    promise: float
    inputs: int
    differ: int  # results that another backend gives differently


def inside(row: Activation, x: np.ndarray) -> np.ndarray:
    """Those of x that the promise is about."""
    limit = row.promise.up_to.get(f"f{x.itemsize}", np.inf)
    if limit == np.inf and row.facts.support == (-np.inf, np.inf):
        return x
    return x[(x >= row.facts.support[0]) & (x <= row.facts.support[1]) & (np.abs(x) <= limit)]


def function_of(row: Activation, quantity: str, backend: str) -> Callable[[np.ndarray], np.ndarray]:
    """Value or slope, with default parameters rounded to float32, so that their rounding is no error of a kernel's."""
    space = ak.backends[backend]
    function = getattr(space if quantity == "y" else space.grad, row.name)
    function = getattr(function, "ufunc", function)
    parameters = [np.float32(parameter.sample) for parameter in row.parameters]
    return lambda x: function(x, *(parameter.astype(x.dtype) for parameter in parameters))


def worst_of_chunk(
    row: Activation, floor: float, step: int, functions: list[Callable[..., Any]], truth: Callable[..., Any], first: int
) -> tuple[float, float, int]:
    """(largest error of the first function, its input, how many results another function gives differently)."""
    patterns = np.uint32(first) + np.arange(0, min(CHUNK * step, (1 << 32) - first), step, dtype=np.uint32)
    x = inside(row, patterns.view(np.float32))
    if x.size == 0:
        return 0.0, 0.0, 0
    with np.errstate(all="ignore"):
        results = [function(x) for function in functions]
        error = ulp_error(results[0], truth(x.astype(np.float64)), floor)
    at = int(np.argmax(error))
    # They are compared as bits, so that 0.0 and -0.0 differ; NaN and NaN do not.
    differ = 0
    for each in results[1:]:
        if not np.array_equal(each.view(np.uint32), results[0].view(np.uint32)):
            unequal = each.view(np.uint32) != results[0].view(np.uint32)
            differ += int(np.count_nonzero(unequal & ~(np.isnan(each) & np.isnan(results[0]))))
    return float(error[at]), float(x[at]), differ


def scan(
    row: Activation, floor: float, step: int, functions: list[Callable[..., Any]], truth: Callable[..., Any]
) -> tuple[float, float, int]:
    """`worst_of_chunk` over all chunks."""
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(partial(worst_of_chunk, row, floor, step, functions, truth), range(0, 1 << 32, CHUNK * step)))
    error, x, _ = max(found)
    return error, x, sum(each[2] for each in found)


def float32_figure(row: Activation, quantity: str, step: int) -> Figure:
    functions = [function_of(row, quantity, backend) for backend in ak.backends.available()]
    floor = row.floor_of(quantity)
    error, x, differ = scan(row, floor, step, functions, functions[0])
    return Figure(row.name, quantity, "float32", error, x, row.ulp_of(quantity, "f4"), (1 << 32) // step, differ)


def float64_points(row: Activation, count: int) -> np.ndarray:
    """Where results vary, where they vanish, every magnitude, and the ends of the support."""
    rng = np.random.default_rng(0)
    fifth = count // 5
    low, high = max(row.facts.support[0], -1e4), min(row.facts.support[1], 1e4)
    parts = [
        rng.uniform(-760, 760, fifth),
        rng.uniform(-40, 40, fifth),
        rng.uniform(-2, 2, fifth),
        np.ldexp(rng.uniform(-2, 2, fifth), rng.integers(-1074, 1023, fifth)),
        rng.uniform(low, high, count - 4 * fifth),
    ]
    x = inside(row, np.concatenate(parts))
    far = np.abs(x) > 1e4  # limits are reached there, and mpmath takes very long for exp(-x * x): some will do
    return np.concatenate([x[~far], x[far][: count // 250]])


class NotInLongDouble(Exception):
    """A formula needs what NumPy's long doubles do not have."""


def _missing(x: Any) -> Any:
    raise NotInLongDouble


def suspects(row: Activation, quantity: str, x: np.ndarray, results: np.ndarray) -> np.ndarray:
    """The indices of the results that lie furthest from the row's formula in long double, one in forty.

    Long double is 2,000 times as exact as double and 100 times as fast as balls, which then judge what it finds. Where it is no
    better than double, or does not have the formula's functions, all results are suspect.
    """
    keep = max(50, x.size // 40)
    if np.finfo(np.longdouble).nmant <= np.finfo(np.float64).nmant or keep >= x.size:
        return np.arange(x.size)
    values = {parameter.name: np.longdouble(parameter.sample) for parameter in row.parameters}
    values[row.inputs[0].name] = x.astype(np.longdouble)
    try:
        with np.errstate(all="ignore"):
            truth = formulas.evaluate(formulas.stable_formula(row, quantity), LONG_DOUBLE, values, True)
            floor = row.floor_of(quantity)
            unit = np.spacing(np.maximum(np.abs(truth), floor).astype(np.float64))
            error = np.abs(results - truth) / np.maximum(unit, np.finfo(np.float64).smallest_subnormal)
            error = np.where(np.isinf(results) & (results == np.asarray(truth, np.float64)), 0, error)  # both are infinite
    except NotInLongDouble:
        return np.arange(x.size)
    error = np.where(np.isnan(error), np.inf, error)
    return np.argpartition(error, -keep)[-keep:]


LONG_DOUBLE = formulas.NUMPY | {"pi": 4 * np.arctan(np.longdouble(1)), "erf": _missing, "erfc": _missing}


def balls() -> dict[str, Any]:
    """The vocabulary of the formulas over python-flint's balls, numbers with a bound of their error."""
    names = {name: name for name in ("exp", "expm1", "log", "log1p", "tanh", "sqrt", "sin", "cos", "erf", "erfc")}

    def function(method: str) -> Callable[[Any], Any]:
        return lambda x: getattr(flint.arb(x), method)()

    return {name: function(theirs) for name, theirs in (names | {"arctan": "atan"}).items()} | {
        "maximum": max,
        "minimum": min,
        "abs": abs,
        "where": lambda condition, yes, no: yes if condition else no,
        "pi": flint.arb.pi(),
        "nan": flint.arb.nan(),
        "inf": flint.arb.pos_inf(),
    }


def ball_ulp_error(result: float, row: Activation, quantity: str, x: float) -> float:
    """The error that `exact_ulp_error` gives, by balls: ten times as fast, since one evaluation says how exact it is."""
    values = {parameter.name: parameter.sample for parameter in row.parameters} | {row.inputs[0].name: x}
    for bits in (150, 300, 600, 1200, 2400, 4800):
        flint.ctx.prec = bits
        if bits not in BALLS:
            BALLS[bits] = balls()
        operands = {name: flint.arb(value) for name, value in values.items()}
        truth = flint.arb(formulas.evaluate(row.quantities[quantity], BALLS[bits], operands, False))
        if truth.is_exact() or truth.rel_accuracy_bits() >= 80:
            break
    if not truth.is_finite() or not np.isfinite(result):
        missing = [parameter.sample for parameter in row.parameters if parameter.default is None]
        return exact_ulp_error(result, row.name, quantity, x, *missing)
    mantissa, exponent = truth.mid().man_exp()
    top = int(mantissa).bit_length() - 1 + int(exponent) if mantissa else -1022
    floor = math.frexp(row.floor_of(quantity))[1] - 1 if row.floor_of(quantity) else -1022
    return float(abs(flint.arb(result) - truth) * flint.arb((1, 52 - max(top, floor, -1022))))


BALLS: dict[int, dict[str, Any]] = {}


def float64_worst(name: str, quantity: str, x: np.ndarray) -> tuple[float, float]:
    """The worst error by balls, measured once more against mpmath, which knows nothing of the first."""
    row = ROWS[name]
    function = getattr(ak if quantity == "y" else ak.grad, name)
    missing = [parameter.sample for parameter in row.parameters if parameter.default is None]
    results = function(x, *missing)
    some = suspects(row, quantity, x, results)
    x, results = x[some], results[some]
    error, at, y = max(
        (ball_ulp_error(float(y), row, quantity, float(each)), each, y) for y, each in zip(results, x, strict=True)
    )
    again = exact_ulp_error(float(y), name, quantity, float(at), *missing)
    if not abs(again - error) <= 1e-6 * (1 + error):
        raise AssertionError(f"{name} {quantity} at {at!r}: {error} ULP by python-flint, {again} by mpmath")
    return again, float(at)


def float64_figure(row: Activation, quantity: str, count: int, pool: ProcessPoolExecutor) -> Figure:
    x = float64_points(row, count)
    if np.finfo(np.longdouble).nmant > np.finfo(np.float64).nmant:  # each part holds some of everything
        x = np.random.default_rng(1).permutation(x)
    parts = np.array_split(x, max(1, x.size // 2000))
    error, at = max(pool.map(partial(float64_worst, row.name, quantity), parts))
    return Figure(row.name, quantity, "float64", error, at, row.ulp_of(quantity, "f8"), x.size, 0)


HEADER = """# Worst errors found

Errors are in units in the last place (ULP), at the default parameters, as `python
tools/exhaustive.py` finds them; those of slopes that cross zero are in units of max(|slope|, 1/64).
float32 results are held against the float64 kernel. float64 results are held against long double,
where the formula has it, which picks one in forty for python-flint to judge; the worst of these is
held against mpmath. Where all 2^32 float32 were tried, `inputs` says so. The inputs of float64 lie
in the tails, around zero, and at every magnitude. A test computes each error here again
(`tests/docs/test_docs.py`). What float32 values below 1 ULP would cost is in
[speed/faithful.md](speed/faithful.md).

| function | | dtype | worst error | at | promised | inputs |
|---|---|---|---:|---|---:|---:|
"""


def line(each: Figure) -> str:
    what = "value" if each.quantity == "y" else "slope"
    inputs = "all" if each.inputs == 1 << 32 else f"{each.inputs:,}"
    return f"| {each.name} | {what} | {each.dtype} | {each.ulp:.3f} | {each.x!r} | {each.promise:g} | {inputs} |"


def update(path: Path, figures: list[Figure]) -> None:
    """Replace the lines of these figures in the table at `path`, or add them; the order is the catalogue's."""
    lines = {}
    for text in path.read_text().splitlines() if path.exists() else ():
        name, *rest = (cell.strip() for cell in text.strip("|").split("|"))
        if name in ROWS:
            lines[name, rest[0], rest[1]] = text
    for each in figures:
        lines[each.name, "value" if each.quantity == "y" else "slope", each.dtype] = line(each)
    order = {name: index for index, name in enumerate(ROWS)}
    keys = sorted(lines, key=lambda key: (key[2], order[key[0]], key[1] == "slope"))
    path.write_text(HEADER + "".join(f"{lines[key]}\n" for key in keys))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", help="functions of one variable in the catalogue, or 'all'")
    parser.add_argument("--step", type=int, default=1, help="take every STEP-th bit pattern (default: all)")
    parser.add_argument("--peers", action="store_true", help="measure the values of plain NumPy and SciPy too")
    parser.add_argument("--float64", type=int, default=0, metavar="N", help="hold N float64 results against mpmath instead")
    parser.add_argument("--table", type=Path, metavar="FILE", help="write the figures to FILE, into its table if it has one")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in (*ROWS, "all")]
    if unknown:
        parser.error(f"{unknown[0]!r} is not an elementwise function of one variable; there are {', '.join(ROWS)}")
    if arguments.step < 1 or arguments.float64 < 0:
        parser.error(f"--step is at least 1 and --float64 at least 0, not {arguments.step} and {arguments.float64}")
    if "all" in arguments.names:
        arguments.names = list(ROWS)
    return arguments


def main() -> int:
    arguments = parse()
    ak.set_num_threads(1)  # the pools use the cores
    figures = []
    with ProcessPoolExecutor() as pool:
        for name in arguments.names:
            row = ROWS[name]
            for quantity in ("y", "dydx"):
                start = time.perf_counter()
                if arguments.float64:
                    figure = float64_figure(row, quantity, arguments.float64, pool)
                else:
                    figure = float32_figure(row, quantity, arguments.step)
                figures.append(figure)
                if arguments.table:
                    update(arguments.table, [figure])
                broken = figure.ulp > figure.promise or figure.differ
                print(
                    f"{'BROKEN' if broken else 'ok    '} {name} {quantity} {figure.dtype}: worst {figure.ulp:.4f} ULP at "
                    f"{figure.x!r} ({figure.x.hex()}), promised {figure.promise:g}; backends differ at {figure.differ}; "
                    f"{figure.inputs:,} inputs in {time.perf_counter() - start:.0f} s",
                    flush=True,
                )
            if arguments.peers and not arguments.float64:
                truth = function_of(row, "y", ak.backends.available()[0])
                for peer_name, peer in plain.peers(row).items():
                    call = [lambda x, peer=peer: peer([x], np.empty_like(x))]
                    error, x, _ = scan(row, 0.0, arguments.step, call, truth)
                    print(f"       {name} as {peer_name}: worst {error:.4g} ULP at {x!r} ({x.hex()})")
    return int(any(figure.ulp > figure.promise or figure.differ for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
