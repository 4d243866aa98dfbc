"""The drawn pictures of the documentation are of the sources that are there, and what the charts say is so."""

import importlib.util
import sys
from pathlib import Path

import pytest

import actkern as ak
from actkern._choose import NETWORKS, TASKS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pictures():
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "tools" / "pictures.py")
    module = sys.modules["pictures"] = importlib.util.module_from_spec(spec)  # where its dataclasses look for their module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["pictures"]


def test_the_pictures_that_are_kept_are_fresh(pictures):
    assert pictures.stale(ROOT / "docs") == []


def test_a_picture_that_is_missing_or_of_other_sources_is_drawn_again(pictures, tmp_path, monkeypatch):
    paths = [tmp_path / name for name in pictures.PICTURES]
    assert pictures.stale(tmp_path) == paths
    pictures.write(paths)
    assert pictures.stale(tmp_path) == []
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)
    monkeypatch.setattr(pictures, "mark", lambda: "0" * 16)
    assert pictures.stale(tmp_path) == paths


def test_charts_name_functions_of_actkern(pictures):
    for chart, columns in ((pictures.HIDDEN, {0}), (pictures.OUTPUT, {0, 2})):
        for case in chart.root.cases:
            assert len(case.cells) == len(chart.heads)
            for column in columns:
                name = case.cells[column].replace("_\n", "_").partition("\n")[0]
                assert name in ak.catalog


def test_charts_say_what_choose_says(pictures):
    hidden = [layer for kind in NETWORKS for layer in ak.choose(network=kind).hidden]
    for case, layer in zip(pictures.HIDDEN.root.cases, hidden, strict=True):
        name, first_weights, _ = case.cells
        assert name == layer.name
        assert {each.__name__.partition("_")[0] for each in layer.initialisation} == {first_weights.split()[0].strip(",").lower()}
    for case, task in zip(pictures.OUTPUT.root.cases, TASKS, strict=True):
        output = ak.choose(task=task).output
        name, nodes, loss, _ = case.cells
        assert task in case.text.lower()
        assert name.partition("\n")[0] == output.name
        assert loss.replace("_\n", "_") == output.loss.__name__
        assert ("each" in nodes) == (task != "binary")


def test_no_text_of_a_chart_is_outside_of_it_or_over_another(pictures):
    for name in ("choosing-hidden.png", "choosing-output.png"):
        figure = pictures.PICTURES[name]()
        figure.draw_without_rendering()
        boxes = [text.get_window_extent() for text in figure.axes[0].texts]
        assert len(boxes) > 20
        for index, box in enumerate(boxes):
            assert box.x0 > 0
            assert box.y0 > 0
            assert box.x1 < figure.bbox.x1
            assert box.y1 < figure.bbox.y1
            assert not any(box.overlaps(other) for other in boxes[:index])
