"""How far kernels are from what the core's ports allow: `python benchmarks/ports.py`.

For each kernel the vector loop of the compiled Cython module is read with objdump. Its operations
per vector of 64 bytes are counted, and llvm-mca says what it thinks of the loop: on Zen 3 of the
AVX2 build, whose vectors are half as long, so that two are counted, and on Sapphire Rapids of the
AVX-512 one. The bound is what one core of Zen 4 takes at least: a cycle for a product or fma, half
of one for an operation of any kind, and three more for a division among others, or nine for one
alone (`Loop.bound`, from --rates).

The time is that of a call on arrays that stay in the first cache, less that of a call on a part of
them, on one thread; cycles are those of a chain of integer products and an xor, of 4 cycles each on
every CPU of the last ten years. The table has "over" for how many times the bound that is.

--rates prints what such operations take on this CPU, which has to have AVX-512, in loops of
assembler in which nothing waits.

It needs gcc, its objdump and nm, and llvm-mca for its two columns.
"""

import argparse
import ctypes
import importlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np

import actkern as ak
from actkern._runtime import available_tiers, choose_tier

# By form and precision. The values of three functions have two loops, which GCC unrolls whole: they stand with their slopes.
KERNELS = {
    ("value", "d"): [
        "exp",
        "expm1",
        "log1p",
        "sigmoid",
        "tanh",
        "silu",
        "gelu",
        "mish",
        "softplus",
        "log_sigmoid",
        "elu",
        "erfc",
        "ndtr",
    ],
    ("value_and_grad", "d"): ["erf", "log_ndtr", "gelu_tanh"],
    ("backward", "d"): ["sigmoid", "silu", "gelu", "gelu_tanh", "mish", "softplus"],
    ("value", "f"): ["sigmoid", "tanh", "silu", "gelu", "softplus"],
}
BYTES = 64  # a vector here, whatever the registers hold
CHAIN = 100_000  # products, of which a cycle is timed
ROUNDS = 400
SIZES = {"d": (512, 1536), "f": (1024, 3072)}
VECTOR = re.compile(r"^v[a-z]")
PRODUCT = re.compile(r"^v(fn?m(add|sub)|mul)\w*p[sd]$")
JUMP = re.compile(r"^j\w+\s+([0-9a-f]+)$")


class Loop(NamedTuple):
    """The vector loop of a kernel."""

    instructions: float  # per 64 bytes, as all of these
    products: float
    divisions: float
    vectors: float
    lines: list[str]
    step: int  # the bytes that one turn computes

    @property
    def bound(self) -> float:
        return max(self.products + 3 * self.divisions, 9 * self.divisions, self.vectors / 2)


def module_of(name: str, tier: str) -> Path:
    module = importlib.import_module(f"actkern._cython.kernels_{ak.catalog[name].family}_{tier}")
    return Path(str(module.__file__))


def assembly(path: Path, name: str, form: str, code: str) -> list[tuple[int, str]]:
    """(address, instruction) of each line of a kernel."""
    row = ak.catalog[name]
    which = "_uniform" if row.parameters else ""
    symbols = subprocess.run(["nm", str(path)], capture_output=True, text=True, check=True).stdout.split()
    (symbol,) = (each for each in symbols if re.search(rf"\d+kernels_{row.family}_{name}_{form}{which}_{code}$", each))
    command = ["objdump", "-d", "--no-show-raw-insn", f"--disassemble={symbol}", str(path)]
    found = []
    for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines():
        if each := re.match(r"\s*([0-9a-f]+):\s+(.*)$", line):
            found.append((int(each[1], 16), re.sub(r"\s*(#.*|<.*>)$", "", each[2]).strip()))
    return found


