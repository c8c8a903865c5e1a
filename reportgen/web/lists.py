"""Another list: brought, looked at, and accepted or left."""

from __future__ import annotations

from reportgen import listing
from reportgen.errors import ReportgenError
from reportgen.render.report import differences, summary
from reportgen.sources.sheets import MAX_BYTES
from reportgen.web.around import page
from reportgen.web.asking import Ask, Elsewhere, Page, tell
from reportgen.web.office import Office, reason_of


def new_list(office: Office, ask: Ask) -> Page:
    """The form for another list, and what the one that waits would give."""
    draft = office.draft
    concept = listing.concept_of(office.house, office.key)
    report, fault = None, ""
    if concept:
        try:
            report = listing.check(office.folder, office.house, office.ledger, concept, office.clock().date())
        except Exception as found:  # whatever the file holds, there must be a page to leave it on
            fault = reason_of(found)
    shown = report if concept else office.check.now()
    return page(
        office,
        ask,
        "list",
        lists=[path.name for path, _ in draft.settings.lists],
        concept=concept,
        fault=fault or (reason_of(office.check.fault) if office.check.fault and not concept else ""),
        report=shown,
        sentences=list(summary(shown))[1:] if shown else [],
        differences=list(differences(report)) if report else [],
    )


def bring_list(office: Office, ask: Ask) -> Elsewhere:
    """Keeps a list to be looked at."""
    upload = ask.files.get("bestand")
    place = ask.number("welke") or 0
    if upload and len(upload.content) > MAX_BYTES:
        tell(ask, f"Een lijst mag hoogstens {MAX_BYTES // 1_000_000} MB zijn. Er is niets veranderd.", "bad")
        return Elsewhere("/lijst")
    try:
        with office.changing() as ledger:
            concept = listing.keep_concept(
                office.folder,
                office.house,
                upload.name if upload else "",
                upload.content if upload else b"",
                place,
                ask.who,
                office.clock(),
            )
            ledger.deeds().note(office.key, ask.who, "bring", concept.name, office.clock())
    except (ReportgenError, OSError) as fault:
        said = reason_of(fault)
        if not upload or not upload.name.casefold().endswith(listing.KINDS):
            said = f"Kies een bestand dat eindigt op {', '.join(listing.KINDS)}."
        elif not upload.content:
            said = "Dat bestand is leeg. Sla de lijst nog eens op."
        tell(ask, said, "bad", "bestand")
    return Elsewhere("/lijst")


def accept_list(office: Office, ask: Ask) -> Elsewhere:
    """Puts the list that waits in the place of the present one."""
    try:
        with office.changing() as ledger:
            concept = listing.concept_of(office.house, office.key)
            if concept is None or concept.mark != ask.field("stand"):
                tell(ask, "De lijst die klaarstond is er niet meer, of is een andere. Kijk nog eens.", "bad")
                return Elsewhere("/lijst")
            listing.check(office.folder, office.house, ledger, concept, office.clock().date())
            path = listing.accept(office.folder, office.house, concept, office.clock())
            ledger.deeds().note(office.key, ask.who, "accept", f"{concept.name} → {path.name}", office.clock())
    except (ReportgenError, OSError) as fault:
        tell(ask, reason_of(fault), "bad")
        return Elsewhere("/lijst")
    tell(ask, f"De lijst {concept.name} geldt nu. De vorige staat in de map ‘{listing.BEFORE}’. Maak nu de pakketten.")
    return Elsewhere("/")


def leave_list(office: Office, ask: Ask) -> Elsewhere:
    """Throws the list that waits away."""
    try:
        with office.changing() as ledger:
            listing.drop_concept(office.house, office.key)
            ledger.deeds().note(office.key, ask.who, "leave", "", office.clock())
    except ReportgenError as fault:
        tell(ask, reason_of(fault), "bad")
        return Elsewhere("/lijst")
    tell(ask, "De aangeboden lijst is weggegooid; de lijst die gold, geldt nog.")
    return Elsewhere("/lijst")
