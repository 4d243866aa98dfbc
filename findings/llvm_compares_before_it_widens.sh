#!/usr/bin/env bash
# llvmlite 0.50.0 (PyPI), which is LLVM 22.1, for an x86-64 CPU with F16C and AVX2.
#
# A loop widens float16 to float, compares with 0, selects a slope, multiplies and narrows again. Its comparisons become those of
# float16, and in the machine code each result goes from 32 bits to 16 and back. Where a zero that LLVM does not know is joined with
# the widened bits, one instruction more, comparisons are of floats, and the detour is gone.
#
# The guess: F16C has conversions and nothing else, so what is widened first is computed as float from there on.
# Why it is wrong: a comparison of a widened number with a constant is made one of the narrow type, as it is with integers. To compare
# it is widened once more, but its result stays a vector of 16 bits, beside numbers of 32.
#
# Seen: "plain: 4 comparisons of float16, 0 of float, 2 packs, 4 spreads",
# "joined: 0 comparisons of float16, 4 of float, 0 packs, 0 spreads".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet "llvmlite==0.50.0"
venv/bin/python - <<'EOF'
import re

import llvmlite.binding as llvm

llvm.initialize_all_targets()
llvm.initialize_all_asmprinters()

TRIPLE = "x86_64-unknown-linux-gnu"
LOOP = """
define void @step(ptr noalias %x, ptr noalias %dy, ptr noalias %y, i64 %n, i32 %zero) {
entry:
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %at_x = getelementptr half, ptr %x, i64 %i
  %half_x = load half, ptr %at_x
  %wide = fpext half %half_x to float
  %bits = bitcast float %wide to i32
  %joined = or i32 %bits, ZERO
  %float_x = bitcast i32 %joined to float
  %above = fcmp ogt float %float_x, 0.0
  %step = select i1 %above, float 1.0, float 0.0
  %number = fcmp ord float %float_x, 0.0
  %slope = select i1 %number, float %step, float %float_x
  %at_dy = getelementptr half, ptr %dy, i64 %i
  %half_dy = load half, ptr %at_dy
  %float_dy = fpext half %half_dy to float
  %product = fmul float %slope, %float_dy
  %short = fptrunc float %product to half
  %at_y = getelementptr half, ptr %y, i64 %i
  store half %short, ptr %at_y
  %next = add nuw nsw i64 %i, 1
  %again = icmp slt i64 %next, %n
  br i1 %again, label %loop, label %exit
exit:
  ret void
}
"""


def counts(zero):
    module = llvm.parse_assembly(f'target triple = "{TRIPLE}"\n' + LOOP.replace("ZERO", zero))
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(cpu="znver3", opt=3)
    options = llvm.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = True
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    of_type = [len(re.findall(rf"fcmp \w+ <\d+ x {real}>", str(module))) for real in ("half", "float")]
    made = machine.emit_assembly(module)
    return *of_type, made.count("vpackssdw"), made.count("vpmovsxwd")


found = {"plain": counts("0"), "joined": counts("%zero")}
for name, each in found.items():
    print("{}: {} comparisons of float16, {} of float, {} packs, {} spreads".format(name, *each))
halves, floats, packs, spreads = found["plain"]
assert halves > 0 and floats == 0 and packs > 0 and spreads > 0
halves, floats, packs, spreads = found["joined"]
assert halves == 0 and floats > 0 and packs == 0 and spreads == 0
EOF