def loop_of(name: str, form: str, code: str, tier: str) -> Loop:
    code_lines = assembly(module_of(name, tier), name, form, code)
    index = {address: place for place, (address, _) in enumerate(code_lines)}
    ends = [
        (index[int(to[1], 16)], place)
        for place, (_, text) in enumerate(code_lines)
        if (to := JUMP.match(text)) and int(to[1], 16) in index
    ]
    backward = [(start, end) for start, end in ends if start < end]
    inner = [
        each for each in backward if not any(other != each and each[0] <= other[0] and other[1] <= each[1] for other in backward)
    ]
    register = "zmm" if tier == "v4" else "ymm"
    found = []
    for start, end in inner:
        texts = [text for _, text in code_lines[start : end + 1]]
        added = [int(step[1], 16) for text in texts if (step := re.match(r"^(?:add|sub)\s+\$(0x[0-9a-f]+),", text))]
        steps = [step for each in added if 16 <= (step := min(each, (1 << 64) - each)) <= 512]
        if sum(register in text for text in texts) > 2 and steps:
            found.append((texts, max(steps)))
    if not found:
        raise ValueError(f"{name} {form} {code} {tier}: no vector loop was found")
    # What is left of whole vectors, and parameters that are not their defaults, have longer loops.
    lines, step = min(found, key=lambda each: len(each[0]) / each[1])

    def per_vector(wanted: Callable[[str], object]) -> float:
        return sum(bool(wanted(text.split()[0])) for text in lines) * BYTES / step

    return Loop(
        per_vector(lambda name: True),
        per_vector(PRODUCT.match),
        per_vector(lambda name: name.startswith("vdivp")),
        per_vector(lambda name: VECTOR.match(name) and not name.startswith(("vmov", "vbroadcast"))),
        lines,
        step,
    )


def mca(loop: Loop, cpu: str) -> float | None:
    """llvm-mca's cycles per 64 bytes, over 200 turns; None where it is not installed."""
    if shutil.which("llvm-mca") is None:
        return None
    text = "\n".join([".start:", *(re.sub(r"^(j\w+)\s+\S+$", r"\1 .start", each) for each in loop.lines)])
    text = re.sub(r"-?0x[0-9a-f]+\(%rip\)", "0(%rip)", text)
    command = ["llvm-mca", f"-mcpu={cpu}", "-iterations=200"]
    out = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    cycles = re.search(r"Total Cycles:\s+(\d+)", out)
    assert cycles is not None, out
    return int(cycles[1]) / 200 * BYTES / loop.step


def assembled(folder: str, loops: dict[str, list[str]]) -> ctypes.CDLL:
    """Functions of a number of turns, each of which is one of these loops over the registers zmm0 to zmm15."""
    lines = [".data", "half: .double 0.5", ".text"]
    for name, turn in loops.items():
        lines += [f".globl {name}", f"{name}:", *(f"vbroadcastsd half(%rip), %zmm{k}" for k in range(16)), "1:", *turn]
        lines += ["dec %rdi", "jnz 1b", "vzeroupper", "ret"]
    lines.append('.section .note.GNU-stack,"",@progbits')
    source, library = Path(folder) / "rates.s", Path(folder) / "rates.so"
    source.write_text("\n".join(lines) + "\n")
    subprocess.run(["gcc", "-shared", "-o", library, source], check=True)
    return ctypes.CDLL(str(library))


