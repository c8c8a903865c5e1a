"""The design of packs as one digest: templates, styles, fonts, modules and libraries, without the content."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from reportgen.domain.canonical_json import fingerprint
from reportgen.domain.pack.kinds import PackKind
from reportgen.render.content.kind_templates import briefing
from reportgen.render.content.resources import BORDERS, FONTS, TEMPLATES
from reportgen.render.printing.versions import printer_versions

RENDER = Path(__file__).parents[1]
"""The folder of the modules that print."""

BRIEFING = briefing()


@cache
def design_digest(pack: PackKind = BRIEFING) -> str:
    """One digest of everything but the content that makes a page of such a pack what it is.

    These are the templates, words and styles of packs, every module of ``render``, the fonts, the borders, and the
    versions of the libraries that print. So a release that changes any of them, or only moves a module, prints every
    pack anew.
    """
    templates = [TEMPLATES / "words.toml", TEMPLATES / "compounds.toml", *TEMPLATES.glob("pack/[!.]*.html")]
    templates += TEMPLATES.glob("style/[!.]*.css")
    files = {path.relative_to(TEMPLATES).as_posix(): path for path in templates}
    files |= {path.relative_to(RENDER).as_posix(): path for path in RENDER.rglob("[!.]*.py")}
    files |= FONTS
    files |= {f"borders/{path.name}": path for path in BORDERS.values()}
    digests = [f"{name} {sha256(path.read_bytes()).hexdigest()}" for name, path in sorted(files.items())]
    digests += [f"{pack.name}/{file} {sha256(text.encode()).hexdigest()}" for file, text in pack.templates]
    digests.append(f"title {pack.title}")
    return fingerprint(*digests, *(f"{name} {number}" for name, number in printer_versions().items()))
