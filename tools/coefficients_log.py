"""The coefficients of the double logarithms (`cores/logarithm`), with the bounds that its docblocks state.

    python tools/coefficients_log.py    # some seconds; needs mpmath

log(1 + f) = 2 atanh(s) with s = f / (2 + f), and that is f - s (f - z P(z)) with z = s^2. An error of
P counts by the share that s z P has in the logarithm, which leaves P digits to spare, so that its
coefficients are rounded and no more.
"""

from coefficients_erf import DOUBLE, polynomial, show
from mpmath import atanh, cos, mpf, pi, sqrt


def quotient(name: str, largest: str, count: int) -> None:
    """P of so many coefficients for f up to `largest`, and from the f below 0 that has the same |s|."""
    end = (mpf(largest) / (2 + mpf(largest))) ** 2
    z = [end * (1 - cos(pi * mpf(k) / (60 * count))) / 2 for k in range(1, 60 * count + 1)]
    logarithms = [2 * atanh(sqrt(each)) for each in z]
    values = [(y / sqrt(each) - 2) / each for y, each in zip(logarithms, z)]
    shares = [sqrt(each) * each / y for y, each in zip(logarithms, z)]
    p = [DOUBLE(float(each)) for each in polynomial(values, [[each**k for each in z] for k in range(count)], shares)]
    errors = [abs(sum(mpf(float(c)) * each**k for k, c in enumerate(p)) - v) * w for each, v, w in zip(z, values, shares)]
    show(name, DOUBLE, float(max(errors)), P=p)


if __name__ == "__main__":
    quotient("log1p_rest", "0.41422", 7)
    quotient("log1p_unit_poly", "1.0000001", 10)
