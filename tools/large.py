"""Arrays of more than 2^31 elements: every kind of loop, in both backends, on two threads, held to what few elements give.

    python tools/large.py [--gigabytes 18]

a. Elements repeat a short pattern, or lie in one place by strides of 0, so that what a function of elements gives is known by the
   bit: that of the pattern. All of them are compared, in pieces. Results lie in one array of 2^31 + 1,000 floats, over their
   operands.
b. Rows are compared with the truth in double: all elements of the pattern with the same number have the same bits, at both ends,
   around 2^31 and everywhere else, and are within the promise of the sum that is known from the pattern.
c. What the machine has no memory for is left out, and said.
"""

import argparse
import mmap
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

import actkern as ak

MORE = (1 << 31) + 1000  # elements
PATTERN = 1021  # numbers, a prime, so that no block or chunk sees the same ones
PIECE = PATTERN * 4096  # elements that are compared at a time


def pattern(dtype: str) -> np.ndarray:
    return np.random.default_rng(0).normal(0, 3, PATTERN).astype(dtype)


def fill(x: np.ndarray, numbers: np.ndarray) -> None:
    """Write the pattern all over a flat array."""
    piece = np.resize(numbers, min(PIECE, x.size))
    for start in range(0, x.size, len(piece)):
        part = x[start : start + len(piece)]
        part[...] = piece[: len(part)]


def pieces(x: np.ndarray) -> Iterator[np.ndarray]:
    for start in range(0, x.size, PIECE):
        yield x[start : start + PIECE]


def check_repeats(x: np.ndarray, expected: np.ndarray) -> None:
    """An error where a flat array is not the pattern `expected` all over, by the bit."""
    expected = np.resize(expected, min(PIECE, x.size)).view(f"u{expected.itemsize}")
    for number, each in enumerate(pieces(x)):
        bits = each.view(expected.dtype)
        if not np.array_equal(bits, expected[: each.size]):
            at = number * PIECE + int(np.flatnonzero(bits != expected[: each.size])[0])
            raise AssertionError(f"element {at:,} is {x[at]!r}, not {expected[at % PATTERN : at % PATTERN + 1].view(x.dtype)}")


def check_near(x: np.ndarray, expected: np.ndarray, ulp: float) -> None:
    """The same within `ulp` of `expected`, in double; and elements of the same number have the same bits."""
    first = x[: len(expected)].copy()
    error = np.abs(first - expected) / np.spacing(np.abs(expected).astype(x.dtype)).astype("f8")
    if not error.max() <= ulp:
        raise AssertionError(f"{error.max():.3g} ULP, where {ulp:g} are promised")
    check_repeats(x, first)


def counts(n: int) -> np.ndarray:
    """How often each number of the pattern stands in n elements."""
    return n // PATTERN + (np.arange(PATTERN) < n % PATTERN)


