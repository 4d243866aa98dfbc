"""`actkern.plot_vanishing`: the size of the gradient by depth, of networks that have not learned anything yet."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

import actkern

from .._learning.network import Network, hidden_unit, whole
from .._learning.weights import USUAL, checked_rule, usual
from . import canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMES = ("sigmoid", "tanh", "relu")
SAMPLES, CLASSES = 64, 10


def gradient_norms(
    *names: Any, depth: int = 30, width: int = 256, seeds: int = 3, init: str = USUAL
) -> dict[str, NDArray[np.float64]]:
    """The size of the gradient in each layer of deep networks before they have learned anything.

        norms = ak.gradient_norms("sigmoid", "relu")
        norms["sigmoid"].mean(axis=0)  # of layer 1, next to the input, to layer 30

    Each network has `depth` hidden layers of `width` units and an output layer of 10 classes, whose loss is the cross entropy of
    64 samples of normal(0, 1) numbers with random labels. What is given is the Frobenius norm of the loss' gradient by the
    weights of each hidden layer, which is computed in float64 by actkern.backward. All networks of a seed have the same samples
    and the same draws of weights.

    Parameters
    ----------
    *names : str or function of actkern
        Activations of hidden units: functions of one input (default: sigmoid, tanh and relu).
    depth : int
        The number of hidden layers, at least 2.
    width : int
        The number of units of each.
    seeds : int
        How many networks of each activation.
    init : str
        "usual" (default): He's normal rule for functions that grow on one side alone, as relu does, and Xavier's for all others;
        or "he_normal", "xavier_normal" or "lecun_normal" for all.

    Returns
    -------
    dict of str to numpy.ndarray
        By the name that was given, of shape (seeds, depth).

    Raises
    ------
    ValueError
        For unknown names and rules, with the nearest one that there is, for functions that hidden units cannot have, and for
        numbers that are too small.
    TypeError
        For what is no function of actkern, and for numbers that are no ints.

    References
    ----------
    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010; He, Zhang, Ren and Sun,
    Delving deep into rectifiers, 2015.
    """
    user = "actkern.gradient_norms"
    rows = {called: row for row, called in (hidden_unit(name, user) for name in names or NAMES)}
    checked_rule(init, user)
    depth, width, seeds = whole(depth, "depth", 2, user), whole(width, "width", 1, user), whole(seeds, "seeds", 1, user)
    norms = {name: np.empty((seeds, depth)) for name in rows}
    for seed in range(seeds):
        for name, row in rows.items():
            rng = np.random.default_rng(seed)
            x, labels = rng.standard_normal((SAMPLES, width)), rng.integers(0, CLASSES, SAMPLES)
            network = Network([width] * (depth + 1) + [CLASSES], row, rng, init, "float64")
            # Functions that grow quickly may overflow on the way: their norms are infinite or NaN, which is what they are.
            with np.errstate(all="ignore"):
                _, d_logits = actkern.value_and_grad.cross_entropy(network.forward(x), labels)
                d_weights, _ = network.backward(d_logits)
                norms[name][seed] = [np.linalg.norm(each) for each in d_weights[:-1]]
    return norms


def plot_vanishing(
    *names: Any,
    depth: int = 30,
    width: int = 256,
    seeds: int = 3,
    init: str = USUAL,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw how the gradient vanishes, or does not, on its way through a deep network: `gradient_norms`, layer by layer.

        ak.plot_vanishing()
        ak.plot_vanishing("sigmoid", "tanh", "relu", init="xavier_normal")

    The vertical axis is logarithmic. A line is the mean over the seeds, with a band from the smallest to the largest. Norms of 0
    and those that are not finite have no place there: where no other is left, the legend says so.

    Parameters
    ----------
    *names, depth, width, seeds, init
        As of `actkern.gradient_norms`, which gives the numbers.
    ax : matplotlib.axes.Axes, optional
        Where to draw (default: the Axes of a new figure of pyplot's, which is neither shown nor written here).

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError, TypeError
        What gradient_norms raises, and TypeError for an `ax` that is none.
    ImportError
        Where there is no matplotlib.
    """
    canvas.checked_axes(ax, "actkern.plot_vanishing")
    norms = gradient_norms(*names, depth=depth, width=width, seeds=seeds, init=init)
    ax = canvas.axes_of(ax)
    ax.set_yscale("log")
    for index, (name, of_seeds) in enumerate(norms.items()):
        shown = np.where(np.isfinite(of_seeds) & (of_seeds > 0), of_seeds, np.nan)
        # The mean of a layer is drawn where every seed has one, so that it is of the same networks all along.
        layers, mean = np.arange(1, depth + 1), shown.mean(axis=0)
        rule = usual(actkern.catalog[name]) if init == USUAL else init
        look = canvas.style(index)
        absent = ": 0" if not of_seeds.any() else ": not finite" if np.isnan(mean).all() else ""
        ax.plot(layers, mean, label=f"{name} ({rule}){absent}", marker="o", markersize=3, **look)
        if seeds > 1:
            ax.fill_between(layers, shown.min(axis=0), shown.max(axis=0), color=look["color"], alpha=0.2, linewidth=0)
    ax.xaxis.set_major_locator(canvas.matplotlib("matplotlib.ticker", "actkern.plot_vanishing").MaxNLocator(integer=True))
    averaged = f", mean of {seeds} seeds" if seeds > 1 else ""
    canvas.frame(
        ax,
        "hidden layer, from the input (left) to the output",
        "norm of the gradient of its weights",
        f"The gradient by depth, before training: {depth} layers of {width}{averaged}",
    )
    ax.legend(fontsize=9, framealpha=0.9)
    return ax
