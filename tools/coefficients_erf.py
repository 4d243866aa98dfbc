"""The coefficients of the normal law's tail, of erfc and of erf (`scalar/normal`), with the bounds that its docblocks state.

    python tools/coefficients_erf.py    # a minute; needs mpmath

They are not in `coefficients.sollya`, since Sollya's remez takes minutes for one polynomial of
erfc(x) exp(x^2) and has no quotients.

A quotient comes from Remez' exchange, its coefficients are rounded, and then moved by a few units
in the last place, at random with a fixed seed, as long as the largest error falls: rounding alone
costs a float's quotient 1 bit, and all of its accuracy where it is ill-conditioned. Bounds are the
largest errors on the grid, which has some twenty points to an extremum.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from mpmath import cos, erf, erfc, exp, findroot, log, lu_solve, matrix, mp, mpf, pi, sqrt

mp.prec = 250
SINGLE, DOUBLE = np.float32, np.float64
Number = Any
Function = Callable[[Number], Number]


def rounded(value: Number, kind: Any) -> Number:
    """`value` rounded once to the precision of `kind`."""
    mantissa, exponent = mp.frexp(value)
    bits = np.finfo(kind).nmant + 1
    return mp.ldexp(mp.nint(mp.ldexp(mantissa, bits)), exponent - bits)


def extended(values: Iterable[Number]) -> np.ndarray:
    return np.array([np.longdouble(mp.nstr(each, 25)) for each in values])


def grid(end: float, scale: float, count: int) -> list[Number]:
    """Points from 0 to `end`: of Chebyshev's spacing in z = x / (x + scale)."""
    last = mpf(end) / (end + scale)
    z = [last * (1 - cos(pi * mpf(k) / count)) / 2 for k in range(count + 1)]
    return [scale * each / (1 - each) for each in z]


def extrema(errors: list[Number], wanted: int) -> list[int]:
    """The largest error of each sign in turn, `wanted` of them."""
    found, current = [], 0
    for k, error in enumerate(errors):
        if (error > 0) != (errors[current] > 0):
            found.append(current)
            current = k
        elif abs(error) > abs(errors[current]):
            current = k
    found.append(current)
    while len(found) > wanted:
        found.pop(0 if abs(errors[found[0]]) < abs(errors[found[-1]]) else -1)
    return found


def polynomial(values: list[Number], basis: list[list[Number]], weights: list[Number]) -> list[Number]:
    """The coefficients of the minimax approximation of `values` on a grid, by Remez' exchange."""
    n, last = len(basis), len(values) - 1
    points = [round((1 - np.cos(np.pi * k / n)) / 2 * last) for k in range(n + 1)]
    for _ in range(40):
        a = matrix(n + 1, n + 1)
        right = matrix(n + 1, 1)
        for i, k in enumerate(points):
            for j in range(n):
                a[i, j] = basis[j][k]
            a[i, n] = (-1) ** i / weights[k]
            right[i] = values[k]
        solution = lu_solve(a, right)[:n]
        errors = [w * (v - sum(c * b[k] for c, b in zip(solution, basis))) for k, (v, w) in enumerate(zip(values, weights))]
        previous, points = points, extrema(errors, n + 1)
        if len(points) <= n or points == previous:
            break
    return list(solution)


