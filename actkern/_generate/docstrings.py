"""The docstrings, built from the catalogue's rows as functions are made: light, and over the standard library alone."""

import textwrap

from .._catalog import FORMS, Activation, Keyword

DTYPES = "float16, float32, float64; integers and bool are promoted as by numpy.exp"


def _ulp(promise: float) -> str:
    return "exact" if promise == 0 else f"at most {promise:g} ULP"


def _promised(promises: dict[str, float] | object) -> str:
    return "float32 {}, float64 {}".format(*(_ulp(promises[t]) for t in ("f4", "f8")))  # type: ignore[index]


def _meaning(row: Activation, form: str, name: str) -> str:
    summaries = {operand.name: operand.summary for operand in (*row.inputs, *row.parameters)}
    if name in summaries:
        return summaries[name]
    if row.kind == "loss":
        if name == "loss":
            return "the loss, reduced: a scalar, or an array of losses for reduction='none'"
        return f"the gradient of the reduced loss by {name[1:]}, of its shape"
    if name in row.outputs:
        return "the value" if len(row.outputs) == 1 else "an output"
    if form.startswith("backward"):
        of = name[1:]
        upstream = of in row.outputs
        return f"the gradient with respect to {of}" + (", from upstream" if upstream else "")
    return f"the slope of y by {name.removeprefix('dyd')}"


def default_of(row: Activation, name: str) -> str:
    defaults = {parameter.name: parameter.default for parameter in row.parameters}
    return "" if defaults.get(name) is None else f" (default {defaults[name]:.6g})"


def accuracy(row: Activation, form: str = "value_and_grad") -> str:
    """The promise of one form, in words."""
    if row.kind == "loss":
        near = "" if row.along_an_axis else "; a gradient beside its zero, of a quarter of the weight"
        return f"{_promised(row.ulp)}, of the larger of it and the largest element of the gradient{near}"
    if row.kind == "rowwise":
        if row.reduces:
            return f"{_promised(row.ulp)}, of max(|y|, 2^-24) in float32 and of max(|y|, 1) in float64"
        return f"{_promised(row.ulp)} for each element"
    if row.kind == "composed":
        return "that of the functions it is made of"
    if row.kind == "cell":
        return f"{_promised(row.ulp)}, of the sum of the magnitudes of the terms that make up a result"
    text = []
    if form in ("value", "value_and_grad"):
        text.append(f"y: {_promised(row.ulp)}")
    if form in ("grad", "value_and_grad"):
        floor = f", in units of max(|slope|, {row.slope_floor:g})" if row.slope_floor else ""
        text.append(f"slope: {_promised(row.slope_ulp)}{floor}")
    if form == "backward":
        text.append("dy times the slope that `grad` gives, rounded once")
    if form == "backward_from_output":
        where = "" if row.output_range == "any" else f", for {row.output_range}: otherwise y does not tell"
        text.append(f"dy times {row.slope_from_output}, each rounded once{where}")
    if row.promise_range:
        over = "for |x| up to " + ", ".join(f"{limit:g} ({dtype})" for dtype, limit in row.promise_range.items())
    else:
        over = "over all finite inputs"
    wide = "all finite parameters" if row.parameter_range == "any" else f"parameters with {row.parameter_range}"
    others = ""
    if not row.parameters or not row.parameter_range:
        at = " at the default parameters" if row.has_defaults else ""
    elif row.promise_range or row.terms or row.elsewhere != 1:
        at = " at the default parameters"
        others = f"; at {wide}{' the same' if row.elsewhere == 1 else f' {row.elsewhere:g} times that'}"
        sizes = {given: row.terms[given] for given in row.operands(form)[1] if given in row.terms}
        others += "".join(f", {given} in units of the larger of it and {size}" for given, size in sizes.items())
    else:
        at = f" and {wide}"
    return "; ".join(text) + f" ({over}{at}{others}, subnormal results included; float16 is computed in float32)"


