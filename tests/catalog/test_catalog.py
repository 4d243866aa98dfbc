"""Every row of the catalogue has all that should follow from it."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.cases import BACKENDS, UFUNCS, cases, outputs, public

import actkern as ak
from actkern import reference
from actkern._bench import cells, plain
from actkern._catalog import FORMS, Catalog, Composed, Parameter

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("name", "form"), cases(ak.catalog.values()))
def test_everything_follows_from_a_row(name, form):
    row = ak.catalog[name]
    for backend in BACKENDS:
        function = public(backend, name, form)
        for alias in row.aliases:
            assert public(backend, alias, form) is function
        doc = re.sub(r"\s+", " ", function.__doc__)
        for text in (row.facts.source, row.facts.limits, row.facts.kinks, row.facts.used, row.peers.names):
            assert text in doc
    space = ak if form == "value" else getattr(ak, form)
    assert getattr(space, name) is public(BACKENDS[0], name, form)
    for each in (name, *row.aliases):
        assert each in dir(space)
        stub = (ROOT / "actkern" / ("__init__.pyi" if form == "value" else f"{form}.pyi")).read_text()
        assert re.search(rf"^(def )?{each}\b", stub, re.MULTILINE)
    assert f"ak.{name}(" in (ROOT / "docs" / "functions" / f"{name}.md").read_text()
    # The reference has it, and a benchmark that compares the two runs over it.
    x = cells.make_input(row, "float64", 24)
    operands = cells.make_operands(row, form, x)
    calls = plain.contenders(row, operands, form)
    shapes = [each.shape for each in outputs(reference.naive(name, operands, form))]
    assert set(calls) == set(plain.contender_names(row, form))
    assert set(BACKENDS) < set(calls) or row.formula.value == "x"
    for call in calls.values():
        with np.errstate(all="ignore"):
            assert [each.shape for each in outputs(call())] == shapes


@pytest.mark.parametrize("row", ak.catalog.values(), ids=list(ak.catalog))
def test_rows_are_complete(row):
    facts = row.facts
    texts = (row.summary, row.formula.value, facts.domain, facts.range, facts.limits, facts.kinks, facts.source, facts.used)
    assert all((*texts, row.peers.names))
    if not isinstance(row, Composed):
        assert row.promise.ulp.keys() == {"f4", "f8"}
    if row.of_elements:
        assert row.promise.slope_ulp.keys() == {"f4", "f8"}
        assert set(row.quantities) >= {*row.outputs, *row.operands("grad" if row.formula.slope else "backward")[1]}
    assert row.kernel.cost.keys() == {"f4", "f8"}
    assert row.grain(4) >= row.grain(8) > 0
    assert row.parameters[len(row.parameters) - len(row.optional) :] == row.optional
    assert all(parameter.sample is not None and parameter.summary for parameter in row.parameters)


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
    assert len(ak.catalog) > len(UFUNCS)


def test_a_name_stands_once():
    with pytest.raises(ValueError, match="share a name"):
        Catalog((ak.catalog["relu"], ak.catalog["relu"]))


def test_operands():
    row = replace(ak.catalog["relu"], name="leaky", parameters=(Parameter("negative_slope", 0.01, "slope below 0"),))
    assert row.operands("backward") == (("dy", "x", "negative_slope"), ("dx",))
    assert row.forms == tuple(FORMS)
    assert row.has_defaults
    assert ak.catalog["reglu"].operands("value_and_grad") == (("gate", "up"), ("y", "dydgate", "dydup"))
    assert ak.catalog["reglu"].operands("backward") == (("dy", "gate", "up"), ("dgate", "dup"))
    assert ak.catalog["lstm_cell"].operands("backward") == (
        ("dh", "dc_new", "i", "f", "g", "o", "c"),
        ("di", "df", "dg", "do", "dc"),
    )


def test_generated_files_are_fresh():
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_unknown_name_says_the_nearest_one():
    for name, near in (
        ("Hardswish", "hard_swish"),
        ("SIGMOID", "sigmoid"),
        ("LogSoftMax", "log_softmax"),
        ("leakyrelu", "leaky_relu"),
    ):
        for space in (ak, ak.backends[BACKENDS[0]]):
            with pytest.raises(AttributeError, match=rf"has no attribute '{name}'; did you mean {near}\?$"):
                getattr(space, name)
        with pytest.raises(KeyError, match=rf"no function '{name}' in the catalogue; there are .*; did you mean {near}\?"):
            ak.catalog[name]
    with pytest.raises(AttributeError, match=r"'actkern.grad' has no attribute 'sigmoyd'; did you mean sigmoid\?$"):
        ak.grad.sigmoyd  # noqa: B018
    with pytest.raises(AttributeError, match=r"has no attribute 'quicksort'$"):
        ak.quicksort  # noqa: B018
    with pytest.raises(AttributeError, match=r"has no attribute '__wrapped__'$"):
        ak.__wrapped__  # noqa: B018
