"""What the site adds to the pages of functions: pictures, measured errors and times, signatures, and the gallery.

Pages under docs/functions are those that tools/generate.py writes of the catalogue. They are changed as Sphinx reads them, so
that GitHub has them without what it cannot show. A page that has not the place for a part is an error.
"""

import inspect
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from own_docstrings import converted

import actkern as ak
import actkern.special as special
from actkern._bench import peers_report
from actkern._bench.figures import machine, table, versions
from actkern._catalog import FORMS, Activation, catalog
from actkern._generate.docstrings import docstring, fields_of
from actkern._generate.pages import worst_errors
from actkern._generate.readme import overall
from actkern._plotting import curves

DOCS = Path(__file__).resolve().parent.parent
PICTURES = DOCS / "_build" / "pictures"

# The chapters, and the pages of each, which have no list of their own.
CHAPTERS = {
    "usage": ("labels", "dask", "torch", "home", "home_table", "elsewhere", "linear_cross_entropy"),
    "how_it_works": ("how_right", "accuracy", "notation", "speed/threads", "speed/first_call"),
    "speed/README": ("peers", "scaling", "speed/elementwise", "speed/rows", "speed/faithful", "speed/ports"),
    "functions/README": tuple(f"functions/{name}" for name in catalog),
}


def pictures_of(row: Activation) -> dict[str, str]:
    """The names of a function's pictures, and what each of them shows."""
    shown = {f"{row.name}.svg": f"{row.name}: value and slope"}
    if curves.of_vector(row):
        shown[f"{row.name}-temperature.svg"] = f"{row.name} over the temperature"
    return shown


def draw(name: str) -> None:
    """The pictures of one function, and a small one of its values."""
    from matplotlib.figure import Figure

    row = catalog[name]
    with mpl.rc_context({"svg.hashsalt": name, "font.size": 10}):
        for (path, _), kind in zip(pictures_of(row).items(), ("both", "value")):
            figure = Figure(figsize=(7.2, 3.9), layout="constrained")
            axes = ak.plot(name, kind=kind, ax=figure.add_subplot())
            axes.set_title("")
            if len(axes.get_legend().get_texts()) > 2:
                axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=8)
            figure.savefig(PICTURES / path, metadata={"Date": None})
        small = Figure(figsize=(2.4, 1.5))
        axes = ak.plot(name, ax=small.add_axes((0.03, 0.05, 0.94, 0.9)))
        axes.set_title("")
        axes.get_legend().remove()
        axes.set_axis_off()
        small.savefig(PICTURES / f"{name}-small.svg", metadata={"Date": None})


def draw_all(app: Any) -> None:
    """Draw the pictures of all functions, where they are missing or older than what they are made by."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    sources = [Path(__file__), *Path(ak.__file__).parent.glob("_catalog/*.py"), *Path(curves.__file__).parent.glob("*.py")]
    newest = max(path.stat().st_mtime for path in sources)
    small = {name: PICTURES / f"{name}-small.svg" for name in catalog}  # which is drawn last
    missing = [name for name, path in small.items() if not path.exists() or path.stat().st_mtime < newest]
    if missing:
        with ProcessPoolExecutor() as pool:
            list(pool.map(draw, missing, chunksize=4))


def accuracy(name: str) -> list[str]:
    """The table of the worst errors that were found of one function; nothing where it has none."""
    found = [each for each in worst_errors((DOCS / "accuracy.md").read_text()) if each.function == name]
    if not found:
        return []
    heads = ["", "dtype", "at", "ULP", "promised", "inputs tried"]
    rows = [
        [each.what, each.dtype, f"{float(each.at):.9g}", each.error, each.promise, each.inputs.replace("all", "all 2^32")]
        for each in found
    ]
    return ["The [worst errors found](../accuracy.md):", "", *table(heads, rows, texts=3)]


def speed(name: str) -> list[str]:
    """The table of one function's times beside its peers', from the runs that are kept."""
    cells: dict[tuple[str, str], peers_report.Comparison] = {}
    head, of_all = peers_report.from_json((DOCS / "functions.json").read_text())
    _, of_some = peers_report.from_json((DOCS / "peers.json").read_text())
    theirs = {peer: version for peer, version in head["peers"].items() if version}
    for compared in (of_all, of_some):
        for cell in compared:
            if cell.function == name and cell.threads == 1 and cell.size == 100_000:
                cells[cell.form, cell.dtype] = cell
    if not cells:
        return []
    rows = []
    for form, dtype in product(FORMS, ("float32", "float64")):
        if cell := cells.get((form, dtype)):
            mark = "**" if cell.ratio < peers_report.BEHIND else ""
            rows.append(
                [form, dtype, cell.peer, f"{cell.ours:.3g}", f"{cell.ns[cell.peer]:.3g}", f"{mark}{cell.ratio:.2f}{mark}"]
            )
    return [
        "## Speed",
        "",
        "ns for each of 100,000 elements on one thread, and how many times as fast that is as the best of its peers; *numpy",
        "naive* and *numpy stable* are its formula in NumPy. Those in [the run beside every peer](../peers.md) have its",
        f"figures, the others those of a shorter run of all ({machine(head['runtime'])}; {versions(theirs)}).",
        "",
        *table(["", "dtype", "best peer", "actkern", "peer", "times as fast"], rows, texts=3),
    ]


def signature(function: Any, name: str) -> str:
    """How a function is called, without the annotations of what takes everything."""
    if isinstance(function, np.ufunc):
        first = (function.__doc__ or "").partition("\n")[0]
        return first[first.index("(") :].replace("[, signature]", "")
    given = inspect.signature(function)
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in given.parameters.values()]
    return str(given.replace(parameters=bare, return_annotation=inspect.Signature.empty))


def plain(text: str) -> str:
    """Text in which nothing is reStructuredText's markup."""
    return re.sub(r"([\\*`|]|_(?!\w))", r"\\\1", text)


