"""The tests on every Python that actkern supports, with the oldest NumPy that it has a wheel of and with the newest.

    nox                                        # all of them, each in an environment of its own
    nox -s "tests(python='3.13', numpy='newest')" -- tests/elementwise tests/runtime
    nox --python 3.12 -- tests/runtime

A Python that is not installed is an error, not a session that is left out. The last one is the newest that Numba has wheels for.
"""

import nox

nox.options.error_on_missing_interpreters = True

# The oldest release of NumPy with a wheel for it, by Python.
OLDEST = {"3.11": "2.0.*", "3.12": "2.0.*", "3.13": "2.1.*", "3.14": "2.3.*", "3.15": "2.5.*"}
PAIRS = [(python, numpy) for python, oldest in OLDEST.items() for numpy in (oldest, "newest")]


@nox.session
@nox.parametrize(("python", "numpy"), PAIRS)
def tests(session: nox.Session, numpy: str) -> None:
    """The tests, or those that are named after `--`."""
    constraint = "numpy>=2" if numpy == "newest" else f"numpy=={numpy}"
    session.install(".[test]", constraint)
    # The installed actkern, with its kernels: `-P` and the command pytest leave this folder, which has none, out of the path.
    session.run("python", "-P", "-c", "import actkern, numpy; print('NumPy', numpy.__version__); actkern.show_runtime()")
    session.run("python", "-P", "-c", "import actkern; assert actkern.backends.available() == ('cython', 'numba')")
    session.run("pytest", *(session.posargs or ["tests"]))
