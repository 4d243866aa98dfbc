"""Code that runs in an interpreter of its own."""

import os
import subprocess
import sys

# Code for the beginning of a process that is to run as if the pool of threads could not have been
# compiled.
NO_POOL = (
    "import importlib.util as u; found = u.find_spec; u.find_spec = lambda n, *r: None if n == 'actkern._pool' else found(n, *r);"
)


def python(code: str, timeout: float = 120, **environment: str) -> subprocess.CompletedProcess:
    """Run `code` in a new interpreter, away from the source tree."""
    settings = {k: v for k, v in os.environ.items() if not k.startswith(("ACTKERN_", "OMP_"))}
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(
        command, env=settings | environment, capture_output=True, text=True, timeout=timeout, check=False, cwd="/"
    )


def stdout(code: str, **environment: str) -> str:
    done = python(code, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