def signatures(row: Activation) -> list[str]:
    """An entry of the reference for each form, which searches and other sites find by its full name."""
    lines = ["## Signatures", "", "````{eval-rst}"]
    for form in row.forms:
        name = row.name if form == "value" else f"{form}.{row.name}"
        function = getattr(ak if form == "value" else getattr(ak, form), row.name)
        title = docstring(row, form).partition("\n")[0]
        lines += [f".. py:function:: actkern.{name}{signature(function, row.name)}", "", f"   {plain(title)}", ""]
        _, given = row.operands(form)
        for field, text in fields_of(row, form):
            lines.append(f"   :{f'returns: **{field}**' if field in given else f'param {field}'}: {plain(text)}")
        lines.append("")
    return [*lines, "````", ""]


def of_scipys_names() -> str:
    """Entries of the reference for what `actkern.special` has, functions and ufuncs."""
    lines = ["```{eval-rst}", ".. py:currentmodule:: actkern.special", ""]
    for name in special.__all__:
        function = getattr(special, name)
        text = (function.__doc__ or "").partition("\n\n")[2] if isinstance(function, np.ufunc) else function.__doc__
        lines += [f".. py:function:: {name}{signature(function, name)}", ""]
        lines += [f"   {line}".rstrip() for line in converted(inspect.cleandoc(text).splitlines())]
        lines.append("")
    return "\n".join([*lines, "```"])


def of_function(row: Activation, text: str) -> str:
    """The page of one function, with all that the site has of it."""
    pictures = [line for path, alt in pictures_of(row).items() for line in (f"![{alt}](../_build/pictures/{path})", "")]
    parts = text.split("```python", 1)
    assert len(parts) == 2, f"{row.name}: no calls on its page"
    text = "\n".join([parts[0] + "\n".join(pictures), "```python"]) + parts[1]
    return "\n".join([text, *accuracy(row.name), *speed(row.name), *signatures(row)])


def gallery() -> list[str]:
    """All functions by family, each with the small picture of its values."""
    lines: list[str] = []
    families: dict[str, list[Activation]] = {}
    for row in catalog.values():
        families.setdefault(row.family, []).append(row)
    for family, rows in families.items():
        title = (sys.modules[f"actkern._catalog.{family}"].__doc__ or "").partition("\n")[0].strip().rstrip(".")
        lines += [f"## {title}", "", "::::{grid} 2 3 4 4", ":gutter: 2", ""]
        for row in rows:
            lines += [
                f":::{{grid-item-card}} {row.name}",
                f":img-bottom: ../_build/pictures/{row.name}-small.svg",
                f":img-alt: {row.name}",
                f":link: /functions/{row.name}",
                ":link-type: doc",
                ":text-align: center",
                ":class-card: function",
                ":::",
            ]
        lines += ["::::", ""]
    return lines


def added(app: Any, name: str, source: list[str]) -> None:
    """Change the text of a page as it is read."""
    folder, _, function = name.rpartition("/")
    if folder == "functions" and function in catalog:
        source[0] = of_function(catalog[function], source[0])
    if name == "index":
        _, compared = peers_report.from_json((DOCS / "peers.json").read_text())
        assert "{{speed}}" in source[0], "index.md says nothing of speed"
        source[0] = source[0].replace("{{speed}}", "\n".join(overall(compared)))
    if name == "reference/libraries":
        assert "{{special}}" in source[0], "reference/libraries.md has no place for SciPy's names"
        source[0] = source[0].replace("{{special}}", of_scipys_names())
    if name == "functions/README":
        before, head, table = source[0].partition("| function |")
        assert head, "functions/README.md has no table"
        source[0] = "\n".join([before, *gallery(), "## In a table", "", head + table])
    if name in CHAPTERS:
        pages = [os.path.relpath(page, folder or ".") for page in CHAPTERS[name]]
        source[0] += "\n".join(["", "```{toctree}", ":hidden:", "", *pages, "```", ""])


def setup(app: Any) -> dict[str, Any]:
    app.connect("builder-inited", draw_all)
    app.connect("source-read", added)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
