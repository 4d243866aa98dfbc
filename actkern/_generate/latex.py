"""Formulas of the catalogue, which are text in NumPy's syntax, as LaTeX.

What a formula has for NumPy's sake is left out of the mathematics: a `where` or a `minimum` that only keeps an argument out of a
domain in a branch that is not taken, and branches that are NaN. What is set is what GitHub's MathJax knows;
GitHub refuses \\operatorname.

This module needs the standard library alone.
"""

import ast
import re
from collections.abc import Callable, Collection
from decimal import Decimal

from .._catalog import Activation, AlongAxis

_GREEK = frozenset(
    (
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "pi",
        "rho",
    )
    + ("sigma", "tau", "upsilon", "phi", "chi", "psi", "omega")
)
_OPERATORS = {"tanh": r"\tanh", "sin": r"\sin", "cos": r"\cos", "arctan": r"\arctan", "log": r"\log", "sigmoid": r"\sigma"}
_EXTREMES = {"maximum": r"\max", "minimum": r"\min", "argmax": r"\arg\max"}
_COMPARISONS = {ast.Lt: "<", ast.LtE: r"\le", ast.Gt: ">", ast.GtE: r"\ge", ast.Eq: "=", ast.NotEq: r"\ne"}
_CONVERSE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
# How tightly an expression holds together: what binds less than its surroundings ask for is put in brackets.
_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)


def latex(text: str, arrays: Collection[str] = ()) -> str:
    """A formula: an expression, or `name = expression`, or either followed by `, where ...` in words or as a formula.

    A text that is no expression is words, and set as such. An expression with a function or an operator that
    has no notation here is a ValueError, which names it. `arrays` are the names of arrays along an axis:
    they have an index in formulas with sums.
    """
    head, where, tail = text.partition(", where ")
    name, equals, body = _parted(head)
    tree = _parsed(body)
    if tree is None:
        set_head = _words(body, frozenset())
        names: frozenset[str] = frozenset()
    else:
        names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
        writer = _Writer(tree, arrays)
        set_head = writer.write(_plain(_simplified(tree)))
    if equals:
        indexed = tree is not None and writer.per_element
        set_head = f"{name_of(name)}{'_i' if indexed else ''} = {set_head}"
    if not where:
        return set_head
    name, equals, body = _parted(tail)
    if equals and (tree := _parsed(body)) is not None:
        return rf"{set_head}, \quad \text{{where }} {name_of(name)} = {_Writer(tree).write(_plain(_simplified(tree)))}"
    return rf"{set_head}, \quad {_words('where ' + tail, names)}"


def _parted(text: str) -> tuple[str, str, str]:
    """Name, "=" and expression of an equation; "", "" and the text itself where it is none."""
    match = re.fullmatch(r"(\w+) = (.+)", text)
    return (match[1], "=", match[2]) if match else ("", "", text)


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return None


def _words(text: str, names: frozenset[str]) -> str:
    """Words, in which names of the formula are set as they are in it."""
    parts = (f"${name_of(part)}$" if part in names else part for part in re.split(r"(\w+)", text))
    return rf"\text{{{''.join(parts)}}}"


def name_of(name: str) -> str:
    """A variable's name: one letter, Greek or not, in italics, with what follows an underscore as its index; others upright."""
    head, _, tail = name.partition("_")
    if len(head) == 1 or head in _GREEK:
        letter = rf"\{head}" if head in _GREEK else head
        if not tail:
            return letter
        return f"{letter}_{tail}" if len(tail) == 1 else rf"{letter}_{{\mathrm{{{tail}}}}}"
    slope = re.fullmatch(r"d(y|h|c_new|h_new)d(\w+)", name)
    if slope:
        return rf"\frac{{\partial {name_of(slope[1])}}}{{\partial {name_of(slope[2])}}}"
    gradient = re.fullmatch(r"d(\w+)", name)
    # dx, dgate: a gradient; but a delta is spelt out, and is Greek, above.
    if gradient:
        return rf"\mathrm{{d}}{name_of(gradient[1])}"
    return _upright(name)


def _upright(name: str) -> str:
    escaped = name.replace("_", r"\_")
    return rf"\mathrm{{{escaped}}}"


def _is(node: ast.expr, number: float) -> bool:
    return isinstance(node, ast.Constant) and node.value == number


def _same(one: ast.expr, other: ast.expr) -> bool:
    return ast.dump(one) == ast.dump(other)


