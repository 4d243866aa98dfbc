#!/usr/bin/env bash
# torch 2.13.0 (CPU), Python 3.11 or later.
#
# torch.compile(fullgraph=True) stops with Unsupported at `isdisjoint` of a dict's keys, while it traces all other questions about
# them: ==, <=, & and - of the same keys, and isdisjoint of a set made of them. Without fullgraph the graph is cut there, silently.
#
# The guess: keys that are traced as a set for every operator of sets are one for the only method of sets that they have, too.
# Why it is wrong: the operators are implemented one by one on the variable that stands for keys, and the method is none of them.
#
# Seen: "==, <=, &, -: traced; isdisjoint of a set: traced; isdisjoint of keys: Unsupported".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.13.0 numpy 2>"$folder/log" || { cat "$folder/log"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
import torch

KNOWN = {"a": 1, "b": 2}


def outcome(ask):
    torch._dynamo.reset()

    def step(x, given):
        return x + 1 if ask(given) else x - 1

    try:
        torch.compile(step, backend="eager", fullgraph=True)(torch.ones(2), {"a": 1})
    except torch._dynamo.exc.Unsupported:
        return "Unsupported"
    return "traced"


operators = {
    outcome(ask)
    for ask in (
        lambda given: given.keys() == KNOWN.keys(),
        lambda given: given.keys() <= KNOWN.keys(),
        lambda given: bool(given.keys() & KNOWN.keys()),
        lambda given: bool(given.keys() - KNOWN.keys()),
    )
}
of_set = outcome(lambda given: set(given).isdisjoint(KNOWN))
of_keys = outcome(lambda given: given.keys().isdisjoint(KNOWN))
found = f"==, <=, &, -: {', '.join(operators)}; isdisjoint of a set: {of_set}; isdisjoint of keys: {of_keys}"
print(found)
assert found == "==, <=, &, -: traced; isdisjoint of a set: traced; isdisjoint of keys: Unsupported"
PYTHON
