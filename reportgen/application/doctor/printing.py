"""What packs are printed with: libraries, fonts, templates, and one pack as a proof."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

from reportgen.application.doctor.context import DoctorContext
from reportgen.config.settings import load_event_file
from reportgen.domain.health import HealthCheck, doubtful, good, wrong
from reportgen.errors import ReportgenError
from reportgen.render.content.kind_templates import TEMPLATES_FOLDER, load_pack_kind
from reportgen.render.content.letter_text import letter_text
from reportgen.render.content.resources import FONTS
from reportgen.render.printing.self_check import font_flaws, kind_flaws, template_flaws
from reportgen.render.printing.system_libraries import FASTER, installing, missing_libraries
from reportgen.render.printing.versions import printer_versions

FONT_PACKAGES = ("font-source-sans-pro", "font-source-serif-pro")


def libraries(case: DoctorContext) -> HealthCheck:
    """Whether the libraries are there that text is drawn with."""
    missing = missing_libraries()
    if needed := [name for name in missing if name not in FASTER]:
        return wrong(f"{' and '.join(needed)} cannot be loaded, and nothing can be printed", installing(missing))
    if missing:
        return doubtful(
            f"{' and '.join(missing)} cannot be loaded: printing takes more than twice as long", installing(missing)
        )
    versions = printer_versions()
    return good(f"Pango {versions['pango']} and HarfBuzz with subsetting, for WeasyPrint {versions['weasyprint']}")


def fonts(case: DoctorContext) -> HealthCheck:
    """Whether the faces that come along are whole."""
    if flaws := font_flaws(FONTS):
        said = "; ".join(f"{Path(file).name} {flaw}" for file, flaw in flaws.items())
        packages = " ".join(f"{name}=={version(name)}" for name in FONT_PACKAGES)
        folders = ", ".join(dict.fromkeys(str(Path(file).parent) for file in flaws))
        return wrong(said, f"{sys.executable} -m pip install --force-reinstall --no-deps {packages}", folders)
    return good(f"{len(FONTS)} faces of Source Sans and Source Serif, whole")


def templates(case: DoctorContext) -> HealthCheck:
    """Whether all templates can be read."""
    if flaws := template_flaws():
        said = "; ".join(f"{where}: {flaw}" for where, flaw in flaws.items())
        return wrong(f"a template cannot be read: {said}", "mend it, or put the folder templates back as it was")
    return _kinds(case) or good("all can be read")


def _kinds(case: DoctorContext) -> HealthCheck | None:
    """What is wrong with the templates of other kinds of packs; nothing as long as event.toml cannot be read."""
    try:
        kinds = case.draft.kinds
    except ReportgenError:
        return None
    for name in kinds:
        try:
            draft = load_event_file(case.folder, name)
            flaws = kind_flaws(load_pack_kind(case.folder, name, draft.kind_title, draft.entries))
        except ReportgenError as fault:
            return wrong(fault.what, fault.todo, fault.where)
        if flaws:
            said = "; ".join(f"{where}: {flaw}" for where, flaw in flaws.items())
            return wrong(f"a template cannot be read: {said}", "mend it", str(case.folder / TEMPLATES_FOLDER / name))
    return None


def proof(case: DoctorContext) -> HealthCheck:
    """Whether a pack and its letter come off the press as they must."""
    document = case.document
    letter_text(case.sample.parts)
    whose = "the first pack" if case.packs else "a pack of an event that was made up for it"
    pages, size = document.pages, document_size(len(document.pdf))
    return good(f"{whose} was printed: {pages} pages, {size}, passes PDF/A-2a and PDF/UA-1")


def document_size(count: float) -> str:
    """Bytes as people read them."""
    for limit, unit in ((1e9, "GB"), (1e6, "MB")):
        if count >= limit:
            return f"{count / limit:.1f} {unit}"
    return f"{count / 1e3:.0f} kB"
