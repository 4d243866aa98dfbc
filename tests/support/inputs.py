"""Inputs worth trying: numbers of every magnitude, special ones, and those around which reductions round the other way."""

from functools import cache

import numpy as np

import actkern as ak


def of_support(name, x) -> np.ndarray:
    """Those numbers of x that the function's promise is about."""
    row = ak.catalog[name]
    limit = row.promise.up_to.get(f"f{x.itemsize}", np.inf)
    return x[(x >= row.facts.support[0]) & (x <= row.facts.support[1]) & (np.abs(x) <= limit) & np.isfinite(x)]


@cache
def around_edges(dtype) -> np.ndarray:
    """Floats around every multiple of ln(2)/4 up to where results vanish: where range reductions round the other way."""
    limit = 110 if dtype == "f4" else 760
    edges = (np.arange(int(limit / (np.log(2) / 4))) * np.log(2) / 4).astype(dtype)
    steps = [edges]
    for direction in (-np.inf, np.inf):
        near = edges
        for _ in range(6):
            near = np.nextafter(near, np.array(direction, dtype))
            steps.append(near)
    near = np.concatenate(steps)
    return np.concatenate([near, -near])


def specials(dtype) -> np.ndarray:
    info = np.finfo(dtype)
    tiny = [0.0, info.smallest_subnormal, 3 * info.smallest_subnormal, info.smallest_normal, info.eps, 1.0, 20.0, 105.0, 750.0]
    finite = np.array([*tiny, info.max], dtype=dtype)
    return np.concatenate([finite, -finite, np.array([np.nan, np.inf, -np.inf], dtype=dtype)])


@cache
def sample(dtype, n=2000, seed=0) -> np.ndarray:
    """Specials, normal(0, 3), and floats of every magnitude."""
    rng = np.random.default_rng(seed)
    info = np.finfo(dtype)
    spread = np.ldexp(rng.uniform(-2, 2, n), rng.integers(info.minexp - info.nmant, info.maxexp - 1, n)).astype(dtype)
    return np.concatenate([specials(dtype), rng.normal(0, 3, n).astype(dtype), spread])


@cache
def wide_sample(dtype, n) -> np.ndarray:
    """The numbers of `sample` and `around_edges` in any dtype, float16 included."""
    wide = "f8" if dtype == "f8" else "f4"
    with np.errstate(over="ignore", under="ignore"):
        return np.concatenate([sample(wide, n), around_edges(wide)]).astype(dtype)


def for_loss(name, x, target):
    """x and target, numbers of any size, as a loss of each element takes them: inside its support, labels where it has these."""
    row = ak.catalog[name]
    low, high = row.targets
    if np.isfinite(row.facts.support[1]) and np.any((x < 0) | (x > 1)):
        x = np.abs(np.sin(x))
    if row.labels:
        target = np.where(target > 0.5, high, low).astype(x.dtype)
    elif np.isfinite(high) and np.any((target < low) | (target > high)):
        target = np.abs(np.sin(target))
    elif np.isfinite(low):
        target = np.abs(target)
    return x, target


def for_keyword(name, keyword, rng, shape=()):
    """Positive numbers that a keyword of a loss of each element takes, up to those that its promise is about."""
    of = {each.name: each for each in ak.catalog[name].keywords}[keyword]
    return rng.uniform(0.1, 2 if keyword == "gamma" else min(of.most, 5), shape)


def magnitudes(rng, shape, dtype, reach):
    """Numbers from 2^-reach to 2^reach of the dtype, a tenth of them 0; all magnitudes, subnormal ones too, without a reach."""
    info = np.finfo(dtype)
    low, high = (info.minexp - info.nmant, info.maxexp - 1) if reach is None else (-reach, reach)
    found = np.ldexp(rng.uniform(1, 1.9, shape), rng.integers(low, high + 1, shape)).astype(dtype)
    return np.where(rng.random(shape) < 0.1, np.zeros((), dtype), found)