def quotient(values: list[Number], x: list[Number], weights: list[Number], m: int, n: int) -> tuple[list[Number], list[Number]]:
    """P of degree m and Q of degree n, Q(0) = 1, whose quotient has the least weighted relative error on a grid."""
    size = m + n + 2
    last = len(x) - 1
    points = [round(k * last / mpf(size - 1)) for k in range(size)]
    level = mpf(0)
    bottom = [mpf(1)]
    for _ in range(25):
        for _ in range(12):
            a = matrix(size, size)
            right = matrix(size, 1)
            for i, k in enumerate(points):
                sign = (-1) ** i / weights[k]
                q = sum(c * x[k] ** j for j, c in enumerate(bottom))
                reached = values[k] * (1 + sign * level)
                for j in range(m + 1):
                    a[i, j] = x[k] ** j
                for j in range(1, n + 1):
                    a[i, m + j] = -reached * x[k] ** j
                a[i, size - 1] = -sign * values[k] * q
                right[i] = reached - sign * level * values[k] * q
            solution = lu_solve(a, right)
            top, bottom = list(solution[: m + 1]), [mpf(1), *solution[m + 1 : size - 1]]
            previous, level = level, solution[size - 1]
            if abs(level - previous) < abs(level) * mpf(10) ** -12:
                break
        errors = [
            w * (sum(c * at**j for j, c in enumerate(top)) / sum(c * at**j for j, c in enumerate(bottom)) / v - 1)
            for v, at, w in zip(values, x, weights)
        ]
        before, points = points, extrema(errors, size)
        if len(points) < size or points == before:
            break
    return top, bottom


def moved(coefficients: np.ndarray, free: list[int], error: Callable[[np.ndarray], float], tries: int, steps: int) -> np.ndarray:
    """Coefficients near those given, with a smaller error."""
    rng = np.random.default_rng(0)
    bits = np.int32 if coefficients.dtype == SINGLE else np.int64
    best = error(coefficients)
    for _ in range(tries):
        count = rng.integers(1, 5)
        chosen = rng.choice(free, count, replace=False)
        shift = rng.integers(-steps, steps + 1, count)
        tried = coefficients.copy()
        tried[chosen] = (tried[chosen].view(bits) + shift.astype(bits)).view(coefficients.dtype)
        reached = error(tried)
        if reached <= best:
            best, coefficients = reached, tried
    return coefficients


def show(name: str, kind: Any, bound: float, **parts: Any) -> None:
    print(f"{name} {kind.__name__}: relative error 2^{np.log2(bound):.1f}")
    for part, values in parts.items():
        print(f"  {part}: {', '.join(str(each) if kind is SINGLE else repr(float(each)) for each in values)}")


def tail(
    name: str, f: Function, c: Number, m: int, n: int, end: float, scale: float, kind: Any, tries: int, steps: int
) -> tuple[np.ndarray, np.ndarray]:
    """f(t) = B / (c t B + A): A / B approximates 1 / f - c t, of which only the share in 1 / f counts."""
    c = rounded(c, kind)
    x = grid(end, scale, 400)
    g = [1 / f(each) - c * each for each in x]
    share = [v * f(each) for v, each in zip(g, x)]
    a, b = quotient(g, x, share, m, n)
    first = 1.375  # B(0): see `mills`
    start = np.array([float(first * each) for each in a + b], dtype=kind)
    start[0], start[m + 1] = first / float(f(mpf(0))), first
    powers = np.array([extended(x) ** j for j in range(max(m, n) + 1)])
    values, weights = extended(g), extended(f(each) for each in x)

    def error(tried: np.ndarray) -> float:
        wide = tried.astype(np.longdouble)
        return float(np.max(np.abs(wide[: m + 1] @ powers[: m + 1] / (wide[m + 1 :] @ powers[: n + 1]) - values) * weights))

    found = moved(start, [k for k in range(m + n + 2) if k not in (0, m + 1)], error, tries, steps)
    show(name, kind, error(found), A=found[: m + 1], B=found[m + 1 :], C=[kind(float(c))])
    return found[: m + 1], found[m + 1 :]


def in_order(values: list[Number], x: list[Number], weights: list[Number], order: list[int], kind: Any) -> dict[int, Number]:
    """A polynomial whose coefficients are rounded one after the other, the rest being fitted anew each time."""
    known, left = {}, list(order)
    rest = list(values)
    while left:
        powers = sorted(left)
        fitted = polynomial(rest, [[each**j for each in x] for j in powers], weights)
        j = left.pop(0)
        known[j] = rounded(fitted[powers.index(j)], kind)
        rest = [v - known[j] * each**j for v, each in zip(rest, x)]
    return known