def formulas(row: Activation, form: str) -> list[str]:
    """The lines that define what one form gives."""
    given = row.operands(form)[1]
    if row.kind == "loss":
        texts = dict(zip(row.operands("value_and_grad")[1], (row.value, *row.gradients), strict=True))
        return [f"{name} = {texts[name]}" for name in given]
    if row.kind == "rowwise" and form != "value":
        return [f"dx = {row.gradients[0]}"]
    if form == "backward_from_output":
        return [f"dx = dy * ({row.slope_from_output})"]
    if form == "backward" and row.kind != "cell":
        if not row.slope:
            return []
        return [f"{name} = dy * ({row.quantities[slope]})" for name, slope in zip(given, row.operands("grad")[1])]
    return [f"{name} = {row.quantities[name]}" for name in given]


def keywords_of(row: Activation, form: str) -> tuple[Keyword, ...]:
    return row.keywords if form == "value" else row.backward_keywords


def fields_of(row: Activation, form: str) -> list[tuple[str, str]]:
    taken, given = row.operands(form)
    along = row.along_an_axis
    shape = "shape (..., n, ...)" if along else "array of any shape, broadcast against the others"
    dtypes = f"; {shape}; {DTYPES}"
    if row.kind == "loss":
        dtypes = f"; {'shape (..., n, ...)' if along else 'array of any shape'}; float32 and float64, to which others are widened"
    fields = []
    for name in taken:
        of_dtype = "" if name == "k" or (row.kind == "loss" and name == "target") else dtypes
        fields.append((name, f"{_meaning(row, form, name)}{default_of(row, name)}{of_dtype}"))
    if row.kind in ("rowwise", "loss"):
        fields += [(each.name, each.summary) for each in keywords_of(row, form)]
    elif along:
        fields.append(("axis", "int, the axis along which it works (default -1, the last)"))
    if row.has_defaults:
        fields.append(("parameters", "rounded to the dtype of the result first; with them, integers and bool give float64"))
    for name in given:
        of_dtype = f"the {'promoted' if along else 'broadcast shape and the promoted'} dtype"
        if row.kind == "loss":
            of_dtype = f"the dtype of the {taken[0]}, at least float32"
        fields.append((name, f"{_meaning(row, form, name)}; of {of_dtype}"))
    return fields


def facts_of(row: Activation) -> list[tuple[str, str]]:
    facts = [
        ("domain", row.domain + ("" if row.output_range == "any" else f"; backward_from_output: {row.output_range}")),
        ("range", row.range),
        ("monotone", "yes" if row.monotone else "no"),
        ("limits", f"{row.limits}; NaN in, NaN out; no floating-point warning is raised"),
        ("kinks", row.kinks),
    ]
    if any(row.flats):
        of = zip(row.operands("backward")[1], row.flats, strict=True)
        where = ", ".join(f"{gradient} is 0.0 for {flat}" for gradient, flat in of if flat)
        facts.append(("flat", f"{where}, whatever dy is, infinite or NaN too"))
    if row.outside:
        facts.append(("outside", row.outside))
    return facts


def origins_of(row: Activation) -> list[tuple[str, str]]:
    origins = [("elsewhere", row.peers), ("source", row.source), ("used", row.used)]
    return origins + [("aliases", ", ".join(row.aliases))] if row.aliases else origins


def _errors(row: Activation) -> str:
    text = "TypeError for complex, longdouble, string, date and object input"
    if row.along_an_axis:
        text += f"; ValueError for an axis that {row.inputs[0].name} does not have, or a scalar"
    if row.kind == "loss":
        text += "; ValueError for a target, weight or out of another shape or with numbers that make no sense, and for an "
        text += "unknown reduction"
    return text


def docstring(row: Activation, form: str) -> str:
    """The docstring of one form of one function."""
    title = f"{FORMS[form]} the {row.summary}.".strip()
    promises = [("accuracy", accuracy(row, form)), ("raises", _errors(row))]
    fields = [*fields_of(row, form), *facts_of(row), *promises, *origins_of(row)]
    body = "\n".join(
        textwrap.fill(text, 96, initial_indent=f"{name + ':':<12}".ljust(len(name) + 2), subsequent_indent=" " * 12)
        for name, text in fields
    )
    formula = "\n".join("    " + line for line in formulas(row, form))
    return f"{title[0].upper()}{title[1:]}\n\n{formula}\n\n{body}\n".replace("\n\n\n\n", "\n\n")
