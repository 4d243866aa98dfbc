"""awkward arrays, whose lists have lengths of their own: never one row of all of their elements."""

from functools import partial

import awkward
import numpy as np
import pytest
from support.cases import BACKENDS, COMPOSED, ROWWISE, assert_same_bits, names, public, seed, whole_numbers

import actkern as ak

pytestmark = pytest.mark.parametrize("backend", BACKENDS)
ALONG_AN_AXIS = [row for row in (*ROWWISE, *COMPOSED) if row.along_an_axis]
LISTS = [[0.3, -1.0], [2.0], [], [1.0, 0.5, -2.0]]


def calls(backend, name):
    """Every form of a function as (what it takes, a function of that)."""
    row, extra = ak.catalog[name], whole_numbers(name)
    for form in row.forms:
        function, operands = public(backend, name, form), row.operands(form)[0]
        arrays = operands[: len(operands) - len(extra)]
        keywords = {"axis": -1, **seed(name, form)}
        tried = {"temperature": 0.5, "where": True}.items()
        for others in ({}, *({each: value} for each, value in tried if row.takes(each, form))):
            yield arrays, partial(called, function, extra, keywords | others)


def called(function, extra, keywords, *given):
    return function(*given, *extra, **keywords)


@names(ALONG_AN_AXIS)
def test_lists_of_several_lengths_are_refused_with_the_way_out(name, backend):
    missing = awkward.Array([[1.0, None], [2.0, 3.0]])
    for arrays, function in calls(backend, name):
        for ragged in (awkward.Array(LISTS), missing, awkward.Array([LISTS, [[1.0]]])):
            given = [ragged] * len(arrays)
            message = rf"{name}: (x|{arrays[0]}) is an awkward array .*awkward\.pad_none\(.*awkward\.drop_none"
            with pytest.raises(TypeError, match=message):
                function(*given)


@names(ALONG_AN_AXIS)
def test_lists_of_one_length_are_rows(name, backend):
    plain = np.random.default_rng(0).normal(0, 1, (3, 4))
    for arrays, function in calls(backend, name):
        for row_by_row in (plain, plain[0]):
            shape = np.shape(public(backend, name)(row_by_row, *whole_numbers(name), axis=-1, **seed(name)))
            dy = np.ones(shape)
            given = [dy, row_by_row] if len(arrays) == 2 else [row_by_row]
            expected = function(*given)
            wrapped = [awkward.Array(each.tolist()) if np.ndim(each) else each for each in given]
            assert_same_bits(np.asarray(function(*wrapped)), np.asarray(expected))


@names([row for row in ROWWISE if not row.reduces and not row.random])
def test_the_way_out_is_list_by_list(name, backend):
    function = public(backend, name)
    y = function(awkward.to_numpy(awkward.pad_none(awkward.Array(LISTS), 3, axis=-1)))
    lists = awkward.drop_none(awkward.from_numpy(y)).tolist()
    assert [len(each) for each in lists] == [2, 1, 0, 3]
    for found, one in zip(lists, LISTS, strict=True):
        if one:
            np.testing.assert_allclose(found, function(one), rtol=1e-15)


def test_softmax_of_two_lists(backend):
    x = awkward.Array([[1.0, 2.0], [3.0]])
    y = public(backend, "softmax")(awkward.to_numpy(awkward.pad_none(x, 2, axis=-1)))
    np.testing.assert_allclose(y.compressed(), [0.2689414, 0.7310586, 1], rtol=1e-6)
    np.testing.assert_allclose(public(backend, "softmax")(awkward.Array([1.0, 2.0])), [0.2689414, 0.7310586], rtol=1e-6)


def test_elementwise_functions_take_any_lists(backend):
    x = awkward.Array(LISTS)
    for name in ("sigmoid", "leaky_relu", "rrelu"):
        y = public(backend, name)(x)
        assert awkward.num(y).tolist() == [2, 1, 0, 3]
        assert awkward.flatten(y).tolist() == public(backend, name)(np.concatenate(LISTS)).tolist()
    with pytest.raises(TypeError, match="rrelu: x is an awkward array"):
        public(backend, "rrelu")(x, training=True)
