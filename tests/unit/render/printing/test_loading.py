"""The printer is loaded without what it hardly ever uses, and finds that when it does."""

from __future__ import annotations

import subprocess
import sys


def _said(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_loading_the_printer_leaves_most_of_font_tools_alone() -> None:
    loaded = _said("import reportgen.render.printing.worker, sys; print(*sys.modules)")
    assert "weasyprint" in loaded
    assert not {"fontTools.subset", "fontTools.varLib", "fontTools.varLib.instancer"} & set(loaded)


def test_what_the_printer_takes_from_font_tools_is_the_real_thing() -> None:
    code = (
        "import reportgen.render.printing.worker\n"
        "from weasyprint.pdf import fonts\n"
        "print(fonts.subset.Options.__module__, fonts.subset.Subsetter.__module__)\n"
        "from fontTools.ttLib import TTFont\n"
        "from reportgen.render.content.resources import FONTS\n"
        "try:\n"
        "    fonts.instantiateVariableFont(TTFont(FONTS['sans']), {}, static=True)\n"
        "except ValueError as fault:\n"
        "    print('ValueError', fault)\n"
    )
    module, other, fault, *rest = _said(code)
    assert (module, other, fault) == ("fontTools.subset", "fontTools.subset", "ValueError")
    assert "fvar" in " ".join(rest)


def test_others_get_all_of_font_tools() -> None:
    code = (
        "import reportgen.render.printing.worker\n"
        "from fontTools import subset\n"
        "from fontTools.varLib.instancer import instantiateVariableFont\n"
        "print(subset.__file__ is not None, instantiateVariableFont.__module__)\n"
    )
    assert _said(code) == ["True", "fontTools.varLib.instancer"]
