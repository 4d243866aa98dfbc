"""A plugin of pytest that runs SciPy's own tests with actkern.special's functions in the place of SciPy's.

    python -m pytest -p support.in_scipys_place --pyargs scipy.special.tests.test_logit

Every module of scipy.special gets them before a test is imported. At the end the plugin prints, for each file of tests,
which of actkern's functions it has imported by name.
"""

import importlib
import sys

import scipy.special
from scipy._lib._array_api import xp_capabilities_table

from actkern import special

for module in ("_logsumexp", "_ufuncs", "_basic", "_support_alternative_backends"):
    importlib.import_module(f"scipy.special.{module}")
_theirs = {name: getattr(scipy.special, name) for name in special.__all__ if hasattr(scipy.special, name)}
_theirs["_log1mexp"] = scipy.special._ufuncs._log1mexp  # which has no public name
OURS = {name: getattr(special, name.removeprefix("_")) for name in _theirs}

for module in [each for name, each in sys.modules.items() if name.partition(".tests")[0].startswith("scipy.special")]:
    for name, function in _theirs.items():
        if vars(module).get(name) is function:
            setattr(module, name, OURS[name])
for name, function in _theirs.items():
    # What SciPy's tests ask about a function before they run it on other libraries' arrays.
    xp_capabilities_table[OURS[name]] = xp_capabilities_table.get(function)

_of_files = {}


def pytest_collection_modifyitems(items):
    for item in items:
        found = {name for name, function in OURS.items() if vars(item.module).get(name) is function}
        stale = {name for name, function in _theirs.items() if vars(item.module).get(name) is function}
        assert not stale, f"{item.module.__name__} has SciPy's own {stale}"
        _of_files[item.module.__name__.rpartition(".")[2]] = found


def pytest_terminal_summary(terminalreporter):
    for file, found in _of_files.items():
        terminalreporter.write_line(" ".join([f"actkern in {file}:", *sorted(found)]))
    terminalreporter.write_line(f"actkern in scipy.special: {all(getattr(scipy.special, n, f) is f for n, f in OURS.items())}")
