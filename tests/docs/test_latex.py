"""Formulas as LaTeX: every one of the catalogue is set, and what is left out for the mathematics' sake changes no number."""

import ast
import re

import numpy as np
import pytest
from support.cases import OF_ONE, names

import actkern as ak
from actkern._generate.latex import _plain, _simplified, formulas_of, latex
from actkern.reference.formulas import NUMPY
from actkern.reference.formulas import _Names as Names

EXPECTED = {
    "gelu": r"y = \frac{x \, \mathrm{erfc}\left(-\frac{x}{\sqrt{2}}\right)}{2}",
    "softmax": r"y_i = \frac{e^{x_i}}{\sum_{j} e^{x_j}}",
    "relu": r"y = \max(x, 0)",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_formulas_are_set_as_one_would_write_them(name):
    assert formulas_of(ak.catalog[name], "value")[0] == EXPECTED[name]


@names(ak.catalog.values())
def test_every_formula_is_set_with_its_brackets_closed(name):
    row = ak.catalog[name]
    for form in row.forms:
        for text in formulas_of(row, form):
            assert text.count("{") == text.count("}")
            assert text.count(r"\left") == text.count(r"\right")
            assert text.count(r"\begin") == text.count(r"\end")
            assert not re.search(r"\*|expm1|log1p|maximum\(|minimum\(|where\(", text)


def _value(tree, given):
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.ctx = ast.Load()
    code = compile(ast.fix_missing_locations(ast.Expression(tree)), "<formula>", "eval")
    with np.errstate(all="ignore"):
        return eval(code, {}, Names(NUMPY, {"3/2": 1.5} | given, False))


@pytest.mark.parametrize("quantity", ["value", "slope"])
@names(OF_ONE)
def test_what_is_left_out_changes_no_number(name, quantity):
    row = ak.catalog[name]
    low, high = row.facts.support
    given = {each.name: 0.5 if each.sample is None else each.sample for each in row.parameters}
    given["x"] = np.linspace(max(low, -8), min(high, 8), 1000)[1:-1]
    found, expected = (
        _value(of(ast.parse(getattr(row.formula, quantity), mode="eval").body), given)
        for of in (lambda tree: _plain(_simplified(tree)), lambda tree: tree)
    )
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9)


def test_an_operator_without_a_notation_is_refused():
    with pytest.raises(ValueError, match="BitXor"):
        latex("a ^ b")
