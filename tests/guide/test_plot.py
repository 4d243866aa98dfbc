"""`actkern.plot`: the data of its lines, and what it refuses."""

from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pytest
from support.cases import ELEMENTWISE, OF_ONE, names
from support.processes import stdout

import actkern as ak
from actkern._plotting import curves

mpl.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

TEMPERED = [row for row in ak.catalog.values() if curves.of_vector(row)]


@pytest.fixture
def ax():
    """Axes that pyplot does not know."""
    return Figure().add_subplot()


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def lines(ax):
    """The points of each line by its label, without the lines through zero."""
    return {line.get_label(): line.get_xydata() for line in ax.lines if not line.get_label().startswith("_")}


def pieces(points):
    """The parts of a line between its gaps."""
    gaps = np.flatnonzero(np.isnan(points[:, 1]))
    return [part[np.isfinite(part[:, 1])] for part in np.split(points, gaps)]


@names(OF_ONE)
def test_every_function_of_one_input_is_drawn_in_each_kind_as_it_is_computed(name, ax):
    row = ak.catalog[name]
    with np.errstate(all="raise"):
        assert ak.plot(name, kind="both", ax=ax) is ax
        ax.figure.draw_without_rendering()
    found = lines(ax)
    targets = 2 if any(parameter.name == "target" for parameter in row.parameters) else 1
    assert len(found) == 2 * targets
    given = [parameter.sample for parameter in row.parameters]
    if targets == 2:
        given[0] = curves.targets(row)[0]
    for (label, points), form in zip(found.items(), ("value", "grad")):
        assert label.startswith(name if form == "value" else f"slope of {name}")
        x, y = points[np.isfinite(points[:, 1])].T
        assert len(x) > 700
        lowest, highest = row.facts.support
        assert lowest <= x.min() < x.max() <= highest
        function = getattr(ak if form == "value" else ak.grad, name)
        np.testing.assert_array_equal(y, getattr(function, "ufunc", function)(x, *given))
    for kind in ("value", "grad"):
        alone = Figure().add_subplot()
        ak.plot(name, kind=kind, ax=alone)
        shown = {label: points for label, points in found.items() if label.startswith("slope of ") == (kind == "grad")}
        for (label, points), (expected_label, expected) in zip(lines(alone).items(), shown.items(), strict=True):
            assert label == expected_label
            np.testing.assert_array_equal(points, expected)


@pytest.mark.parametrize("name", [row.name for row in ak.catalog.values() if row not in OF_ONE])
@pytest.mark.parametrize("kind", curves.KINDS)
def test_every_other_function_is_drawn(name, kind, ax):
    with np.errstate(all="raise"):
        ak.plot(name, kind=kind, ax=ax)
        ax.figure.draw_without_rendering()
    found = lines(ax)
    assert len(found) == len(curves.curves(name, {}, kind)) * (2 if kind == "both" else 1) > 0
    assert all(np.isfinite(points).sum() > 800 for points in found.values())


