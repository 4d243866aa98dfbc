"""The coefficients of the double logarithm's quotient (`cores/logarithm`), with the bounds that its docblocks state.

    python tools/coefficients_log.py    # some seconds; needs mpmath

log(1 + f) = 2 atanh(s) with s = f / (2 + f), and that is f - s (f - z P(z)) with z = s^2. P comes
from Remez' exchange, weighted by what it adds to the logarithm, and its coefficients are rounded.
They are not in `coefficients.sollya`, since one that is rounded as it is found is no better: P has
bits to spare.
"""

from mpmath import atanh, cos, log, lu_solve, matrix, mp, mpf, pi, sqrt

mp.prec = 200


def truth(z: mpf) -> mpf:
    """P, by its series where its terms cancel."""
    if z < mpf(2) ** -40:
        return mpf(2) / 3 + mpf(2) / 5 * z
    s = sqrt(z)
    return (2 * atanh(s) / s - 2) / z


def share(z: mpf) -> mpf:
    """What a relative error of the logarithm is for an error of 1 in P."""
    if z == 0:
        return mpf(0)
    s = sqrt(z)
    return s * z / (2 * atanh(s))


def remez(end: mpf, count: int) -> list[mpf]:
    """The polynomial of so many coefficients whose weighted error on [0, end] is least."""
    points = [end * (1 - cos(pi * (2 * k + 1) / (2 * count + 2))) / 2 for k in range(count + 1)]
    points[-1] = end
    grid = [end * (1 - cos(pi * mpf(k) / (60 * count))) / 2 for k in range(60 * count + 1)]
    exact, weight = [truth(z) for z in grid], [share(z) for z in grid]
    for _ in range(12):
        rows = [[z**k for k in range(count)] + [(-1) ** i / share(z)] for i, z in enumerate(points)]
        *found, _level = lu_solve(matrix(rows), matrix([truth(z) for z in points]))
        errors = [(mp.polyval(found[::-1], z) - t) * w for z, t, w in zip(grid, exact, weight)]
        extrema = []
        for z, error in zip(grid, errors):  # the largest of each run of one sign
            if extrema and (extrema[-1][1] > 0) == (error > 0):
                if abs(error) > abs(extrema[-1][1]):
                    extrema[-1] = (z, error)
            elif error != 0:
                extrema.append((z, error))
        if len(extrema) != count + 1:
            raise ValueError(f"{len(extrema)} extrema, {count + 1} were expected")
        points = [z for z, _ in extrema]
    return found


def main() -> None:
    for text, last, count in (("log1p_rest", mpf("0.41422"), 7), ("log1p_unit_poly", mpf("1.0000001"), 10)):
        s = last / (2 + last)
        for n in (count - 1, count, count + 1):
            found = [mpf(float(each)) for each in remez(s * s, n)]
            grid = [s * s * mpf(k) / 4000 for k in range(1, 4001)]
            worst = max(abs((mp.polyval(found[::-1], z) - truth(z)) * share(z)) for z in grid)
            print(f"{text}, {n} coefficients: relative error 2 ^ {mp.nstr(log(worst, 2), 5)}")
            if n == count:
                for k, each in enumerate(found):
                    print(f"  z ^ {k}: {float(each)!r}")


if __name__ == "__main__":
    main()