def _called(node: ast.expr) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _negated(condition: ast.expr) -> ast.expr | None:
    """The converse of one comparison; None of any other condition."""
    if isinstance(condition, ast.Compare) and len(condition.ops) == 1:
        return ast.Compare(condition.left, [_CONVERSE[type(condition.ops[0])]()], condition.comparators)
    return None


def _implied(node: ast.expr, known: tuple[ast.expr, ...]) -> ast.expr | None:
    """The operand that a `minimum` or `maximum` of a variable and a number is, by what is known of the variable."""
    if _called(node) not in ("minimum", "maximum"):
        return None
    assert isinstance(node, ast.Call)
    variable, bound = node.args
    limit = _number(bound)
    if not isinstance(variable, ast.Name) or limit is None:
        return None
    below, above = (
        ((ast.Lt, ast.LtE), (ast.Gt, ast.GtE)) if _called(node) == "minimum" else ((ast.Gt, ast.GtE), (ast.Lt, ast.LtE))
    )
    for each in known:
        if not (isinstance(each, ast.Compare) and len(each.ops) == 1 and _same(each.left, variable)):
            continue
        value = _number(each.comparators[0])
        if value is None:
            continue
        nearer = value <= limit if _called(node) == "minimum" else value >= limit
        further = value >= limit if _called(node) == "minimum" else value <= limit
        if isinstance(each.ops[0], below) and nearer:
            return variable
        if isinstance(each.ops[0], above) and further:
            return bound
    return None


def _number(node: ast.expr) -> float | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _number(node.operand)
        return None if inner is None else -inner
    return float(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, int | float) else None


def _simplified(node: ast.expr, known: tuple[ast.expr, ...] = ()) -> ast.expr:
    """The expression without what cannot be reached where the conditions `known` hold, and without branches that are NaN."""
    if _called(node) == "where":
        assert isinstance(node, ast.Call)
        condition, first, second = node.args
        converse = _negated(condition)
        if any(_same(condition, each) for each in known):
            return _simplified(first, known)
        if converse is not None and any(_same(converse, each) for each in known):
            return _simplified(second, known)
        then = _simplified(first, (*known, condition))
        otherwise = _simplified(second, (*known, converse) if converse is not None else known)
        if isinstance(then, ast.Name) and then.id == "nan":
            return otherwise
        return ast.Call(node.func, [condition, then, otherwise], [])
    if _called(node) == "abs":
        assert isinstance(node, ast.Call)
        positive = ast.Compare(node.args[0], [ast.Gt()], [ast.Constant(0)])
        if any(_same(positive, each) for each in known):
            return _simplified(node.args[0], known)
    implied = _implied(node, known)
    if implied is not None:
        return implied
    return _Simplifier(known).visit_children(node)


class _Simplifier(ast.NodeTransformer):
    """Simplifies the parts of an expression, of which the same is known."""

    def __init__(self, known: tuple[ast.expr, ...]) -> None:
        self.known = known

    def visit(self, node: ast.AST) -> ast.AST:
        return _simplified(node, self.known) if isinstance(node, ast.expr) else node

    def visit_children(self, node: ast.expr) -> ast.expr:
        copy = ast.parse(ast.unparse(node), mode="eval").body  # what was parsed may be a part of two results
        made = super().generic_visit(copy)
        assert isinstance(made, ast.expr)
        return made


