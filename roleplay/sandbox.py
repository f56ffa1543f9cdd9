"""Prompt templates in a sandbox with bounds: what a stranger wrote can neither reach into the program nor hold it up.

A template that runs cannot be stopped from outside, so nothing is let in that would have to be:

- only the parts of Jinja2 that a prompt needs are allowed, by name (``_NODES``, ``FILTERS``, ``TESTS``, ``_METHODS``):
  no imports, no macros, no recursion, no operator that makes texts longer, no list made of variables. What is left does
  a bounded amount of work in each step, and a loop over the values is the only way to take a step twice.
- every loop, filter and piece of output is paid for out of a budget (``Purse``) before it is done; when the budget is
  spent, the rendering ends. The budget counts work and not seconds, so that the same template is sound everywhere.
- the file, each text and the whole output have a size that they cannot exceed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from functools import cache, lru_cache, partial
from itertools import chain
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from roleplay.clean import mend
from roleplay.i18n import _

MOST_TEXT = 32_000
"""Characters that a template may have; ours have about 11,000."""
MOST_NODES = 3000
"""Pieces (words, values, conditions …) that a template may have, as Jinja2 counts them; ours have 450."""
MOST_OUTPUT = 64_000
"""Characters that a part may have when it is rendered, and each text on the way there."""
MOST_WORK = 1_000_000
"""Steps that rendering a part may take: a node in a loop's body or a character in a filter is one. Ours take 10,000."""
MOST_NUMBER = 1_000_000_000
"""No number grows beyond this."""

_NODES: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Block,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.For,
    nodes.Assign,
    nodes.Name,
    nodes.Const,
    nodes.Tuple,
    nodes.List,
    nodes.Dict,
    nodes.Pair,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
    nodes.Test,
    nodes.Filter,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Call,
    nodes.Keyword,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Mod,
    nodes.Neg,
    nodes.Pos,
)
_METHODS = frozenset({"get", "items", "keys", "values"})
TESTS = frozenset(
    [
        *("boolean", "defined", "divisibleby", "even", "false", "float", "integer", "iterable", "mapping", "none"),
        *("number", "odd", "sequence", "string", "true", "undefined"),
    ]
)
_LOOP, _SIZE = "each of", "size of"  # no names that a template could write
_CHEAP = 8
"""Characters that are searched or copied in the time of one step."""


