"""Checks of printing: libraries, fonts, templates, and one printed pack."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

from reportgen.application.doctor.context import DoctorContext
from reportgen.config.settings import load_event_file
from reportgen.domain.health import HealthCheck, doubtful, good, wrong
from reportgen.errors import ReportgenError
from reportgen.i18n.message import Message, joined, message_of, said
from reportgen.render.content.kind_templates import TEMPLATES_FOLDER, load_pack_kind
from reportgen.render.content.letter_text import letter_text
from reportgen.render.content.resources import FONTS
from reportgen.render.printing.self_check import font_flaws, kind_flaws, template_flaws
from reportgen.render.printing.system_libraries import FASTER, installing, missing_libraries
from reportgen.render.printing.versions import printer_versions

FONT_PACKAGES = ("font-source-sans-pro", "font-source-serif-pro")


def libraries(context: DoctorContext) -> HealthCheck:
    """Whether the system libraries that WeasyPrint needs can be loaded."""
    missing = missing_libraries()
    if needed := [name for name in missing if name not in FASTER]:
        return wrong(
            said("{needed} cannot be loaded, and nothing can be printed", needed=needed),
            installing(missing),
        )
    if missing:
        return doubtful(
            said("{missing} cannot be loaded: printing takes more than twice as long", missing=missing),
            installing(missing),
        )
    versions = printer_versions()
    return good(
        said(
            "Pango {version} and HarfBuzz with subsetting, for WeasyPrint {weasyprint}",
            version=versions["pango"],
            weasyprint=versions["weasyprint"],
        )
    )


def fonts(context: DoctorContext) -> HealthCheck:
    """Whether the installed fonts are undamaged."""
    if flaws := font_flaws(FONTS):
        summary = joined(
            said("{file} {flaw}", file=Path(file).name, flaw=message_of(flaw)) for file, flaw in flaws.items()
        )
        packages = " ".join(f"{name}=={version(name)}" for name in FONT_PACKAGES)
        folders = ", ".join(dict.fromkeys(str(Path(file).parent) for file in flaws))
        return wrong(
            summary,
            said(
                "{executable} -m pip install --force-reinstall --no-deps {packages}",
                executable=sys.executable,
                packages=packages,
            ),
            folders,
        )
    return good(said("{count} faces of Source Sans and Source Serif, whole", count=len(FONTS)))


def templates(context: DoctorContext) -> HealthCheck:
    """Whether all templates can be compiled."""
    if flaws := template_flaws():
        summary = joined(said("{where}: {flaw}", where=where, flaw=message_of(flaw)) for where, flaw in flaws.items())
        return wrong(
            said("a template cannot be read: {summary}", summary=summary),
            "mend it, or put the folder templates back as it was",
        )
    return _kinds(context) or good("all can be read")


def _kinds(context: DoctorContext) -> HealthCheck | None:
    """The first fault in templates of other kinds of packs; None where event.toml cannot be read."""
    try:
        kinds = context.loaded.kinds
    except ReportgenError:
        return None
    for name in kinds:
        try:
            loaded = load_event_file(context.folder, name)
            flaws = kind_flaws(load_pack_kind(context.folder, name, loaded.kind_title, loaded.entries))
        except ReportgenError as fault:
            return wrong(fault.what, fault.todo, fault.where)
        if flaws:
            summary = joined(
                said("{where}: {flaw}", where=where, flaw=message_of(flaw)) for where, flaw in flaws.items()
            )
            return wrong(
                said("a template cannot be read: {summary}", summary=summary),
                "mend it",
                str(context.folder / TEMPLATES_FOLDER / name),
            )
    return None


def proof(context: DoctorContext) -> HealthCheck:
    """Whether a pack and its letter can be printed and validated."""
    document = context.document
    letter_text(context.sample.parts)
    which = said("the first pack") if context.packs else said("a pack of an event that was made up for it")
    pages, size = document.pages, document_size(len(document.pdf))
    return good(
        said(
            "{which} was printed: {pages} pages, {size}, passes PDF/A-2a and PDF/UA-1",
            which=which,
            pages=pages,
            size=size,
        )
    )


def document_size(count: float) -> Message:
    """A size in GB, MB or kB."""
    for limit, unit in ((1e9, "GB"), (1e6, "MB")):
        if count >= limit:
            return said("{size:.1f} {unit}", size=count / limit, unit=unit)
    return said("{size:.0f} kB", size=count / 1e3)
