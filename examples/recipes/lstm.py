"""An LSTM over a sequence in NumPy, forwards and backwards: python examples/recipes/lstm.py

Four matrix products of a step are one, and `ak.lstm_cell` does the rest of it in one pass: gates, cell state and output.
"""

import numpy as np

import actkern as ak


def forward(x, weights, recurrent, bias, hidden, cell):
    """What the way back needs of each step, and the last output and state. Side by side: input, forget, cell, output."""
    steps = []
    for x_t in x:
        gates = np.split(x_t @ weights + hidden @ recurrent + bias, 4, axis=1)
        steps.append((gates, cell, hidden))
        hidden, cell = ak.lstm_cell(*gates, cell)
    return steps, hidden, cell


def backward(steps, x, recurrent, d_hidden):
    """The gradients by the weights, for the gradient by the last output."""
    d_cell, d_weights, d_recurrent = np.zeros_like(d_hidden), 0, 0
    for x_t, (gates, cell, hidden) in zip(x[::-1], steps[::-1], strict=True):
        *d_gates, d_cell = ak.backward.lstm_cell(d_hidden, d_cell, *gates, cell)
        d_z = np.concatenate(d_gates, axis=1)
        d_weights += x_t.T @ d_z
        d_recurrent += hidden.T @ d_z
        d_hidden = d_z @ recurrent.T
    return d_weights, d_recurrent


def main():
    rng = np.random.default_rng(0)
    length, batch, features, units = 12, 5, 3, 4
    x = rng.normal(size=(length, batch, features))
    weights, recurrent = (rng.normal(0, 0.5, (rows, 4 * units)) for rows in (features, units))
    bias, zeros = rng.normal(size=4 * units), np.zeros((batch, units))

    def loss(weights):
        return forward(x, weights, recurrent, bias, zeros, zeros)[1].sum()

    steps, hidden, _ = forward(x, weights, recurrent, bias, zeros, zeros)
    d_weights, _ = backward(steps, x, recurrent, np.ones_like(hidden))
    step = rng.normal(size=weights.shape)
    difference = (loss(weights + 1e-6 * step) - loss(weights - 1e-6 * step)) / 2e-6
    print(f"along a direction: {np.vdot(d_weights, step):.7f} by the gradient, {difference:.7f} by differences")


if __name__ == "__main__":
    main()
