"""Scores of attention that look back alone, in NumPy: python examples/recipes/attention.py

`causal=True` leaves out of row i what follows i, without a mask in memory, and the softmax is written over the scores.
"""

import numpy as np

import actkern as ak


def attention(queries, keys, values):
    """The values of (heads, positions, features), weighted by how keys answer queries, and the weights."""
    scores = queries @ keys.swapaxes(-1, -2)
    # A temperature is what scores are divided by.
    weights = ak.softmax(scores, causal=True, temperature=np.sqrt(queries.shape[-1]), out=scores)
    return weights @ values, weights


def backward(d_result, weights, queries, keys, values):
    """The gradients by queries, keys and values."""
    d_scores = ak.backward_from_output.softmax(
        d_result @ values.swapaxes(-1, -2), weights, temperature=np.sqrt(queries.shape[-1])
    )
    return d_scores @ keys, d_scores.swapaxes(-1, -2) @ queries, weights.swapaxes(-1, -2) @ d_result


def main():
    rng = np.random.default_rng(0)
    queries, keys, values, d_result = rng.normal(size=(4, 2, 6, 8))
    result, weights = attention(queries, keys, values)

    with np.errstate(divide="ignore"):
        mask = np.log(np.tril(np.ones((6, 6))))
    plain = np.exp(queries @ keys.swapaxes(-1, -2) / np.sqrt(8) + mask)
    plain = plain / plain.sum(axis=-1, keepdims=True) @ values
    print(f"largest difference from plain NumPy: {np.abs(result - plain).max():.1e}")

    d_queries, _, _ = backward(d_result, weights, queries, keys, values)
    step = rng.normal(size=queries.shape)
    ahead, behind = (attention(queries + moved * step, keys, values)[0] for moved in (1e-6, -1e-6))
    difference = np.vdot(d_result, ahead - behind) / 2e-6
    print(f"along a direction: {np.vdot(d_queries, step):.7f} by the gradient, {difference:.7f} by differences")


if __name__ == "__main__":
    main()