class _Plain(ast.NodeTransformer):
    """Rewrites what is written so for floats as one would on paper: signs in front, no expm1, log1p and nested fractions."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if _called(node) == "expm1":
            return ast.BinOp(ast.Call(ast.Name("exp"), node.args, []), ast.Sub(), ast.Constant(1))
        if _called(node) == "log1p":
            return ast.Call(ast.Name("log"), [self.visit(ast.BinOp(ast.Constant(1), ast.Add(), node.args[0]))], [])
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.operand, ast.BinOp) and isinstance(node.operand.op, ast.Sub):
            return ast.BinOp(node.operand.right, ast.Sub(), node.operand.left)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        left, right = node.left, node.right
        match node.op:
            case ast.Add() if _negative(right):
                return ast.BinOp(left, ast.Sub(), _opposite(right))
            case ast.Mult() | ast.Div() if _negative(left):
                return ast.UnaryOp(ast.USub(), self.visit(ast.BinOp(_opposite(left), node.op, right)))
            case ast.Mult() if isinstance(right, ast.Name) and _same(left, right):
                return ast.BinOp(right, ast.Pow(), ast.Constant(2))
            case ast.Mult() if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult) and isinstance(right, ast.Name):
                if _same(left.right, right):
                    return ast.BinOp(left.left, ast.Mult(), ast.BinOp(right, ast.Pow(), ast.Constant(2)))
            case ast.Div() if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Div):
                return ast.BinOp(left.left, ast.Div(), ast.BinOp(left.right, ast.Mult(), right))
            case ast.Div():
                return _decimal(left, right) or node
            case ast.Pow() if _called(left) == "sqrt" and isinstance(right, ast.Constant):
                assert isinstance(left, ast.Call)
                return ast.BinOp(left.args[0], ast.Pow(), ast.Name(f"{right.value!r}/2"))
        return node


def _negative(node: ast.expr) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)


def _opposite(node: ast.expr) -> ast.expr:
    assert isinstance(node, ast.UnaryOp)
    return node.operand


def _plain(node: ast.expr) -> ast.expr:
    made = _Plain().visit(node)
    assert isinstance(made, ast.expr)
    return made


def _open(node: ast.expr) -> bool:
    """Whether what is written ends in cases, which have no bracket on their right."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Add | ast.Sub):
        return _open(node.right)
    return _called(node) == "where" or (_negative(node) and _open(_opposite(node)))


