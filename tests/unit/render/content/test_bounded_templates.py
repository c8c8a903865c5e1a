"""Templates from outside: whatever they do, they end, with words."""

from __future__ import annotations

from time import monotonic

import pytest

from reportgen.domain.pack.kinds import PackKind
from reportgen.errors import RenderingError
from reportgen.render.content.bounded_templates import BoundedEnvironment, TemplateTooLarge, template_bounds
from reportgen.render.content.environment import render_template

DOUBLES = "{% set a = namespace(x='ab') %}{% for i in range(60) %}{% set a.x = EXPRESSION %}{% endfor %}"


def filled(text: str, **context: object) -> str:
    """A template of an organiser, filled in."""
    return render_template(PackKind("eigen", "Eigen", (), (("letter.txt", text),)), "eigen/letter.txt", **context)


@pytest.mark.parametrize(
    "text",
    [
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% set a = range(2000)|list %}{% for i in a %}{% for j in a %}{% for k in a %}x{% endfor %}"
        "{% endfor %}{% endfor %}",
        "{% for i in range(10**12) %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'eigen/letter.txt' %}",
        "{% extends 'eigen/letter.txt' %}",
        "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% set a = namespace(x=1) %}{% for i in range(90) %}{% set a.x = a.x * 99999999999999999999 %}{% endfor %}",
        "{{ 'x' * 10**10 }}",
        "{{ 10**10 * 'x' }}",
        "{{ [0] * 10**10 }}",
        "{{ 9**(9**9) }}",
        "{{ 2**-(10**10) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%1000000000d'|format(1) }}",
        "{{ '%*d' % (1000000000, 1) }}",
        "{{ '{:>10000000000}'.format(1) }}",
        "{{ '{:>{w}}'.format(1, w=1000000000) }}",
        "{{ 'x'.ljust(10**10) }}",
        "{{ 'x'.zfill(width=10**10) }}",
        "{{ 'a\tb'.expandtabs(10**9) }}",
        "{{ 'x'|center(10**10) }}",
        "{{ 'x'|indent(width=10**10, first=True) }}",
        "{{ {'a': 1}|tojson(indent=10**9) }}",
        "{{ [1]|batch(10**10, 'x')|list }}",
        "{{ [1]|slice(10**10)|list }}",
        "{{ ['x' * 1000000] * 1000000 }}",
        DOUBLES.replace("EXPRESSION", "[a.x, a.x]") + "{{ a.x }}",
        DOUBLES.replace("EXPRESSION", "[a.x, a.x]") + "{{ a.x|string }}",
        DOUBLES.replace("EXPRESSION", "[a.x, a.x]") + "{{ a.x ~ '' }}",
        DOUBLES.replace("EXPRESSION", "{'a': a.x, 'b': a.x}") + "{{ a.x|tojson }}",
        "{{ (['x' * 1000000] * 1000000)|join }}",
        "{{ 'y'.join(['x' * 1000000] * 1000000) }}",
        "{{ ('x' * 1000000).replace('x', 'y' * 1000000) }}",
        "{{ ('x' * 1000000)|replace('x', 'y' * 1000000) }}",
        "{{ ('x' * 1000000).translate({120: 'y' * 1000000}) }}",
        "{{ lipsum(n=10**9) }}",
        "{% set a = range(99999)|list %}{% for i in range(99999) %}{% set b = a|list %}{% endfor %}",
        "{% set a = 'x' * 1999999 %}{% for i in range(99999) %}{% set b = a|upper %}{% endfor %}",
        DOUBLES.replace("EXPRESSION", "a.x + a.x"),
        DOUBLES.replace("EXPRESSION", "a.x ~ a.x"),
        DOUBLES.replace("EXPRESSION", "a.x * 2"),
        DOUBLES.replace("EXPRESSION", "(a.x, a.x)|join"),
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{% if 1 %}" * 3000 + "{% endif %}" * 3000,
        "{% for i in [1] %}" * 300 + "{% endfor %}" * 300,
        "{{ " + "not " * 50000 + "1 }}",
        "{{ " + "[" * 20000 + "]" * 20000 + " }}",
        "{{ 1" + "+1" * 50000 + " }}",
        "{{ 1" + "0" * 5000 + " }}",
    ],
)  # fmt: skip
def test_a_template_that_goes_on_or_grows_without_end_is_refused_in_time(text: str) -> None:
    begun = monotonic()
    with pytest.raises(RenderingError) as refused:
        print(filled(text)[:100])
    assert refused.value.todo
    assert len(str(refused.value)) < 2000
    assert monotonic() - begun < 60  # a busy machine takes its time; what is refused here would take hours


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% for i in 'abc' %}{{ loop.index }}/{{ loop.length }}{{ ' ' if not loop.last }}{% endfor %}", "1/3 2/3 3/3"),
        ("{% for i in [] %}x{% else %}niemand{% endfor %}", "niemand"),
        ("{% for a, b in {'x': 1, 'y': 2}.items() %}{{ a ~ '=' ~ b }},{% endfor %}", "x=1,y=2,"),
        ("{% for i in [[1, [2]], 3] recursive %}{{ loop(i) if i is sequence else i }}{% endfor %}", "123"),
        ("{{ '%02d:%s' % (7, 'a') }} {{ 'Anna'.replace('n', 'm') }} {{ [3, 1, 2]|sort|join('-') }}", "07:a Amma 1-2-3"),
        ("{{ '=' * 40 }}", "=" * 40),
        ("{{ 'a'|center(5) }}|{{ '{:>4}'.format(3) }}|{{ 2 ** 10 }}|{{ 7 % 4 }}|{{ 1 + 2 }}", "  a  |   3|1024|3|3"),
        ("{% set a = namespace(n=0) %}{% for i in range(999) %}{% set a.n = a.n + i %}{% endfor %}{{ a.n }}", "498501"),
        ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(1) }}{{ m(2)|upper }}", "<1><2>"),
        ("{{ {'b': 1}|tojson }} {{ [1, 2, 3, 4]|batch(2)|map('join')|join(' ') }}", '{"b": 1} 12 34'),
        ("{{ 'a b'|wordwrap(1) }}", "a\nb"),
    ],
)  # fmt: skip
def test_what_ordinary_templates_do_is_as_before(text: str, said: str) -> None:
    assert filled(text) == said


def test_what_is_joined_is_still_escaped() -> None:
    page = PackKind("eigen", "Eigen", (), (("a.html", "{{ '<b>' ~ name }}{{ [name]|join }}"),))
    assert render_template(page, "eigen/a.html", name="<i>") == "&lt;b&gt;&lt;i&gt;&lt;i&gt;"


def test_macros_that_call_themselves_twice_are_counted() -> None:
    macro = "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}"
    with pytest.raises(TemplateTooLarge, match="without end"), template_bounds(5000):
        BoundedEnvironment().from_string(macro).render()