@pytest.mark.parametrize("name", [row.name for row in ak.catalog.values() if row not in OF_ONE])
def test_slopes_are_those_of_the_lines(name):
    """By differences of the values, away from the places where they jump or have a corner."""
    x, step = np.random.default_rng(0).uniform(-2, 4, 50), 1e-5
    for curve in curves.curves(name, {}, "both"):
        inside = np.clip(x, *(np.array(curve.support) + (0.05, -0.05)))
        with np.errstate(all="raise"):
            found = (curve.value(inside + step) - curve.value(inside - step)) / (2 * step)
        np.testing.assert_allclose(curve.slope(inside), found, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(
    ("name", "kind", "places"),
    [
        ("binary_step", "value", [0]),
        ("relu", "grad", [0]),
        ("relu6", "grad", [0, 6]),
        ("hard_sigmoid", "grad", [-3, 3]),
        ("hard_shrink", "value", [-0.5, 0.5]),
        ("thresholded_relu", "value", [1]),
        ("selu", "grad", [0]),
        ("gelu_10", "grad", [10]),
    ],
)
def test_a_line_ends_at_a_jump_and_begins_again_on_its_other_side(name, kind, places, ax):
    ak.plot(name, kind=kind, ax=ax)
    (points,) = lines(ax).values()
    parts = pieces(points)
    assert [part[0, 0] for part in parts[1:]] == pytest.approx(places, abs=1e-6)
    for left, right in pairwise(parts):
        assert right[0, 0] - left[-1, 0] < 1e-6
        assert abs(right[0, 1] - left[-1, 1]) > 0.01
    for part in parts:
        steps = np.abs(np.diff(part[:, 1]))
        assert steps.max(initial=0) < 0.1


def test_a_step_is_two_level_lines(ax):
    ak.plot("binary_step", ax=ax)
    (points,) = lines(ax).values()
    low, high = pieces(points)
    assert set(low[:, 1]) == {0}
    assert set(high[:, 1]) == {1}
    assert high[0, 0] == 0


def test_the_slope_of_sparse_sigmoid_has_single_points_at_its_kinks(ax):
    ak.plot("sparse_sigmoid", kind="grad", ax=ax)
    (points,) = lines(ax).values()
    assert [part[0].tolist() for part in pieces(points) if len(part) == 1] == [[-1, 0.25], [1, 0.25]]


@names([row for row in OF_ONE if row.facts.kinks.startswith("none") and not row.facts.flat])
def test_smooth_functions_have_no_gap(name, ax):
    ak.plot(name, kind="both", ax=ax)
    for points in lines(ax).values():
        assert np.isfinite(points[1:-1]).all()


def test_steep_is_no_jump(ax):
    ak.plot("tanh", "sigmoid", range=(-1e9, 1e9), ax=ax)
    assert all(np.isfinite(points).all() for points in lines(ax).values())


def test_a_corner_is_a_point_of_the_line(ax):
    ak.plot("hard_tanh", range=(-2.3, 3.1), ax=ax)
    (points,) = lines(ax).values()
    assert {-1.0, 1.0} <= set(points[:, 0])


def test_a_range_shows_the_kinks_and_where_a_function_comes_to_rest(ax):
    ends = {name: curves.default_range(curves.curves(name, {}, "value")[0]) for name in ("relu", "relu6", "gelu_10", "soft_cap")}
    assert ends == {"relu": (-5, 5), "relu6": (-8, 8), "gelu_10": (-14, 14), "soft_cap": (-50, 50)}
    ak.plot("relu", "relu6", ax=ax)
    assert ax.get_xlim() == (-8, 8)


@pytest.mark.parametrize(("name", "kind"), [("logit", "value"), ("logit", "grad"), ("log1p", "both"), ("log1mexp", "value")])
def test_beside_a_pole_the_picture_is_cut_and_the_line_is_not(name, kind, ax):
    ak.plot(name, kind=kind, range=(-3, 3), ax=ax)
    points = np.concatenate(list(lines(ax).values()))
    y = points[np.isfinite(points[:, 1]), 1]
    low, high = ax.get_ylim()
    assert high - low < 45
    assert y.max() - y.min() > 1.5 * (high - low)
    assert (ax.get_xlim()[0], ax.get_xlim()[1]) == tuple(np.clip((-3, 3), *ak.catalog[name].facts.support))


def test_a_given_axes_is_used_and_pyplot_knows_of_nothing(ax):
    ax.set_title("mine")
    ax.set_xlabel("t")
    assert ak.plot("relu", ax=ax) is ax
    assert ak.plot("tanh", range=(-9, 2), ax=ax) is ax
    assert plt.get_fignums() == []
    assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == ("mine", "t", "y")
    assert list(lines(ax)) == ["relu", "tanh"]
    assert ax.get_xlim() == (-9, 5)
    assert len(ax.lines) == 4  # the lines through zero are there once


def test_without_axes_there_is_one_new_figure_and_none_after_an_error():
    before = mpl.get_backend()
    with pytest.raises(ValueError, match="did you mean relu"):
        ak.plot("relo")
    assert plt.get_fignums() == []
    first, second = ak.plot("relu"), ak.plot("gelu")
    assert first.figure is not second.figure
    assert plt.get_fignums() == [1, 2]
    assert mpl.get_backend() == before


def test_names_aliases_and_functions_are_the_same_line(ax):
    ak.plot("hard_silu", "hardswish", ak.hard_swish, ak.backends[ak.backends.available()[-1]].hard_silu, ax=ax)
    points = [line.get_xydata() for line in ax.lines[:4]]
    for each in points:
        np.testing.assert_array_equal(each, points[0])
    assert [line.get_label() for line in ax.lines[:4]] == ["hard_silu", "hardswish", "hard_silu", "hard_silu"]


def test_the_picture_says_what_it_shows(ax):
    ak.plot("leaky_relu", kind="both", negative_slope=0.2, ax=ax)
    assert ax.get_title() == "leaky_relu: leaky rectified linear unit\ny = where(x > 0, x, negative_slope * x)"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x", "y and slope")
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["leaky_relu, negative_slope = 0.2", "slope of leaky_relu, negative_slope = 0.2"]
    value, slope = ax.lines[:2]
    assert value.get_color() == slope.get_color()
    assert (value.get_linestyle(), slope.get_linestyle()) == ("-", "--")


def test_lines_differ_in_colour_or_stroke(ax):
    chosen = [row.name for row in ELEMENTWISE][:20]
    ak.plot(*chosen, ax=ax)
    looks = {(line.get_color(), str(line._unscaled_dash_pattern)) for line in ax.lines if not line.get_label().startswith("_")}
    assert len(looks) == 20


def test_parameters_give_a_line_each(ax):
    ak.plot("elu", "relu", alpha=[0.5, 2], ax=ax)
    found = lines(ax)
    assert list(found) == ["elu, alpha = 0.5", "elu, alpha = 2", "relu"]
    assert found["elu, alpha = 2"][0, 1] == ak.elu(-5.0, 2.0)


def test_losses_have_a_line_for_each_of_two_targets(ax):
    ak.plot("hinge", "mse", "binary_cross_entropy", ax=ax)
    assert list(lines(ax)) == [
        *("hinge, target = -1", "hinge, target = 1", "mse, target = 0", "mse, target = 1"),
        *("binary_cross_entropy, target = 0", "binary_cross_entropy, target = 1"),
    ]
    x, y = lines(ax)["mse, target = 1"].T
    np.testing.assert_array_equal(y, ak.mse(x, np.ones_like(x), reduction="none"))


def test_cross_entropy_is_that_of_two_classes(ax):
    ak.plot("cross_entropy", kind="both", target=1, ax=ax)
    value, slope = lines(ax).values()
    np.testing.assert_allclose(value[:, 1], ak.softplus(-value[:, 0]), rtol=1e-14)
    np.testing.assert_allclose(slope[:, 1], -ak.sigmoid(-slope[:, 0]), rtol=1e-13)


def test_a_gate_is_drawn_over_its_first_input(ax):
    ak.plot("swiglu", up=[1, -2], kind="both", ax=ax)
    found = lines(ax)
    x, y = found["swiglu, up = -2"].T
    np.testing.assert_array_equal(y, ak.swiglu(x, -2.0))
    x, y = found["slope of swiglu, up = -2"].T
    np.testing.assert_array_equal(y, ak.grad.swiglu(x, -2.0)[0])
    assert ax.get_xlabel() == "gate"


@pytest.mark.parametrize("name", [row.name for row in TEMPERED])
def test_over_the_temperature_there_is_a_line_for_each_element(name, ax):
    vector = [3.0, 1.0, 0.5]
    ak.plot(name, x=vector, range=(0.2, 5), ax=ax)
    found = lines(ax)
    assert list(found) == [f"{name}, x = {each:g}" for each in vector]
    temperature = found[f"{name}, x = 3"][:, 0]
    assert (temperature[0], temperature[-1]) == pytest.approx((0.2, 5))
    assert (ax.get_xscale(), ax.get_xlabel()) == ("log", "temperature")
    y = np.stack([points[:, 1] for points in found.values()], axis=-1)
    if name != "log_softmax":
        np.testing.assert_allclose(y.sum(axis=-1), 1, rtol=1e-14)
    if not ak.catalog[name].random:
        np.testing.assert_array_equal(y, getattr(ak, name)(np.array(vector) / temperature[:, None], axis=-1))
    # The hotter, the more even, and hardmax does not follow the temperature.
    spread = np.ptp(y, axis=-1)
    assert spread[-1] < spread[0] or name == "hardmax"


@pytest.mark.parametrize("name", [row.name for row in TEMPERED])
def test_slopes_of_a_vector_are_over_its_first_element(name, ax):
    ak.plot(name, kind="both", x=[9.0, 1.0, 0.5], range=(-2, 3), ax=ax)
    found = lines(ax)
    assert list(found) == [f"{slope}{name} of (x, 1, 0.5), element {index}" for index in range(3) for slope in ("", "slope of ")]
    assert (ax.get_xscale(), ax.get_xlabel()) == ("linear", "x")
    if not ak.catalog[name].random:
        x, y = found[f"{name} of (x, 1, 0.5), element 1"][::100].T
        expected = getattr(ak, name)(np.stack((x, np.full_like(x, 1), np.full_like(x, 0.5)), axis=-1))[:, 1]
        np.testing.assert_array_equal(y[np.isfinite(y)], expected[np.isfinite(y)])


def test_cells_and_what_makes_a_vector_of_a_vector_have_a_line_for_each_output(ax):
    ak.plot("lstm_cell", "glu", "crelu", "maxout", ax=ax)
    found = lines(ax)
    assert list(found) == [
        *("h of lstm_cell", "c_new of lstm_cell", "glu of (x, 1)"),
        *("crelu of (x, 1), element 0", "crelu of (x, 1), element 2", "maxout of (x, 1)"),
    ]
    x, y = found["c_new of lstm_cell"].T
    np.testing.assert_array_equal(y, ak.lstm_cell(x, *(np.ones_like(x),) * 4)[1])
    x, y = found["maxout of (x, 1)"].T
    np.testing.assert_array_equal(y, np.maximum(x, 1))


@pytest.mark.parametrize(
    ("given", "keywords", "error", "message"),
    [
        ((), {}, ValueError, "takes one function or more"),
        (("gelo",), {}, ValueError, r"no function 'gelo' in the catalogue; did you mean gelu\?"),
        ((3,), {}, TypeError, "functions of actkern or their names, not int"),
        ((np.tanh,), {}, TypeError, "functions of actkern or their names, not tanh"),
        ((ak.grad.elu,), {}, ValueError, "takes actkern.elu and kind='grad' instead of actkern.grad.elu"),
        (("elu",), {"kind": "slope"}, ValueError, "'value', 'grad' or 'both', not 'slope'; did you mean 'grad'"),
        (("elu",), {"kind": "valeu"}, ValueError, "not 'valeu'; did you mean 'value'"),
        (("elu",), {"kind": None}, ValueError, "not None$"),
        (("elu",), {"range": (1, 1)}, ValueError, r"two finite numbers, the lower one first, not \(1, 1\)"),
        (("elu",), {"range": (0, np.inf)}, ValueError, "two finite numbers"),
        (("elu",), {"range": ("0", "1")}, ValueError, "two finite numbers"),
        (("elu",), {"range": 3}, ValueError, "two finite numbers"),
        (("elu", "logit"), {"range": (2, 3)}, ValueError, r"logit is defined from 0 to 1, outside of the range \(2, 3\)"),
        (("softmax",), {"range": (0, 3)}, ValueError, "temperatures above 0"),
        (("softmax",), {"x": 3}, ValueError, "x is several finite numbers, not 3"),
        (("softmax", "relu"), {}, ValueError, "softmax is drawn over the temperature, and relu is not"),
        (("lstm_cell",), {"f": 2}, ValueError, "no parameter 'f' of lstm_cell; it has none"),
        (("elu",), {"alpa": 1}, ValueError, r"no parameter 'alpa' of elu; accepted: alpha; did you mean alpha\?"),
        (("relu",), {"alpha": 1}, ValueError, "no parameter 'alpha' of relu; it has none"),
        (("elu",), {"alpha": "x"}, TypeError, "alpha is a number or a sequence of numbers, not 'x'"),
        (("elu",), {"alpha": np.nan}, ValueError, "alpha is one finite number or several, not nan"),
        (("elu",), {"alpha": []}, ValueError, "alpha is one finite number or several"),
        (("cross_entropy",), {"target": 2}, ValueError, "one of two classes, 0 and 1, not 2"),
        (("elu",), {"ax": plt}, TypeError, "ax is Axes of matplotlib or None, not module"),
    ],
)
def test_what_makes_no_sense_is_an_error_before_a_figure_is_made(given, keywords, error, message):
    with pytest.raises(error, match=message):
        ak.plot(*given, **keywords)
    assert plt.get_fignums() == []


def test_importing_actkern_imports_no_matplotlib():
    assert stdout("import sys, actkern; actkern.plot; print('matplotlib' in sys.modules)") == "False"


def test_without_matplotlib_the_error_says_what_to_install():
    code = "import sys; sys.modules['matplotlib'] = sys.modules['matplotlib.axes'] = None; import actkern\n"
    code += "try:\n    actkern.plot('relu')\nexcept ImportError as error:\n    print(error)"
    assert "pip install 'actkern[cli]'" in stdout(code)
