"""All tests of one function run in one worker, so that Numba compiles its kernels once; and what two test files share.

pytest-xdist 3.8 has groups by its mark `xdist_group` (`--dist=loadgroup`), and with pytest 9.2 it puts no test into one,
without a word (`findings/pytest_xdist_forgets_groups.sh`). The scheduler here goes by the tests' ids.
"""

import pytest

from actkern import _runtime
from actkern._catalog import catalog

NAMES = frozenset(catalog)


def group(nodeid: str) -> str:
    """What tests share that run in one worker, by the id of one: the function that it is about, or else its file."""
    path, _, parameters = nodeid.partition("::")
    return next((part for part in parameters.partition("[")[2].rstrip("]").split("-") if part in NAMES), path)


def pytest_collection_modifyitems(items):
    """Whole files first: some take minutes, and at the end one worker would be left with one of them."""
    items.sort(key=lambda item: group(item.nodeid) in NAMES)


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class ByFunction(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return group(nodeid)

    return ByFunction(config, log)


@pytest.fixture
def streaming_of_small_arrays():
    before = _runtime.settings.stream_bytes
    _runtime.settings.stream_bytes = 1 << 17
    yield
    _runtime.settings.stream_bytes = before
