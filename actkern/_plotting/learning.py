"""The learning curves of `actkern compare`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .._learning.digits import Outcome, Settings
from . import canvas

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def learning_curves(outcomes: Sequence[Outcome], settings: Settings) -> "Figure":
    """Loss on the left and test accuracy on the right, by epoch: the mean over seeds, and a band from the worst to the best."""
    made: Figure = canvas.matplotlib("matplotlib.figure", "actkern compare").Figure(figsize=(10, 4.2), layout="constrained")
    of_loss, of_accuracy = made.subplots(1, 2)
    of_loss.set_yscale("log")
    epochs = np.arange(1, settings.epochs + 1)
    for index, outcome in enumerate(outcomes):
        look = canvas.style(index)
        for ax, runs in ((of_loss, outcome.losses), (of_accuracy, 100 * outcome.accuracies)):
            shown = np.where(np.isfinite(runs), runs, np.nan)
            ax.plot(epochs, shown.mean(axis=0), label=outcome.name, **look)
            if settings.seeds > 1:
                ax.fill_between(epochs, shown.min(axis=0), shown.max(axis=0), color=look["color"], alpha=0.15, linewidth=0)
    integers = canvas.matplotlib("matplotlib.ticker", "actkern compare").MaxNLocator
    for ax, what in ((of_loss, "mean cross entropy on the training images"), (of_accuracy, "accuracy on the test images, %")):
        ax.xaxis.set_major_locator(integers(integer=True))
        canvas.frame(ax, "epoch", what, "")
    # The first epochs are low, and what tells networks apart is between the middle of them and 100.
    middle = min(float(np.median(outcome.accuracies)) for outcome in outcomes)
    of_accuracy.set_ylim(max(0.0, min(85.0, 100 * middle - 10)), 100.5)
    of_accuracy.legend(fontsize=9, framealpha=0.9, loc="lower right")
    plural = "s" if settings.layers > 1 else ""
    averaged = f", mean of {settings.seeds} seeds" if settings.seeds > 1 else ""
    made.suptitle(f"The digits: {settings.layers} hidden layer{plural} of {settings.width}{averaged}", fontsize=11)
    return made
