"""How modules are written: with a sentence at the top of everything."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from house.modules import ROOT, Module, house

Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _public(module: Module) -> Iterator[tuple[str, Documented]]:
    """Functions and classes of a module, and the methods of its classes, that others may use."""
    for node in module.tree.body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                for each in node.body:
                    if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and not each.name.startswith("_"):
                        yield f"{node.name}.{each.name}", each


def test_a_module_begins_with_a_sentence_about_itself() -> None:
    first = {module.name: (ast.get_docstring(module.tree) or "").partition("\n")[0] for module in house()}
    assert [name for name, sentence in first.items() if not sentence.endswith((".", "?", ":"))] == []


def test_everything_others_may_use_says_what_it_is_for() -> None:
    silent = [
        f"{module.name}: {name}" for module in house() for name, node in _public(module) if not ast.get_docstring(node)
    ]
    assert silent == []


def test_nothing_is_printed_past_the_terminal_that_show_knows() -> None:
    found = [
        f"{module.name}, line {node.lineno}"
        for module in house()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert found == []


def test_the_tests_are_written_for_any_machine() -> None:
    """No test knows where the house stands or who built it."""
    here = f"/{'work'}/"
    files = [path for path in (ROOT / "tests").rglob("*.py") if here in path.read_text("utf-8")]
    assert files == []
