"""All tests of one function run in one worker, so that Numba compiles the function's kernels once and not once per worker."""

import pytest


def pytest_collection_modifyitems(items):
    for item in items:
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        item.add_marker(pytest.mark.xdist_group(str(parameters.get("name", item.path.name))))
