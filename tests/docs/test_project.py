"""What the project's own files say of each other: version, changelog, tools, links."""

import re
import tomllib
from importlib.metadata import version

import pytest
from support.examples import ROOT

import actkern as ak

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PAGES = sorted(path.name for path in ROOT.glob("*.md"))


def test_the_version_is_stated_once():
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert version("actkern") == ak.__version__
    assert ak.__version__ not in (ROOT / "CITATION.cff").read_text().replace("cff-version", "")


def test_the_changelog_has_a_part_for_the_version_and_one_for_what_comes():
    parts = re.findall(r"^## \[(.+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert parts[:2] == ["Unreleased", ak.__version__]


def test_tools_before_a_commit_have_the_versions_of_those_in_ci():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text()
    exact = [each for each in PROJECT["project"]["optional-dependencies"]["dev"] if re.fullmatch(r"[\w-]+==[\d.]+", each)]
    assert [each.partition("==")[0] for each in exact] == ["ruff", "cython-lint"]
    for each in exact:
        name = each.partition("==")[0]
        assert set(re.findall(rf"{name}==[\d.]+", hooks)) == {each}


def test_every_bound_of_a_version_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text()
    reasons = re.findall(r"^#   (\S+(?:, \S+)?) ", text, re.MULTILINE)
    bounds = set(re.findall(r'"(\w[\w-]*>=[\d.]+)"', text)) | {"Python" + PROJECT["project"]["requires-python"]}
    assert bounds <= set(reasons)
    assert len(reasons) == len(bounds) + 1  # ruff and cython-lint share one


def test_wheels_are_made_for_the_pythons_that_are_tested_and_tried_by_tests_that_are_there():
    wheels = PROJECT["tool"]["cibuildwheel"]
    tested = re.findall(r'"(3\.\d+)": "\d', (ROOT / "noxfile.py").read_text())
    assert wheels["build"] == [f"cp{version.replace('.', '')}-*" for version in tested]
    python, module, pytest_, *named = wheels["test-command"].split()
    assert (python, module, pytest_) == ("python", "-m", "pytest")
    for path in [*wheels["test-sources"], *named]:
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text()):
        assert (ROOT / link).exists(), link
