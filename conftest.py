"""All tests of one function run in one worker, so that Numba compiles its kernels once; and what two test files share."""

import pytest

from actkern import _runtime


def pytest_collection_modifyitems(items):
    for item in items:
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        item.add_marker(pytest.mark.xdist_group(str(parameters.get("name", item.path.name))))


@pytest.fixture
def streaming_of_small_arrays():
    before = _runtime.settings.stream_bytes
    _runtime.settings.stream_bytes = 1 << 17
    yield
    _runtime.settings.stream_bytes = before