class _Writer:
    """Writes one expression, in which names of arrays have an index where there are sums along them."""

    def __init__(self, tree: ast.expr, arrays: Collection[str] = ()) -> None:
        sums = [node for node in ast.walk(tree) if isinstance(node, ast.expr) and _called(node) in ("sum", "mean")]
        self.arrays = {*arrays} if sums else set()
        inside = {id(each) for node in sums for each in ast.walk(node)}
        outside = (each for each in ast.walk(tree) if isinstance(each, ast.Name) and id(each) not in inside)
        self.per_element = any(each.id in self.arrays for each in outside)
        self.index = "i"

    def write(self, node: ast.expr, least: int = _SUM) -> str:
        """The expression, in brackets where it binds less than `least`."""
        text, binds = self._written(node)
        return rf"\left({text}\right)" if binds < least else text

    def _written(self, node: ast.expr) -> tuple[str, int]:
        writers: dict[type, Callable[..., tuple[str, int]]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._binary,
            ast.Compare: self._compare,
            ast.Call: self._call,
            ast.Subscript: self._subscript,
            ast.Attribute: self._attribute,
        }
        if type(node) not in writers:
            raise ValueError(f"no notation for {ast.unparse(node)!r}, a {type(node).__name__}")
        return writers[type(node)](node)

    def _constant(self, node: ast.Constant) -> tuple[str, int]:
        if not isinstance(node.value, int | float):
            raise ValueError(f"no notation for {node.value!r}: formulas have numbers")
        return f"{node.value}", _ATOM

    def _name(self, node: ast.Name) -> tuple[str, int]:
        if node.id in ("inf", "nan"):
            return (r"\infty" if node.id == "inf" else r"\mathrm{NaN}"), _ATOM
        if not node.id.isidentifier():
            return node.id, _ATOM  # the exponent of a root
        text = name_of(node.id)
        if node.id in self.arrays:
            return f"{text}_{self.index}", _ATOM
        return text, _ATOM

    def _unary(self, node: ast.UnaryOp) -> tuple[str, int]:
        if not isinstance(node.op, ast.USub):
            raise ValueError(f"no notation for {ast.unparse(node)!r}")
        return f"-{self.write(node.operand, _PRODUCT)}", _SIGN if _number(node) is not None else _SUM

    def _binary(self, node: ast.BinOp) -> tuple[str, int]:
        left, right = node.left, node.right
        match node.op:
            case ast.Add():
                return f"{self._closed(left)} + {self.write(right, _ATOM if _called(right) == 'where' else _SUM)}", _SUM
            case ast.Sub():
                return f"{self._closed(left)} - {self.write(right, _ATOM if _called(right) == 'where' else _PRODUCT)}", _SUM
            case ast.Mult():
                return self._product(left, right), _PRODUCT
            case ast.MatMult():
                return rf"{self.write(left, _PRODUCT)} \, {self.write(right, _PRODUCT)}", _PRODUCT
            case ast.Div():
                return self._quotient(left, right)
            case ast.Pow():
                return self._power(left, right)
            case ast.BitAnd():
                return self._both(left, right), _SUM
            case ast.BitOr():
                return rf"{self.write(left)} \text{{ or }} {self.write(right)}", _SUM
        raise ValueError(f"no notation for {type(node.op).__name__} in {ast.unparse(node)!r}")

    def _closed(self, node: ast.expr, least: int = _SUM) -> str:
        """What something follows."""
        return rf"\left({self.write(node)}\right)" if _open(node) else self.write(node, least)

    def _product(self, left: ast.expr, right: ast.expr) -> str:
        first, second = self._closed(left, _PRODUCT), self.write(right, _PRODUCT)
        if second[0].isdigit() or (second.startswith(r"\frac") and first[-1].isdigit()):
            return rf"{first} \cdot {second}"
        near = re.fullmatch(r"[\d.]+|\w|\\[a-z]+", first) and not second.startswith(r"\mathrm")
        return f"{first} {second}" if near else rf"{first} \, {second}"

    def _quotient(self, left: ast.expr, right: ast.expr) -> tuple[str, int]:
        return rf"\frac{{{self.write(left)}}}{{{self.write(right)}}}", _PRODUCT

    def _power(self, left: ast.expr, right: ast.expr) -> tuple[str, int]:
        exponent = self.write(right)
        if _called(left) in ("tanh", "sin", "cos"):
            assert isinstance(left, ast.Call)
            return rf"{_OPERATORS[_called(left)]}^{{{exponent}}}{self._argument(left.args[0])}", _PRODUCT
        if _called(left) in _EXTREMES:
            return rf"{self.write(left)}^{{{exponent}}}", _POWER
        return rf"{self.write(left, _ATOM)}^{{{exponent}}}", _POWER

    def _both(self, left: ast.expr, right: ast.expr) -> str:
        """Two conditions, or an interval where they bound one expression on two sides."""
        pair = [each for each in (left, right) if isinstance(each, ast.Compare) and type(each.ops[0]) in _MIRRORED]
        if len(pair) == 2 and _same(pair[0].left, pair[1].left):
            lower = [each for each in pair if isinstance(each.ops[0], ast.Gt | ast.GtE)]
            upper = [each for each in pair if isinstance(each.ops[0], ast.Lt | ast.LtE)]
            if lower and upper:
                low = f"{self.write(lower[0].comparators[0])} {_COMPARISONS[_MIRRORED[type(lower[0].ops[0])]]}"
                high = f"{_COMPARISONS[type(upper[0].ops[0])]} {self.write(upper[0].comparators[0])}"
                return f"{low} {self.write(lower[0].left)} {high}"
        return rf"{self.write(left)} \text{{ and }} {self.write(right)}"

    def _compare(self, node: ast.Compare) -> tuple[str, int]:
        text = self.write(node.left)
        for operator, right in zip(node.ops, node.comparators):
            text += f" {_COMPARISONS[type(operator)]} {self.write(right)}"
        return text, _SUM

    def _subscript(self, node: ast.Subscript) -> tuple[str, int]:
        return rf"{self.write(node.value, _ATOM)}_{{{self.write(node.slice)}}}", _ATOM

    def _attribute(self, node: ast.Attribute) -> tuple[str, int]:
        if node.attr != "T":
            raise ValueError(f"no notation for the attribute {node.attr!r}")
        return rf"{self.write(node.value, _ATOM)}^{{\mathsf{{T}}}}", _POWER

    def _argument(self, node: ast.expr) -> str:
        """An argument in brackets; a variable of one letter needs none after the sign of a function."""
        text = self.write(node)
        tall = any(sign in text for sign in (r"\frac", r"\sqrt", r"\left", r"\begin"))
        return rf"\left({text}\right)" if tall else f"({text})"

    def _call(self, node: ast.Call) -> tuple[str, int]:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "sum":
            return rf"\sum_i {self.write(node.func.value, _PRODUCT)}_i", _PRODUCT
        name = _called(node)
        if name == "where":
            return self._cases(node), _ATOM - 1
        if name in ("sum", "mean"):
            return self._sum(name, node.args[0]), _PRODUCT
        if name == "exp":
            return self._exponential(node.args[0]), _POWER
        if name == "sqrt":
            return rf"\sqrt{{{self.write(node.args[0])}}}", _ATOM
        if name == "abs":
            return rf"\left|{self.write(node.args[0])}\right|", _ATOM
        if name in _EXTREMES and len(node.args) > 1:
            arguments = ", ".join(self.write(each) for each in node.args)
            tall = any(sign in arguments for sign in (r"\frac", r"\sqrt", r"\left", r"\begin"))
            return _EXTREMES[name] + (rf"\left({arguments}\right)" if tall else f"({arguments})"), _PRODUCT + 1
        if name in _EXTREMES:
            return rf"{_EXTREMES[name]} {self.write(node.args[0], _PRODUCT)}", _PRODUCT
        if name == "log":
            inner = node.args[0]
            if _called(inner) in ("sum", "mean"):
                return rf"\log {self.write(inner)}", _PRODUCT
        return self._function(name, node), _PRODUCT + 1

    def _sum(self, name: str, terms: ast.expr) -> str:
        outer, self.index = self.index, "j"
        below = "j"
        if isinstance(terms, ast.Subscript):
            below, terms = rf"j: \, {self.write(terms.slice)}", terms.value
            sign = r"\mathrm{mean}" if name == "mean" else r"\sum"
        else:
            sign = r"\frac{1}{n} \sum" if name == "mean" else r"\sum"
        text = rf"{sign}_{{{below}}} {self.write(terms, _PRODUCT)}"
        self.index = outer
        return text

    def _function(self, name: str, node: ast.Call) -> str:
        if not name:
            raise ValueError(f"no notation for a call of {ast.unparse(node.func)!r}")
        slope = name.startswith("grad_")
        plain = name.removeprefix("grad_")
        sign = _OPERATORS.get(plain, _upright(plain))
        sign += "'" if slope else ""
        if node.keywords:
            given = ", ".join(f"{name_of(each.arg or '')} = {self.write(each.value)}" for each in node.keywords)
            sign += f"_{{{given}}}"
        if len(node.args) == 1:
            return sign + self._argument(node.args[0])
        return f"{sign}({', '.join(self.write(each) for each in node.args)})"

    def _exponential(self, argument: ast.expr) -> str:
        text = self.write(argument)
        # What stands in several lines is too small to read as an exponent.
        if r"\begin" in text or r"\frac" in text or r"\sqrt" in text:
            return rf"\exp\left({text}\right)"
        return f"e^{{{text}}}"

    def _cases(self, node: ast.Call) -> str:
        rows: list[tuple[ast.expr, ast.expr | None]] = []
        rest: ast.expr = node
        while _called(rest) == "where":
            assert isinstance(rest, ast.Call)
            condition, value, rest = rest.args
            converse = _negated(condition)
            if _called(value) == "where" and _called(rest) != "where" and converse is not None:
                condition, value, rest = converse, rest, value
            rows.append((value, condition))
        if not (isinstance(rest, ast.Name) and rest.id == "nan"):
            rows.append((rest, _negated(rows[0][1]) if len(rows) == 1 and rows[0][1] is not None else None))
        lines = [
            rf"{self.write(value)} & " + (r"\text{otherwise}" if condition is None else rf"\text{{if }} {self.write(condition)}")
            for value, condition in rows
        ]
        return r"\begin{cases} " + r" \\ ".join(lines) + r" \end{cases}"


def _decimal(left: ast.expr, right: ast.expr) -> ast.expr | None:
    """`1702 * x / 1000` is 1.702 * x: formulas have such fractions so that mpmath has the decimal exactly."""
    if not (isinstance(right, ast.Constant) and str(right.value) == "1" + "0" * (len(str(right.value)) - 1)):
        return None
    if len(str(right.value)) < 4:
        return None
    if not (isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult)):
        return None
    above, below = left.left, right.value
    if not (isinstance(above, ast.Constant) and isinstance(above.value, int | float) and isinstance(below, int)):
        return None
    share = Decimal(above.value) / Decimal(below)
    return ast.BinOp(ast.Constant(float(share)), ast.Mult(), left.right)


def formulas_of(row: Activation, form: str) -> list[str]:
    """The lines that define what one form of a row's function gives, as LaTeX; a name that is no formula's is as it stands."""
    arrays: set[str] = set()
    if isinstance(row, AlongAxis):
        of_rows = () if row.reduces else row.outputs
        arrays = {"s", *(each.name for each in row.inputs), *of_rows, *(f"d{name}" for name in of_rows), "dx"}
    return [latex(line, arrays) for line in row.formulas(form)]