def chord(ratio: Function, a: np.ndarray, b: np.ndarray, end: float, kind: Any) -> None:
    """K with (R(t) - R(t0)) / (t0 - t) = K / (c t B + A) for R of `tail`, where R(t0) = phi(0) t0."""
    density = 1 / sqrt(2 * pi)
    c = rounded(sqrt(2 * pi), kind)
    root = findroot(lambda t: ratio(t) - density * t, mpf("0.75"))
    high = rounded(root, kind)
    print(f"root {kind.__name__}: {float(high)!r} {float(rounded(root - high, kind))!r}")
    x = grid(end, 3, 300)
    d = [
        c * t * sum(mpf(float(k)) * t**j for j, k in enumerate(b)) + sum(mpf(float(k)) * t**j for j, k in enumerate(a)) for t in x
    ]
    values = [(ratio(root) - ratio(t)) / (t - root) * each for t, each in zip(x, d)]
    weights = [1 / (each * (density + v / each)) for v, each in zip(values, d)]
    n = len(b)
    wide, powers, scale = extended(values), np.array([extended(x) ** j for j in range(n)]), extended(weights)

    def error(tried: np.ndarray) -> float:
        return float(np.max(np.abs((tried.astype(np.longdouble) @ powers - wide) * scale)))

    starts = []
    for order in (list(range(n)), list(range(n))[::-1]):
        known = in_order(values, x, weights, order, kind)
        starts.append(np.array([float(known[j]) for j in range(n)], dtype=kind))
    found = moved(min(starts, key=error), list(range(n)), error, 30000, 4)
    if kind is SINGLE:
        # It is moved one unit down, so that the slope of gelu at 0 is 1/2 after its roundings, and
        # better nearby.
        found[0] = np.nextafter(found[0], SINGLE(0))
    show("mills_chord", kind, error(found), K=found)


def exponent(end: float, degree: int, kind: Any) -> None:
    """g with -log(erfc(t)) = t (2/sqrt(pi) + t g): an error of it counts erfc / erf as much in erf."""
    x = [mpf(end) * (1 - cos(pi * k / mpf(400))) / 2 + mpf(10) ** -9 for k in range(401)]
    first = 2 / sqrt(pi)
    high = rounded(first, kind)
    low = rounded(first - high, kind)
    values = [-log(erfc(t)) / t - high - low for t in x]
    weights = [t * erfc(t) / erf(t) for t in x]
    known = in_order(values, x, weights, list(range(1, degree + 1)), kind)
    errors = [w * (v - sum(c * t**j for j, c in known.items())) for v, t, w in zip(values, x, weights)]
    print(f"2/sqrt(pi) {kind.__name__}: {float(high)!r} {float(low)!r}")
    show("erf_exponent", kind, float(max(map(abs, errors))), g=[kind(float(known[j])) for j in range(1, degree + 1)])


def main() -> None:
    def ratio(t: Number) -> Number:
        return erfc(t / sqrt(mpf(2))) * exp(t * t / 2) / 2

    def scaled(x: Number) -> Number:
        return erfc(x) * exp(x * x)

    for kind, m, n, end, tries, steps in ((SINGLE, 4, 5, 14.8, 60000, 3), (DOUBLE, 9, 10, 38.7, 20000, 8)):
        a, b = tail("mills", ratio, sqrt(2 * pi), m, n, end, 3, kind, tries, steps)
        chord(ratio, a, b, end, kind)
    tail("erfcx", scaled, sqrt(pi), 4, 5, 10.3, 2, SINGLE, 60000, 3)
    tail("erfcx", scaled, sqrt(pi), 9, 10, 27.35, 2, DOUBLE, 20000, 8)
    exponent(3.95, 8, SINGLE)
    exponent(5.95, 24, DOUBLE)


if __name__ == "__main__":
    main()