class TemplateFault(Exception):
    """What is wrong with a template: ``line`` counts from 1, 0 when unknown; the text is half a sentence."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


class Purse:
    """What a rendering may still spend."""

    def __init__(self, work: int) -> None:
        self.work = work

    def pay(self, cost: int) -> None:
        """Take the cost out; TemplateFault when there is not so much left."""
        self.work -= cost
        if self.work < 0:
            raise TemplateFault(0, _("it takes too many steps"))


_purse: ContextVar[Purse] = ContextVar("purse")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Arithmetic with small numbers only: no operator makes a text."""

    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%"])

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Reckon with two numbers."""
        if not all(isinstance(each, int | float) for each in (left, right)):
            raise TemplateFault(0, _("{operator} is for numbers only").format(operator=operator))
        found = super().call_binop(context, operator, left, right)
        if abs(found) > MOST_NUMBER:
            raise TemplateFault(0, _("a number grows too large"))
        return found


@pass_context
def _written(_context: Context, value: Any) -> Any:
    """A value on its way into the prompt. As it takes the context, nothing is rendered while the template compiles."""
    if isinstance(value, Undefined):
        return str(value)  # raises, and says what is missing
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, Undefined):
        str(value)
    if not isinstance(value, str | int | float):
        raise TemplateFault(0, _("a list cannot be written as it is; loop over it, or use |join(', ')"))
    text = str(value)
    _purse.get().pay(len(text))
    if len(text) > MOST_OUTPUT:
        raise TemplateFault(0, _("a text grows too long"))
    return text


def _all(value: Any, cost: int = 1) -> list[Any]:
    """What a loop goes over, paid for at once: ``cost`` for each round."""
    if isinstance(value, Undefined):
        str(value)
    if not isinstance(value, Iterable):
        raise TemplateFault(0, _("this is not a list"))
    found = list(value)
    _purse.get().pay(len(found) * cost)
    return found


def _paid(value: Any) -> Any:
    """The value itself, paid for by its size: somebody is about to search, compare or copy it."""
    if isinstance(value, str):
        _purse.get().pay(len(value) // _CHEAP + 1)
    elif isinstance(value, list | tuple):
        _purse.get().pay(sum(len(each) // _CHEAP + 1 if isinstance(each, str) else 1 for each in value))
    return value


def _join(value: Any, between: Any = "") -> str:
    pieces, gap = [_text(each) for each in _all(value)], _text(between)
    if sum(map(len, pieces)) + len(gap) * len(pieces) > MOST_OUTPUT:
        raise TemplateFault(0, _("a text grows too long"))
    return gap.join(pieces)


def _length(value: Any) -> int:
    return len(_all(value))


def _first(value: Any) -> Any:
    return next(iter(_all(value)), "")


def _last(value: Any) -> Any:
    return (_all(value) or [""])[-1]


def _default(value: Any, other: Any = "", boolean: bool = False) -> Any:
    return other if isinstance(value, Undefined) or (boolean and not value) else value


FILTERS: dict[str, Callable[..., Any]] = {
    "capitalize": lambda value: _text(value).capitalize(),
    "count": _length,
    "d": _default,
    "default": _default,
    "first": _first,
    "join": _join,
    "last": _last,
    "length": _length,
    "lower": lambda value: _text(value).lower(),
    "string": _text,
    "title": lambda value: _text(value).title(),
    "trim": lambda value: _text(value).strip(),
    "upper": lambda value: _text(value).upper(),
}


@cache
def _sandbox() -> _Sandbox:
    # No escaping: a prompt is plain text, and nothing that reads it reads HTML.
    sandbox = _Sandbox(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_written, optimized=False
    )
    sandbox.filters = {**FILTERS, _LOOP: _all, _SIZE: _paid}
    sandbox.tests = {name: test for name, test in sandbox.tests.items() if name in TESTS}
    sandbox.globals = {}
    return sandbox


class Parsed(NamedTuple):
    """A template that keeps the rules, ready to be rendered."""

    tree: nodes.Template
    template: Template


@lru_cache(maxsize=16)
def parse(text: str) -> Parsed:
    """The template in this text; TemplateFault with the line of the first thing that is wrong or not allowed."""
    if len(text) > MOST_TEXT:
        raise TemplateFault(0, _("it is longer than {most} characters").format(most=MOST_TEXT))
    sandbox = _sandbox()
    try:
        tree = sandbox.parse(text)
        _examine(tree)
        template = sandbox.from_string(_metered(sandbox.parse(text)))
    except TemplateSyntaxError as error:
        raise TemplateFault(error.lineno, _plain(error.message or "")) from None
    except (TemplateError, SyntaxError, ValueError, TypeError, RecursionError, MemoryError) as error:
        raise TemplateFault(0, _plain(str(error))) from None
    return Parsed(tree, template)


def render(parsed: Parsed, block: str, values: Mapping[str, Any]) -> str:
    """One block of a template with these values; TemplateFault with the line when it cannot be rendered, or not so far.

    ``values`` are plain texts, numbers, and lists or dicts of them: whatever is handed in, a template can read.
    """
    template = parsed.template
    if block not in template.blocks:
        raise TemplateFault(0, _("the part {name} is missing").format(name=block))
    spending = _purse.set(Purse(MOST_WORK))
    try:
        pieces: list[str] = []
        room = MOST_OUTPUT
        for piece in template.blocks[block](template.new_context(dict(values))):
            room -= len(piece)
            if room < 0:
                raise TemplateFault(0, _("it renders to more than {most} characters").format(most=MOST_OUTPUT))
            pieces.append(piece)
    except TemplateFault as fault:
        raise TemplateFault(fault.line or _line(fault, template), str(fault)) from None
    except (
        TemplateError,
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        AttributeError,
        RecursionError,
    ) as error:
        raise TemplateFault(_line(error, template), _plain(str(error))) from None
    finally:
        _purse.reset(spending)
    return re.sub(r"\n{3,}", "\n\n", mend("".join(pieces))).strip()


def _line(error: BaseException, template: Template) -> int:
    """The template's line in which a rendering failed, 0 when it was in none."""
    found, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return found


