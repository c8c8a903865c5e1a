"""The modules of the program as their source text tells: what they import and what they use."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import reportgen

ROOT = Path(__file__).parents[2]
PACKAGE = Path(reportgen.__file__).parent


@dataclass(frozen=True)  # without slots: the tree is kept beside the fields
class Module:
    """One module: its dotted name, its source, and whether it is the ``__init__`` of a package."""

    name: str
    text: str
    is_package: bool = False

    @cached_property
    def tree(self) -> ast.Module:
        """The source, parsed."""
        return ast.parse(self.text)

    @property
    def place(self) -> str:
        """The room or the file it belongs to: ``domain``, ``render``, ``pipeline``."""
        return self.name.partition(".")[2].partition(".")[0]

    def imports(self) -> Iterator[str]:
        """Everything it imports, wherever in the file: by full name, relative ones resolved."""
        for node in ast.walk(self.tree):
            match node:
                case ast.Import(names=names):
                    yield from (each.name for each in names)
                case ast.ImportFrom(module=module, names=names, level=level):
                    package = self.name.split(".")[: None if self.is_package else -1]
                    above = package[: len(package) - level + 1] if level else []
                    start = ".".join([*above, *([module] if module else [])])
                    yield start
                    yield from (f"{start}.{each.name}" for each in names)
                case ast.Call(func=ast.Name(id="__import__") | ast.Attribute(attr="import_module"), args=[first, *_]):
                    yield first.value if isinstance(first, ast.Constant) else "what nobody knows"

    def attributes(self) -> Iterator[str]:
        """Everything it takes from something else, called or handed over: what stands behind a dot."""
        yield from (node.attr for node in ast.walk(self.tree) if isinstance(node, ast.Attribute))


@cache
def house() -> tuple[Module, ...]:
    """Every module of the program."""
    modules = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        modules.append(Module(".".join(parts[:-1] if is_package else parts), path.read_text("utf-8"), is_package))
    return tuple(modules)
