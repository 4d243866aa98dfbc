"""Every row of the catalogue has all that should follow from it."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from support import BACKENDS, ELEMENTWISE, ROWWISE, cases, get, outputs

import actkern as ak
from actkern import _bench, reference
from actkern.catalog import FORMS, Activation, Catalog, Parameter

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(("name", "form"), [*cases(), *cases(ROWWISE)])
def test_everything_follows_from_a_row(name, form):
    row = ak.catalog[name]
    for backend in BACKENDS:
        function = get(backend, name, form)
        for alias in row.aliases:
            assert get(backend, alias, form) is function
        assert row.source in re.sub(r"\s+", " ", function.__doc__)
        assert row.limits in re.sub(r"\s+", " ", function.__doc__)
    public = ak if form == "value" else getattr(ak, form)
    assert getattr(public, name) is get(BACKENDS[0], name, form)
    assert name in dir(public)
    stub = (ROOT / "actkern" / ("__init__.pyi" if form == "value" else f"{form}.pyi")).read_text()
    assert re.search(rf"^(def )?{name}\b", stub, re.MULTILINE)
    x = np.linspace(-1, 1, 6).reshape(2, 3)
    assert all(each.shape == (2, 3) for each in outputs(reference.naive(name, x, form)))
    assert set(BACKENDS) < set(_bench.contender_names(row, form)) or form != "value" or row.value == "x"


@pytest.mark.parametrize("row", ak.catalog.values(), ids=list(ak.catalog))
def test_rows_are_complete(row):
    for field in ("summary", "value", "domain", "range", "limits", "kinks", "source", "peers"):
        assert getattr(row, field), field
    assert row.ulp.keys() == {"f4", "f8"}
    if row.kind == "elementwise":
        assert row.slope
        assert row.slope_ulp.keys() == {"f4", "f8"}
    assert row.cost > 0


def test_namespaces_are_importable_modules():
    import actkern.backward_from_output
    import actkern.grad

    assert actkern.grad.sigmoid is ak.grad.sigmoid
    assert sys.modules["actkern.value_and_grad"] is ak.value_and_grad
    from actkern.backward import tanh

    assert tanh is ak.backward.tanh


def test_names_of_the_package():
    assert {"sigmoid", "linear", "softmax", "grad", "backends", "catalog", "threads"} <= set(dir(ak))
    assert "softmax" not in dir(ak.grad)
    for name in ak.__all__:
        assert getattr(ak, name) is not None


def test_unknown_names():
    with pytest.raises(AttributeError, match="module 'actkern' has no attribute 'sigmoyd'"):
        _ = ak.sigmoyd
    with pytest.raises(AttributeError, match=r"softmax has no form 'grad'; it has value, backward_from_output"):
        _ = ak.grad.softmax
    with pytest.raises(KeyError, match=r"no function 'sigmoyd' in the catalogue; there are .*sigmoid"):
        ak.catalog["sigmoyd"]
    with pytest.raises(ValueError, match=r"unknown backend 'cuda'; accepted: cython, numba"):
        ak.backends["cuda"]
    with pytest.raises(TypeError, match="named by a str, not int"):
        ak.backends[1]


def test_aliases_and_lookup():
    assert ak.catalog["linear"] is ak.catalog["identity"]
    assert ak.linear is ak.identity
    assert "linear" in ak.catalog
    assert "linear" not in list(ak.catalog)
    assert len(ak.catalog) == len(ELEMENTWISE) + len(ROWWISE)


def test_a_name_stands_once():
    with pytest.raises(ValueError, match="share a name"):
        Catalog((ak.catalog["relu"], ak.catalog["relu"]))


def test_parameters_are_operands():
    row = ak.catalog["relu"]
    fields = {field: getattr(row, field) for field in Activation.__dataclass_fields__}
    leaky = Activation(**fields | {"name": "leaky", "parameters": (Parameter("negative_slope", 0.01, "slope below 0"),)})
    assert leaky.operands("backward") == (("dy", "x", "negative_slope"), ("dx",))
    assert row.forms == tuple(FORMS)


def test_stubs_are_fresh():
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_version_is_stated_once_more_at_most():
    assert f'version = "{ak.__version__}"' in (ROOT / "pyproject.toml").read_text()


def test_softmax_signature():
    assert str(inspect.signature(ak.softmax)).startswith("(x: ")
    assert list(inspect.signature(ak.softmax).parameters) == ["x", "axis", "out", "dtype"]
    assert list(inspect.signature(ak.backward_from_output.softmax).parameters) == ["dy", "y", "axis", "out", "dtype"]
