"""A Jinja environment for templates from outside: they reach nothing else, and cannot go on or grow for ever."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from types import BuiltinMethodType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.filters import FILTERS
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.errors import RenderingError
from reportgen.i18n.message import said

MAX_STEPS = 200_000
"""Rounds of loops and calls while one template is filled in; the longest page of ours takes some thousands."""

MEMBERS_PER_STEP, CHARACTERS_PER_STEP = 20, 10_000
"""Members of lists, and characters, of which making or joining takes as long as a call."""

MAX_LENGTH = 2_000_000
"""Characters of a text, and members of a list, that a template makes."""

MAX_WIDTH = 10_000
"""The largest width, count or number of digits that a filter or method takes."""

MAX_BITS = 4096
"""Bits of a whole number that a template computes."""

_TODO = said("mend the template, and look with: reportgen preview EVENT")
_WIDTH = re.compile(r"\d{5,}|\*")
_NESTED = re.compile(r"\{[^{}]*:[^{}]*\{")
_PADDING = ("center", "ljust", "rjust", "zfill", "expandtabs")


class TemplateTooLarge(RenderingError):
    """A template goes on, or makes something, beyond all bounds."""


class _Budget:
    """How many steps of one template are left."""

    def __init__(self, steps: int) -> None:
        self._steps = steps

    def spend(self, steps: int) -> None:
        """So many steps.

        Raises:
            TemplateTooLarge: there are not so many left.
        """
        self._steps -= steps
        if self._steps < 0:
            raise TemplateTooLarge("A template goes on without end: a loop, or a macro that calls itself", todo=_TODO)


_budget: ContextVar[_Budget | None] = ContextVar("budget", default=None)


@contextmanager
def template_bounds(steps: int = MAX_STEPS) -> Iterator[None]:
    """What is filled in within this block may take so many steps together."""
    token = _budget.set(_Budget(steps))
    try:
        yield
    finally:
        _budget.reset(token)


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox that counts rounds and calls, and refuses texts, lists and numbers that are too large."""

    intercepted_binops = frozenset(("*", "**", "+", "%"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, finalize=_bounded, **named)
        self.globals.pop("lipsum", None)
        self.filters |= {name: _bounded_filter(name, found) for name, found in FILTERS.items()}
        self.filters |= {"counted rounds": _counted, "bounded": _bounded}

    def _generate(self, source: nodes.Template, *arguments: Any, **named: Any) -> str:
        """The code of a template, in which rounds are counted, and what is joined is measured."""
        for loop in list(source.find_all(nodes.For)):
            loop.iter = _filtered(loop.iter, "counted rounds")
        for text in list(source.find_all(nodes.Concat)):
            text.nodes = [_filtered(each, "bounded") for each in text.nodes]
        return super()._generate(source, *arguments, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """What an operator gives; refused before it is computed where it would be too large."""
        _spend()
        match operator:
            case "*":
                _check_product(left, right)
            case "**":
                if isinstance(left, int) and isinstance(right, int) and left.bit_length() * abs(right) > MAX_BITS:
                    raise _too_large(said("a number"))
            case "%" if isinstance(left, str):
                _check_format(left)
        return _bounded(super().call_binop(context, operator, left, right))

    def call(__self, __context: Context, __obj: Any, *arguments: Any, **named: Any) -> Any:  # noqa: N805 - as jinja2 does
        """What a call gives; methods of texts are looked at before they are called."""
        _spend()
        owner, name = getattr(__obj, "__self__", None), getattr(__obj, "__name__", "")
        if isinstance(owner, str) and (isinstance(__obj, BuiltinMethodType) or callable(__obj)):
            _check_method(owner, name, (*arguments, *named.values()))
        return _bounded(super().call(__context, __obj, *arguments, **named))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """What takes the place of ``str.format``; it looks at the widths that are asked for."""
        wrapped = super().wrap_str_format(value)
        if wrapped is None:
            return None

        @wraps(wrapped)
        def bounded(*arguments: Any, **named: Any) -> str:
            _check_format(value.__self__)
            if _NESTED.search(value.__self__):
                _check_width((*arguments, *named.values()))
            return wrapped(*arguments, **named)

        return bounded


def _filtered(node: Any, name: str) -> nodes.Expr:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _spend(steps: int = 1) -> None:
    if budget := _budget.get():
        budget.spend(steps)


def _counted(iterable: Iterable[Any]) -> Iterator[Any]:
    """The members of what is looped over, each of which is a step."""
    for each in iterable:
        _spend()
        yield each


def _bounded(made: Any) -> Any:
    """What a template made, unless it is too large; what is in a list counts as often as it is there."""
    if isinstance(made, int) and made.bit_length() > MAX_BITS:
        raise _too_large(said("a number"))
    left, waiting = MAX_LENGTH, [made]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str | bytes):
            left -= len(each)
            _spend(len(each) // CHARACTERS_PER_STEP)
        elif isinstance(each, list | tuple | dict):
            _spend(1 + len(each) // MEMBERS_PER_STEP)
            left -= len(each)
            waiting += [*each, *each.values()] if isinstance(each, dict) else each
        if left < 0:
            raise _too_large(said("a text or a list"))
    return made


def _check_product(left: Any, right: Any) -> None:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, str | bytes | list | tuple) and isinstance(other, int) and len(one) * other > MAX_LENGTH:
            raise _too_large(said("a text or a list"))


def _check_method(owner: str, name: str, arguments: tuple[Any, ...]) -> None:
    if name in _PADDING:
        _check_width(arguments)
    if name == "replace" and len(arguments) > 1:
        _check_replacement(owner, *arguments[:2])
    if name == "join" and arguments:
        _check_joined(owner, arguments[0])
    if name == "translate":
        raise _too_large(said("a text"))


def _check_width(arguments: Iterable[Any]) -> None:
    if any(isinstance(each, int) and abs(each) > MAX_WIDTH for each in arguments):
        raise _too_large(said("a text or a list"))


def _check_format(text: str) -> None:
    if _WIDTH.search(text):
        raise _too_large(said("a text"))


def _check_replacement(text: Any, old: Any, new: Any) -> None:
    if str(text).count(str(old)) * len(str(new)) > MAX_LENGTH:
        raise _too_large(said("a text"))


def _check_joined(between: str, members: Any) -> None:
    if isinstance(members, list | tuple) and sum(len(str(each)) + len(between) for each in members) > MAX_LENGTH:
        raise _too_large(said("a text"))


def _bounded_filter(name: str, found: Callable[..., Any]) -> Callable[..., Any]:
    """One of Jinja's filters, which refuses to make what is too large."""

    @wraps(found)  # with it, what the filter wants to be passed first
    def bounded(*arguments: Any, **named: Any) -> Any:
        _spend()
        value, *more = [each for each in arguments if not isinstance(each, Context | EvalContext | Environment)]
        more += named.values()
        _bounded(value)
        _check_width(more)
        if name == "format" and isinstance(value, str):
            _check_format(value)
        if name == "replace" and len(more) > 1:
            _check_replacement(value, more[0], more[1])
        if name == "join":
            _check_joined(str(more[0]) if more else "", value)
        return _bounded(found(*arguments, **named))

    return bounded


def _too_large(what: str) -> TemplateTooLarge:
    return TemplateTooLarge(said("A template makes {reason} beyond all bounds", reason=what), todo=_TODO)
