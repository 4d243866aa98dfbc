"""actkern without PyTorch, and beside one that is too old."""

from support.processes import stdout

NAMING = """
import sys, types
{setup}
import actkern
for ask in (lambda: actkern.torch, lambda: __import__("actkern.torch")):
    try:
        ask()
    except ImportError as error:
        print(error)
"""


def test_without_pytorch_the_error_says_what_to_install():
    found = stdout(NAMING.format(setup="sys.modules['torch'] = None"))
    assert found.splitlines() == ["actkern.torch needs PyTorch, which is not installed: pip install torch"] * 2


def test_a_release_that_is_too_old_is_named():
    setup = (
        "old = sys.modules['torch'] = types.ModuleType('torch'); old.__version__ = '2.3.0'; old.library = types.ModuleType('l')"
    )
    found = stdout(NAMING.format(setup=setup))
    assert found.splitlines() == ["actkern.torch needs PyTorch 2.5 or later; installed is 2.3.0"] * 2


def test_actkern_imports_no_pytorch_until_it_is_asked():
    code = "import sys; from actkern import *; import actkern; dir(actkern); actkern.sigmoid(0.5); print('torch' in sys.modules)"
    assert stdout(code) == "False"
