"""A coverage-guided fuzz of the checks of arguments: calls of losses and of functions along an axis, made of bytes by atheris.

    pip install atheris
    python tools/fuzz_arguments.py --minutes 10

a. The bytes say which function and form is called, with operands and keywords that make sense or do not: any dtype, accepted or
   not, shape, layout and byte order, numbers of all kinds, and objects that are none. libFuzzer, by atheris, keeps inputs that
   reach new branches of actkern's modules in Python, and changes them. One backend is called (`--backend`), since arguments are
   checked before a kernel runs.
b. A call may give a result of the right shape and dtype, or a TypeError or ValueError whose message names the function, of ours
   or of NumPy's. Anything else is a find: another error, a warning, a crash, an array that was only to be read and has changed,
   memory beside an array that has changed, and an `out` that was written before an error.
c. Finds are printed at the end, one of a kind, with the call. The exit status is 1 where there were any. The fuzz itself runs in
   a process of its own, whose end by a signal is a find.

NumPy makes a Python number an array of the other operands' dtype, and warns where that is too narrow: that is no find.
"""

import argparse
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np

ACCEPTED = ("f2", "f4", "f8", ml_dtypes.bfloat16, "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "?")
REFUSED = ("c8", "c16", "g", "O", "U1", "S1", "M8[D]", "m8[s]", "V4", ml_dtypes.float8_e5m2, ml_dtypes.int4)
NUMBERS = (0.0, -0.0, 1.0, 0.5, 2.0, -1.0, 3.0, 1e-3, 1e-40, 1e-310, 88.7, -104.0, 1e30, 1e300, 3.5e38, np.inf, -np.inf, np.nan)
LENGTHS = (0, 1, 2, 3, 3, 4, 7, 33)
GUARD = 64  # bytes on either side of an array that no call may change


def pick(data: Any, values: Any) -> Any:
    """One of some values."""
    return values[data.ConsumeIntInRange(0, len(values) - 1)]


def junk(data: Any) -> Any:
    """What is no operand, or one by accident."""
    made = (
        *(lambda: None, lambda: True, lambda: False, lambda: data.ConsumeInt(9), lambda: 2**70, lambda: -1, lambda: 10**400),
        *(lambda: pick(data, NUMBERS), lambda: 1j, lambda: "", lambda: "mean", lambda: data.ConsumeUnicode(3)),
        *(lambda: b"x", lambda: [], lambda: [1.0, 2.0], lambda: [[1.0], [2.0, 3.0]], lambda: (1, 0), lambda: {}, lambda: {1}),
        *(
            object,
            lambda: float,
            lambda: np.float32,
            lambda: slice(None),
            lambda: ...,
            lambda: range(3),
            lambda: [None],
            lambda: "f4",
        ),
        *(lambda: np.float32(0.5), lambda: np.int8(-1), lambda: np.bool_(True), lambda: np.datetime64("2020-01-01")),
        *(
            lambda: np.ma.MaskedArray([1.0, 2.0, 3.0], [0, 1, 0]),
            lambda: np.ma.masked,
            lambda: np.zeros((1, 2)).view(np.recarray),
        ),
        *(lambda: np.zeros(3, [("a", "f4")]), lambda: np.array([1, None]), lambda: np.array(1.0), lambda: np.array(2)),
        *(lambda: memoryview(b"abc"), lambda: iter([1.0]), lambda: complex("nan"), lambda: (None,), lambda: ((),)),
    )
    return pick(data, made)()


class Arrays:
    """The arrays of a call, each with the memory around it."""

    def __init__(self, data: Any) -> None:
        self.data = data
        self.made: list[tuple[np.ndarray, np.ndarray, bytes]] = []  # an array, all of its memory, and what stood there

    def shape(self) -> tuple[int, ...]:
        return tuple(pick(self.data, LENGTHS) for _ in range(self.data.ConsumeIntInRange(0, 3)))

    def dtype(self) -> np.dtype:
        dtypes = ACCEPTED[:3] if self.data.ConsumeBool() else ACCEPTED if self.data.ConsumeIntInRange(0, 7) else REFUSED
        return np.dtype(pick(self.data, dtypes))

    def array(self, shape: tuple[int, ...], dtype: Any, numbers: Any = NUMBERS, as_it_lies: bool = True) -> np.ndarray:
        """An array of this shape and dtype; as it lies in memory, or broadcast, reversed, at an odd address, in other bytes."""
        data, dtype = self.data, np.dtype(dtype)
        layout = data.ConsumeIntInRange(0, 9) if as_it_lies else 0
        if layout == 1 and dtype.kind in "iuf" and dtype.itemsize > 1 and dtype.type.__module__ == "numpy":
            dtype = dtype.newbyteorder()
        inner = tuple(1 if layout == 2 and data.ConsumeBool() else length for length in shape)
        steps = [pick(data, [1, 2, -1, -2]) if layout == 3 else 1 for _ in inner]
        whole = [length * abs(step) for length, step in zip(inner, steps)]
        size = int(np.prod(whole, dtype=np.int64)) * dtype.itemsize
        memory = np.full(size + 2 * GUARD + 8, 0xA5, np.uint8)
        if dtype.kind == "O":
            view = np.full(shape, 1.0, object)
        else:
            start = GUARD + (layout == 4)
            view = memory[start : start + size].view(dtype).reshape(whole)
            view = view[(..., *(slice(None, None, step) for step in steps))]
            if layout == 6 and view.ndim > 1 and view.shape[0] == view.shape[-1]:
                view = view.T
            given = [pick(data, numbers) for _ in range(min(view.size, 6))]
            if given:
                self._fill(view, given)
            view = np.broadcast_to(view, shape) if inner != shape else view
            if layout == 7:
                view.flags.writeable = False
        self.made.append((view, memory, memory.tobytes()))
        return view

    @staticmethod
    def _fill(view: np.ndarray, given: list[Any]) -> None:
        some = np.resize(np.array(given, np.float64), view.shape)
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            kind = view.dtype.kind
            if kind in "iu":
                some = np.nan_to_num(some, nan=1, posinf=1, neginf=-1).clip(-9 if kind == "i" else 0, 9)
            elif kind in "Mm":
                some = np.ones(view.shape, np.int64)
            elif kind == "V" and view.dtype.type is np.void:
                return
            view[...] = some.astype(view.dtype)

    def changed(self, written: list[Any]) -> str:
        """What a call has changed beside `written`, its `out`; "" for nothing."""
        for view, memory, before in self.made:
            if memory.tobytes() == before:
                continue
            if not any(isinstance(each, np.ndarray) and np.shares_memory(each, memory) for each in written):
                return f"an array of shape {view.shape} and dtype {view.dtype} has changed"
            kept = np.frombuffer(before, np.uint8) != memory
            inside = np.zeros(memory.size, bool)
            for each in written:
                if isinstance(each, np.ndarray) and each.size and np.shares_memory(each, memory):
                    inside |= _bytes_of(each, memory)
            if np.any(kept & ~inside):
                return f"memory beside out of shape {view.shape} and dtype {view.dtype} has changed"
        return ""


def _bytes_of(view: np.ndarray, memory: np.ndarray) -> np.ndarray:
    """Which bytes of `memory` are those of the elements of `view`."""
    first = view.__array_interface__["data"][0] - memory.__array_interface__["data"][0]
    places = np.full(view.shape, first, np.int64)
    for axis, (length, stride) in enumerate(zip(view.shape, view.strides)):
        along = (np.arange(length) * stride).reshape([-1 if each == axis else 1 for each in range(view.ndim)])
        places = places + along
    found = np.zeros(memory.size, bool)
    for byte in range(view.itemsize):
        found[places.ravel() + byte] = True
    return found


class Fuzz:
    """Calls, one for each input of libFuzzer."""

    def __init__(self, ak: Any, backend: str, finds: Path) -> None:
        from actkern._catalog import AlongAxis, LinearLoss, Loss

        self.ak, self.backend, self.finds = ak, backend, finds
        self.rows = [row for row in ak.catalog.values() if isinstance(row, Loss | AlongAxis)]
        self.losses, self.linear = (Loss, LinearLoss), LinearLoss
        self.count: Counter[str] = Counter()
        self.kinds: set[str] = set()
        self.due = time.monotonic() + 20

    def function(self, row: Any, form: str) -> Any:
        space = self.ak.backends[self.backend]
        return getattr(space if form == "value" else getattr(space, form), row.name)

    def operands(self, row: Any, form: str, arrays: Arrays) -> dict[str, Any]:
        """Operands that belong together."""
        shape, dtype = arrays.shape(), arrays.dtype()
        data, names = arrays.data, row.operands(form)[0]
        mild = NUMBERS if data.ConsumeBool() else (0.0, 1.0, 0.5)
        rows = shape[:-1]
        if isinstance(row, self.linear):
            classes = pick(data, (1, 2, 5))
            features = shape[-1] if shape else 3
            target = arrays.array(rows, pick(data, ("i8", "u1", "i4")), (0, 0, 1, -1))
            made = [arrays.array(shape or (3,), dtype, mild), arrays.array((classes, features), dtype, mild), target]
            return dict(zip(("x", "weight", "target"), made))
        if isinstance(row, self.losses):
            if row.along_an_axis:
                of_indices = data.ConsumeBool()
                kinds = ("i8", "i1", "u4") if of_indices else ("f4", "f8")
                target = arrays.array(
                    rows if of_indices else shape, pick(data, kinds), (0, 0, 1, 2, -100) if of_indices else mild
                )
            else:
                target = arrays.array(shape, arrays.dtype() if data.ConsumeBool() else dtype, mild)
            return dict(zip(names, (arrays.array(shape, dtype, mild), target)))
        of_result = rows if row.reduces and form != "value" else shape
        made = [arrays.array(of_result if name == "dy" else shape, dtype, mild) for name in names]
        return dict(zip(names, made))

    def keyword(self, name: str, operands: dict[str, Any], arrays: Arrays) -> Any:
        """A value of a keyword that mostly makes sense."""
        data = arrays.data
        first = next((each for each in reversed(operands.values()) if getattr(each, "dtype", np.dtype("i8")).kind != "i"), None)
        shape = np.shape(first) if isinstance(first, np.ndarray) else ()
        along = shape[-1:] if name.startswith("weight") and data.ConsumeBool() else shape
        if name == "axis":
            return pick(data, (-1, 0, 1, -2, 2, None, (0, 1), (-1,), ()))
        if name == "where":
            return arrays.array(shape if data.ConsumeBool() else shape[-1:], pick(data, ("?", "?", "u1")), (0, 1))
        if name in ("temperature", "sink"):
            numbers = (1.0, 0.5, 2.0, 1e-3, 30.0) if data.ConsumeBool() else NUMBERS
            return pick(data, numbers) if data.ConsumeBool() else arrays.array(shape[:-1], "f8", numbers)
        if name in ("causal", "keepdims", "hard"):
            return data.ConsumeBool()
        if name == "reduction":
            return pick(data, ("none", "sum", "mean", "batchmean", "Mean"))
        if name == "dtype":
            return pick(data, (None, "f2", "f4", "f8", np.float32, ml_dtypes.bfloat16, "i4", "c8", "x", ">f4", int))
        if name == "ignore_index":
            return pick(data, (-100, 0, 1, -1, 2**40))
        if name == "rng":
            return pick(data, (0, None, 2**40, -1))
        if name == "out":
            return self.out(operands, shape, arrays)
        if name in ("weight", "weight_of_class", "pos_weight", "bias", "variance", "gamma", "alpha"):
            return arrays.array(along, arrays.dtype(), (0.0, 1.0, 0.5, 2.0)) if data.ConsumeBool() else pick(data, NUMBERS)
        return pick(data, NUMBERS) if data.ConsumeBool() else junk(data)

    def out(self, operands: dict[str, Any], shape: tuple[int, ...], arrays: Arrays) -> Any:
        data = arrays.data
        what = data.ConsumeIntInRange(0, 7)
        if what == 0:
            return pick(data, list(operands.values()))
        if what == 1:
            return (arrays.array(shape, arrays.dtype()),)
        if what == 2:
            return arrays.array(arrays.shape(), arrays.dtype())
        if what == 3:
            return tuple(arrays.array(np.shape(each), "f4") for each in list(operands.values())[:2])
        return arrays.array(shape if data.ConsumeIntInRange(0, 3) else shape[:-1], pick(data, ("f2", "f4", "f8")))

    def __call__(self, given: bytes) -> None:
        import atheris

        data = atheris.FuzzedDataProvider(given)
        arrays = Arrays(data)
        row = pick(data, self.rows)
        form = pick(data, list(row.forms))
        operands = self.operands(row, form, arrays)
        names = [each.name for each in row.keywords_of(form)]
        names += ["out", "dtype"] if not isinstance(row, self.losses) else ["out"] * (form != "value")
        keywords = {}
        for _ in range(data.ConsumeIntInRange(0, 4)):
            name = pick(data, sorted(set(names)) or ["unknown"])
            keywords[name] = self.keyword(name, operands, arrays)
        for _ in range(pick(data, (0, 0, 0, 1, 2))):  # what makes no sense
            whole = operands if data.ConsumeBool() else keywords
            name = pick(data, [*whole, "unknown"]) if whole is keywords else pick(data, list(whole))
            whole[name] = junk(data) if data.ConsumeBool() else arrays.array(arrays.shape(), arrays.dtype())
        self.run(row, form, operands, keywords, arrays)

    def run(self, row: Any, form: str, operands: dict[str, Any], keywords: dict[str, Any], arrays: Arrays) -> None:
        function, what = self.function(row, form), ""
        out = keywords.get("out")
        written = list(out) if isinstance(out, tuple | list) else [out]
        try:
            result = function(*operands.values(), **keywords)
        except (TypeError, ValueError) as error:
            self.count["errors"] += 1
            if row.name not in str(error):
                what = f"{type(error).__name__} whose message does not name the function: {error}"
            written = []
        except Warning as warning:
            if "overflow encountered in cast" not in str(warning):
                what = f"{type(warning).__name__}: {warning}"
        except Exception as error:
            what, written = f"{type(error).__name__}: {error}", []
        else:
            self.count["results"] += 1
            what = self.wrong(row, form, operands, keywords, result)
        what = what or arrays.changed(written)
        if what:
            self.tell(row, form, operands, keywords, what)
        if time.monotonic() > self.due:
            self.due += 20
            self.summarize()

    def wrong(self, row: Any, form: str, operands: dict[str, Any], keywords: dict[str, Any], result: Any) -> str:
        """What is wrong with the shape and dtype of a result of a common call; "" for nothing."""
        first = next(iter(operands.values())) if isinstance(row, self.losses) else list(operands.values())[-1]
        plain = all(type(each) is np.ndarray for each in operands.values()) and keywords.get("out") is None
        if not plain or isinstance(row, self.linear) or "dtype" in keywords or "sink" in keywords:
            return ""
        axis, of_rows = keywords.get("axis", None if row.reduces else -1), first.shape
        if row.along_an_axis and axis is not None:
            removed = {each % first.ndim for each in (axis if isinstance(axis, tuple) else (int(axis),))} if first.ndim else set()
            of_rows = tuple(length for index, length in enumerate(first.shape) if index not in removed)
        elif row.along_an_axis:
            of_rows = ()
        if isinstance(row, self.losses):
            reduced = keywords.get("reduction", "mean") != "none"
            wide = np.float64 if first.dtype.kind in "iub" or first.dtype.type is np.float64 else np.float32
            shapes = {"value": [() if reduced else of_rows], "grad": [first.shape]}
            expected = shapes.get(form) or [*shapes["value"], *shapes["grad"]]
            dtypes = [np.dtype(wide)] * len(expected)
        else:
            if any(each.shape != first.shape for each in operands.values()):
                return ""
            kept = (
                tuple(1 if index in removed else n for index, n in enumerate(first.shape))
                if axis is not None
                else (1,) * first.ndim
            )
            expected = [first.shape]
            if row.reduces and form == "value":
                expected = [kept if keywords.get("keepdims") else of_rows]
            from actkern._functions.arguments import is_accepted, promoted

            if not all(is_accepted(each.dtype) for each in operands.values()):
                return "a result for a dtype that is refused"
            dtypes = [promoted(*(each.dtype for each in operands.values()))]
        found = result if isinstance(result, tuple) else (result,)
        given = [(np.shape(each), np.asarray(each).dtype) for each in found]
        return "" if given == list(zip(expected, dtypes)) else f"results of {given} in place of {list(zip(expected, dtypes))}"

    def tell(self, row: Any, form: str, operands: dict[str, Any], keywords: dict[str, Any], what: str) -> None:
        """Print a find, unless there was one of its kind before."""
        kind = f"{type(row).__name__} {form} {''.join(each for each in what if not each.isdigit())[:60]}".replace(row.name, "")
        if kind in self.kinds:
            return
        self.kinds.add(kind)

        def shown(each: Any) -> str:
            if isinstance(each, np.ndarray):
                return f"{type(each).__name__}({each.tolist()!r}, {each.dtype.str}, strides {each.strides})"[:200]
            return repr(each)[:80]

        call = ", ".join([*(f"{k}={shown(v)}" for k, v in operands.items()), *(f"{k}={shown(v)}" for k, v in keywords.items())])
        with self.finds.open("a") as file:
            file.write(f"{form}.{row.name}({call})\n    {what}\n")

    def summarize(self) -> None:
        Path(f"{self.finds}.count").write_text(", ".join(f"{number:,} {what}" for what, number in self.count.items()))


def child(given: argparse.Namespace) -> None:
    """The fuzz, in this process."""
    import atheris

    # Numba compiles the bytecode of its modules, which is not to be another.
    with atheris.instrument_imports(include=["actkern"], exclude=["actkern._numba"]):
        import actkern as ak
        from actkern import _for_dask, _namespaces, _ufunc  # noqa: F401
        from actkern._functions import cross_entropy, labels, linear, losses, rows  # noqa: F401
    # Where no error may come of a warning: atheris' own, and those of NumPy's deprecations.
    warnings.simplefilter("error")
    fuzz = Fuzz(ak, given.backend, Path(given.child))
    for row in fuzz.rows:
        for form in row.forms:
            fuzz.function(row, form)
    arguments = [
        sys.argv[0],
        f"-max_total_time={int(60 * given.minutes)}",
        "-max_len=256",
        "-print_final_stats=1",
        f"-seed={given.seed}",
    ]
    atheris.Setup([*arguments, "-rss_limit_mb=4096", "-verbosity=0", given.corpus], fuzz)
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10.0, help="how long calls are made (default: 10)")
    parser.add_argument("--backend", default="cython", help="the backend that is called (default: cython)")
    parser.add_argument("--seed", type=int, default=1, help="of libFuzzer's (default: 1)")
    parser.add_argument(
        "--corpus", default="", help="a folder for inputs that reached something new (default: none that is kept)"
    )
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        finds, corpus = Path(folder) / "finds", Path(given.corpus or Path(folder) / "corpus").absolute()
        corpus.mkdir(exist_ok=True)
        options = [f"--minutes={given.minutes}", f"--backend={given.backend}", f"--seed={given.seed}", f"--corpus={corpus}"]
        command = [sys.executable, __file__, *options, f"--child={finds}"]
        done = subprocess.run(command, cwd=folder, check=False, stderr=subprocess.PIPE, text=True)
        found = finds.read_text() if finds.exists() else ""
        count = Path(f"{finds}.count")
        inputs = len(list(corpus.iterdir()))
        print(count.read_text() if count.exists() else "nothing", f"{inputs:,} inputs that reached something new", sep=", ")
    print(found, end="")
    if done.returncode:
        print(f"the fuzz ended with status {done.returncode}:\n{done.stderr[-3000:]}")
    print(f"{found.count(chr(10)) // 2} finds")
    return int(bool(found or done.returncode))


if __name__ == "__main__":
    sys.exit(main())