class Large:
    def __init__(self, backend: str, mapped: mmap.mmap) -> None:
        self.backend, self.mapped, self.memory = backend, mapped, np.frombuffer(mapped, np.uint8)

    def get(self, name: str, form: str = "value") -> Any:
        space = ak.backends[self.backend]
        return getattr(space if form == "value" else getattr(space, form), name)

    def flat(self, dtype: str, n: int) -> np.ndarray:
        """n elements in the memory that all cases share."""
        return self.memory[: n * np.dtype(dtype).itemsize].view(dtype)

    def elements(self, name: str, form: str, dtype: str, n: int) -> None:
        """A function of elements, over its operands."""
        numbers, function = pattern(dtype), self.get(name, form)
        operands = 2 if form.startswith("backward") else 1
        expected = function(*[numbers] * operands)
        x = self.flat(dtype, n)
        fill(x, numbers)
        function(*[x] * operands, out=x)
        check_repeats(x, expected)

    def every_other(self, dtype: str, n: int) -> None:
        """Elements that lie in one place, and results that do not."""
        x, out = np.broadcast_to(np.array(0.7, dtype), (n,)), self.flat(dtype, n)
        self.get("gelu")(x, out=out)
        check_repeats(out, np.resize(self.get("gelu")(np.array([0.7], dtype)), PATTERN))

    def rows(self, name: str, dtype: str, shape: tuple[int, ...], axis: int) -> None:
        """softmax or log_softmax along an axis, over its operand."""
        x = self.flat(dtype, int(np.prod(shape)))
        fill(x, pattern(dtype))
        given = x.reshape(shape)
        self.get(name)(given, axis=axis, out=given)
        n = shape[axis]
        if given.ndim == 1:
            wide = pattern(dtype).astype("f8")
            total = float(np.sum(counts(n) * np.exp(wide)))
            check_near(x, np.exp(wide) / total if name == "softmax" else wide - np.log(total), 5)
            return
        rng, outer = np.random.default_rng(1), x.size // n
        for row in {0, outer - 1, outer // 2, *rng.integers(0, outer, 40).tolist(), (1 << 31) // n % outer}:
            place = np.unravel_index(row, [length for index, length in enumerate(shape) if index != axis % len(shape)])
            index = (*place[:axis], slice(None), *place[axis:])
            first = np.arange(x.size).reshape(shape)[index] if x.size < 1 << 20 else self.numbers_of(shape, index)
            np.testing.assert_array_equal(given[index], self.get(name)(pattern(dtype)[first % PATTERN]))

    @staticmethod
    def numbers_of(shape: tuple[int, ...], index: tuple[Any, ...]) -> np.ndarray:
        """The places in a flat array of the elements that `index` takes of one of this shape."""
        places, step = np.zeros((), np.int64), 1
        for length, each in zip(shape[::-1], index[::-1]):
            places = places + (np.arange(length) if isinstance(each, slice) else int(each)) * step
            step *= length
        return places

    def sums(self, dtype: str, n: int) -> None:
        """logsumexp of one row."""
        x = self.flat(dtype, n)
        fill(x, pattern(dtype))
        wide = pattern(dtype).astype("f8")
        expected = np.log(np.sum(counts(n) * np.exp(wide)))
        result = self.get("logsumexp")(x)
        assert abs(float(result) - expected) <= np.spacing(np.array(expected, dtype)), (result, expected)

    def many_sums(self, n: int) -> None:
        """logsumexp of more than 2^31 rows of two, which are windows of what lies in memory; results follow in it."""
        x = self.flat("f2", 2 * n + 1)
        numbers = pattern("f2")
        fill(x[: n + 1], numbers)
        windows = np.lib.stride_tricks.as_strided(x, (n, 2), (2, 2), writeable=False)
        out = x[n + 1 :]
        self.get("logsumexp")(windows, axis=-1, out=out)
        check_repeats(out, self.get("logsumexp")(np.stack([numbers, np.roll(numbers, -1)], axis=-1), axis=-1))

    def backward_of_rows(self, n: int) -> None:
        """The gradient through softmax of one row, over its operands."""
        numbers = pattern("f4")
        x = self.flat("f4", n)
        fill(x, numbers)
        self.get("softmax", "backward_from_output")(x, x, out=x)
        wide = numbers.astype("f8")
        total = np.sum(counts(n) * wide * wide)
        first = x[:PATTERN].copy()
        np.testing.assert_allclose(first, wide * (wide - total), rtol=1e-6)
        check_repeats(x, first)

    def cross_entropy(self, rows: int, classes: int) -> None:
        """Losses of rows that lie in one place; loss and gradient of rows over their logits."""
        numbers, targets = np.resize(pattern("f4"), classes), np.arange(rows) % classes
        logits = np.broadcast_to(numbers, (rows, classes))
        losses = self.get("cross_entropy")(logits, targets, reduction="none")
        few = min(rows, 300)
        expected = self.get("cross_entropy")(logits[:few], targets[-few:], reduction="none")
        np.testing.assert_array_equal(losses[-few:], expected)
        np.testing.assert_array_equal(losses[:few], self.get("cross_entropy")(logits[:few], targets[:few], reduction="none"))
        x = self.flat("f4", rows * classes)
        fill(x, np.resize(pattern("f4"), classes)) if classes == PATTERN else x.reshape(rows, classes).__setitem__(..., numbers)
        own = x.reshape(rows, classes)
        loss, gradient = self.get("cross_entropy", "value_and_grad")(own, targets, reduction="sum", out=own)
        assert gradient is own
        np.testing.assert_allclose(loss, losses.sum(dtype="f8"), rtol=1e-6)
        for some in (slice(0, few), slice(rows - few, rows), slice(rows // 2, rows // 2 + few)):
            right = self.get("cross_entropy", "grad")(np.ascontiguousarray(logits[some]), targets[some], reduction="sum")
            np.testing.assert_array_equal(own[some], right)

    def one_row(self, n: int) -> None:
        """Cross entropy of one row, whose target is the last class and then one behind 2^31."""
        x = self.flat("f4", n)
        wide = pattern("f4").astype("f8")
        logarithm = np.log(np.sum(counts(n) * np.exp(wide)))
        for target in (n - 1, (1 << 31) + 1, 0):
            fill(x, pattern("f4"))
            loss, _ = self.get("cross_entropy", "value_and_grad")(x[np.newaxis], np.array([target]), out=x[np.newaxis])
            np.testing.assert_allclose(loss, logarithm - wide[target % PATTERN], rtol=2.0**-22)
            softmax = np.exp(wide - logarithm)
            np.testing.assert_allclose(x[target], softmax[target % PATTERN] - 1, rtol=2.0**-22)
            x[target] = x[(target + PATTERN) % n if target == 0 else target - PATTERN]
            check_near(x, softmax, 5)

    def losses(self, n: int) -> None:
        """A mean over elements that lie in one place; the losses are an array of their own, for which there has to be room."""
        self.mapped.madvise(mmap.MADV_DONTNEED)
        x, target = np.broadcast_to(np.float32(0.75), (n,)), np.broadcast_to(np.float32(-0.5), (n,))
        assert self.get("mse")(x, target) == 1.5625
        assert self.get("mse")(x, target, reduction="sum") == np.float32(1.5625 * n)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gigabytes", type=float, default=18.0, help="of memory that may be used (default: 18)")
    given = parser.parse_args()
    ak.set_num_threads(2)
    names = [("sigmoid", "value"), ("gelu", "value"), ("relu", "value"), ("leaky_relu", "value"), ("tanh", "backward")]
    names += [("silu", "backward"), ("tanh", "backward_from_output"), ("softplus", "grad")]
    cases: list[tuple[str, float, Callable[[Large], None]]] = []
    for name, form in names:
        cases.append((f"{form} of {name}, float32", 8.6, lambda large, a=name, b=form: large.elements(a, b, "f4", MORE)))
    cases += [
        ("value of gelu, float16", 4.3, lambda large: large.elements("gelu", "value", "f2", MORE)),
        ("value of sigmoid, float64", 17.2, lambda large: large.elements("sigmoid", "value", "f8", MORE)),
        ("value of sigmoid of half as many, float64", 8.6, lambda large: large.elements("sigmoid", "value", "f8", MORE // 2)),
        ("value of gelu of one element everywhere, float32", 8.6, lambda large: large.every_other("f4", MORE)),
        ("softmax of one row, float32", 8.6, lambda large: large.rows("softmax", "f4", (MORE,), 0)),
        ("log_softmax of one row, float32", 8.6, lambda large: large.rows("log_softmax", "f4", (MORE,), 0)),
        ("log_softmax of one row, float16", 4.3, lambda large: large.rows("log_softmax", "f2", (MORE,), 0)),
        ("softmax of 2,100,000 rows, float32", 8.6, lambda large: large.rows("softmax", "f4", (2_100_000, 1023), 1)),
        ("softmax along the first of two axes, float32", 8.6, lambda large: large.rows("softmax", "f4", (1023, 2_100_000), 0)),
        ("log_softmax along the middle axis, float16", 4.4, lambda large: large.rows("log_softmax", "f2", (3000, 1023, 700), 1)),
        ("softmax of 150,000,000 rows of 15, float32", 9.0, lambda large: large.rows("softmax", "f4", (150_000_000, 15), 1)),
        ("gradient through softmax of one row, float32", 8.6, lambda large: large.backward_of_rows(MORE)),
        ("logsumexp of one row, float32", 8.6, lambda large: large.sums("f4", MORE)),
        ("logsumexp of one row, float16", 4.3, lambda large: large.sums("f2", MORE)),
        ("logsumexp of 2^31 + 1,000 rows of two, float16", 8.6, lambda large: large.many_sums(MORE)),
        ("cross entropy of 2,110,000 rows of 1,021, float32", 8.7, lambda large: large.cross_entropy(2_110_000, PATTERN)),
        ("cross entropy of one row, float32", 8.6, lambda large: large.one_row(MORE)),
        ("mse, float32", 8.6, lambda large: large.losses(MORE)),
    ]
    most = int(min(given.gigabytes, max(need for _, need, _ in cases) + 0.1) * 1e9)
    # Of this a case touches what it needs.
    memory = mmap.mmap(-1, most // 4096 * 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    wrong = 0
    for backend in ak.backends.available():
        for what, need, run in cases:
            if need + 0.1 > given.gigabytes:
                print(f"{backend}: {what}: left out, it takes {need} GB", flush=True)
                continue
            start = time.perf_counter()
            try:
                run(Large(backend, memory))
            except AssertionError as error:
                wrong += 1
                print(f"{backend}: {what}: WRONG: {error}", flush=True)
            else:
                print(f"{backend}: {what}: right, {time.perf_counter() - start:.0f} s", flush=True)
    print(f"{wrong} were wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
