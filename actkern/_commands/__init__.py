"""The commands of `actkern`, a module each: what it takes, and what it does.

A module has HELP, one line; `add_arguments(parser)`; and `run(arguments, error)`, which gives the exit
status, and calls `error` with what is wrong with the arguments. What only a run needs is imported when
it runs: `actkern --help` reads all of them.
"""

# In the order in which --help shows them; modules of the package.
COMMANDS = {
    "choose": "_commands.choose",
    "list": "_commands.listing",
    "show": "_commands.show",
    "bench": "_bench.cli",
    "compare": "_commands.compare",
    "info": "_commands.info",
    "plot": "_commands.plot",
}
