"""The fma of floats by doubles and of doubles by pairs, for CPUs without the instruction, has the bits of libm in hard cases."""

import shutil
import subprocess
from pathlib import Path

import pytest

import actkern as ak
from actkern._building import COMMON

SOURCE = Path(__file__).parents[2] / "tools" / "fma.c"


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler")
def test_fma_without_the_instruction_is_that_of_libm(tmp_path):
    program = tmp_path / "fma"
    command = ["cc", *COMMON, "-Wall", "-Wextra", "-Werror", f"-I{ak.get_include()}", SOURCE, "-o", program, "-lm"]
    subprocess.run(command, check=True)
    done = subprocess.run([program, "200000"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("of 200704 cases each 0 of floats differ and 0 of doubles\n")