def _plain(text: str) -> str:
    """A message of Jinja2's in one line and without the names of Python's types."""
    text = " ".join(text.split()).rstrip(".")
    if unknown := re.fullmatch(r"'(.+)' is undefined", text):
        return _("{name} is no value of this part").format(name=unknown[1])
    if absent := re.fullmatch(r"'[\w.]+ object' has no (?:attribute|element) '?(.*?)'?", text):
        return _("there is no entry {name}").format(name=absent[1])
    return text if len(text) <= 200 else f"{text[:199]}…"


def _examine(tree: nodes.Template) -> None:
    """Raise TemplateFault at the first thing in the tree that a prompt does not need."""
    for count, node in enumerate(chain([tree], tree.find_all(nodes.Node))):
        if count > MOST_NODES:
            raise TemplateFault(node.lineno, _("it has too many pieces"))
        if why := _refusal(node):
            raise TemplateFault(node.lineno, why)


def _refusal(node: nodes.Node) -> str:
    """Why the node is not allowed; empty when it is."""
    line = partial(str.format, _("{what} is not allowed in a prompt"))
    match node:
        case nodes.Filter(name=name) if name not in FILTERS:
            there = _("there is no filter {name} here; there are {names}")
            return there.format(name=name, names=", ".join(sorted(FILTERS)))
        case nodes.Test(name=name) if name not in TESTS:
            there = _("there is no test {name} here; there are {names}")
            return there.format(name=name, names=", ".join(sorted(TESTS)))
        case nodes.Call() if not (isinstance(node.node, nodes.Getattr) and node.node.attr in _METHODS):
            return line(what=_("calling a function"))
        case nodes.Call() if node.dyn_args is not None or node.dyn_kwargs is not None:
            return line(what=_("calling a function"))
        case nodes.Filter() | nodes.Test() if node.dyn_args is not None or node.dyn_kwargs is not None:
            return line(what="*")
        case nodes.Getattr(attr=name) if name.startswith("_"):
            return _("access to {name} is unsafe").format(name=name)
        case nodes.For() if node.recursive:
            return line(what="recursive")
        case nodes.Filter() if node.node is None:
            return line(what="{% filter %}")
        case nodes.List() | nodes.Dict() if not _fixed(node):
            return _("a list in a template holds fixed words and numbers only")
        case nodes.Tuple(ctx="load") if not _fixed(node):
            return _("a list in a template holds fixed words and numbers only")
        case _ if not isinstance(node, _NODES):
            return line(what=_said(node))
    return ""


def _fixed(node: nodes.Node) -> bool:
    """Whether there are only constants in it, so that no list can hold another one twice, and that one another."""
    kinds = nodes.Const | nodes.TemplateData | nodes.List | nodes.Dict | nodes.Tuple | nodes.Pair | nodes.Neg
    return all(isinstance(each, kinds) for each in node.find_all(nodes.Node))


def _said(node: nodes.Node) -> str:
    """How a template's author writes this."""
    signs = {
        "Concat": "~",
        "Pow": "**",
        "Include": "{% include %}",
        "Import": "{% import %}",
        "FromImport": "{% from %}",
        "Extends": "{% extends %}",
        "Macro": "{% macro %}",
        "CallBlock": "{% call %}",
        "FilterBlock": "{% filter %}",
        "AssignBlock": "{% set %}…{% endset %}",
        "NSRef": "namespace",
        "With": "{% with %}",
        "ScopedEvalContextModifier": "{% autoescape %}",
    }
    return signs.get(type(node).__name__, type(node).__name__)


def _metered(tree: nodes.Template) -> nodes.Template:
    """The same tree, in which a loop pays for all its rounds before the first, and a search for what it searches."""

    def pays(node: Any, name: str, *cost: int) -> nodes.Filter:
        arguments: list[nodes.Expr] = [nodes.Const(each, lineno=node.lineno) for each in cost]
        return nodes.Filter(node, name, arguments, [], None, None, lineno=node.lineno)

    for loop in list(tree.find_all(nodes.For)):
        loop.iter = pays(loop.iter, _LOOP, sum(1 for _each in loop.find_all(nodes.Node)))
    for compared in list(tree.find_all(nodes.Compare)):
        compared.expr = pays(compared.expr, _SIZE)
        for operand in compared.ops:
            operand.expr = pays(operand.expr, _SIZE)
    for item in list(tree.find_all(nodes.Getitem)):
        if isinstance(item.arg, nodes.Slice):
            item.node = pays(item.node, _SIZE)
    tree.set_environment(_sandbox())
    return tree