def show_rates() -> None:
    """The cycles that single loops take in which nothing waits, by which `Loop.bound` counts."""
    products = [f"vfmadd213pd %zmm14, %zmm15, %zmm{k % 12}" for k in range(24)]
    logical, division = ["vandpd %zmm14, %zmm15, %zmm13"] * 24, ["vdivpd %zmm14, %zmm15, %zmm12"]
    loops = {
        "products": products,
        "with_logical": products + logical,
        "with_division": products + division,
        "divisions": division * 2,
    }
    chain(1)
    with tempfile.TemporaryDirectory() as folder:
        library = assembled(folder, loops)
        cycles = dict.fromkeys(loops, np.inf)
        cycle = np.inf
        for _ in range(20):
            cycle = min(cycle, quickest(lambda: chain(CHAIN), 4) / CHAIN / 4)
            for name in loops:
                function = library[name]
                function.argtypes = [ctypes.c_long]
                cycles[name] = min(cycles[name], quickest(lambda function=function: function(20_000), 4) / 20_000)
    found = {name: seconds / cycle for name, seconds in cycles.items()}
    print(f"a product                              {found['products'] / 24:5.2f} cycles")
    print(f"any operation, beside as many products {found['with_logical'] / 48:5.2f} cycles")
    print(f"a division, beside 24 products         {found['with_division'] - found['products']:5.2f} cycles more")
    print(f"a division, beside others              {found['divisions'] / 2:5.2f} cycles")


@numba.njit(cache=False)
def chain(n: int) -> np.uint64:
    x = np.uint64(1)
    for _ in range(n):
        x = (x * np.uint64(6364136223846793005)) ^ np.uint64(1442695040888963407)  # a sum would let LLVM take steps of eight
    return x


def quickest(call: Callable[[], object], rounds: int) -> float:
    def once() -> float:
        start = time.perf_counter()
        call()
        return time.perf_counter() - start

    return min(once() for _ in range(rounds))


def cycles_of(name: str, form: str, code: str) -> float:
    """Cycles per 64 bytes."""
    rng = np.random.default_rng(0)
    small, large = SIZES[code]
    call = getattr(ak if form == "value" else getattr(ak, form), name)
    times = dict.fromkeys(SIZES[code], np.inf)
    turn = np.inf
    operands = {}
    for size in times:
        x = rng.normal(0, 3, size).astype(code)
        x = np.abs(x) if name == "log1p" else x
        out = (np.empty_like(x), np.empty_like(x)) if form == "value_and_grad" else np.empty_like(x)
        operands[size] = ((np.ones_like(x), x) if form == "backward" else (x,)), out
    for _ in range(8):  # in turn, since the clock of the machine drifts
        turn = min(turn, quickest(lambda: chain(CHAIN), 4) / CHAIN / 4)
        for size, (given, out) in operands.items():
            times[size] = min(times[size], quickest(lambda given=given, out=out: call(*given, out=out), ROUNDS // 8))
    return (times[large] - times[small]) / turn / ((large - small) * np.dtype(code).itemsize / BYTES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--functions", nargs="*", help="of these functions alone")
    parser.add_argument("--rates", action="store_true", help="time what the bounds come from instead")
    arguments = parser.parse_args()
    wanted = arguments.functions
    if arguments.rates:
        show_rates()
        return
    if shutil.which("objdump") is None:
        sys.exit("objdump is not installed: it is part of binutils, which gcc comes with")
    tier = choose_tier()
    if "cython" not in ak.backends.available() or "v3" not in available_tiers():
        sys.exit("the modules of tier v3 are what this reads, and they are not built or not for this CPU")
    ak.set_num_threads(1)
    chain(1)
    print("| kernel | instructions | products | divisions | bound | cycles | over | mca, Zen 3 | mca, Sapphire Rapids |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for form, code, name in ((*of, name) for of, names in KERNELS.items() for name in names):
        if wanted and name not in wanted:
            continue
        loop = loop_of(name, form, code, tier)
        cycles = cycles_of(name, form, code)
        guesses = [mca(loop_of(name, form, code, each), cpu) for each, cpu in (("v3", "znver3"), ("v4", "sapphirerapids"))]
        numbers = (loop.instructions, loop.products, loop.divisions, loop.bound, cycles)
        cells = [f"{each:.0f}" for each in numbers] + [f"{cycles / loop.bound:.2f}"]
        cells += ["" if each is None else f"{each:.0f}" for each in guesses]
        print(
            f"| {name}{'' if form == 'value' else ', ' + form}, float{8 * np.dtype(code).itemsize} | {' | '.join(cells)} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
