"""The routes: which handler answers GET and POST of which address.

Those of a meeting stand behind ``/bijeenkomsten/KEY``, where KEY is that of the packs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from starlette.convertors import Convertor, register_url_convertor

from reportgen.application.settings.groups import setting_groups
from reportgen.interfaces.web.pages import (
    answers,
    archive,
    attendance,
    audit_log,
    bounces,
    build,
    compare,
    earlier_lists,
    event_file,
    figures,
    home,
    letter,
    list_columns,
    lists,
    looks,
    mail_check,
    mends,
    message,
    message_actions,
    messages,
    new_meeting,
    next_build,
    organisers,
    overview,
    own_figures,
    own_texts,
    pack,
    participant,
    participants,
    person_form,
    previews,
    programme,
    programme_sessions,
    release,
    review,
    sending,
    setup,
    style,
    table_reports,
    tables,
    venue,
    versions,
)
from reportgen.interfaces.web.pages import settings as settings_pages
from reportgen.interfaces.web.responses import Answer

Handler = Callable[..., Answer]
"""A handler of a page or action: takes the WebContext, or the Installation, and the WebRequest."""

PAGES: dict[str, Handler] = {
    "/": overview.overview,
    "/deelnemers": participants.participants,
    "/deelnemers/{number:count}": participant.participant,
    "/deelnemers/{number:count}/brief/{edition:count}": letter.letter,
    "/deelnemers/{number:count}/brief/{edition:count}/opmaak": letter.framed_letter,
    "/deelnemers/{number:count}/pakket/{edition:count}": pack.pack_page,
    "/deelnemers/{number:count}/pakket/{edition:count}.pdf": pack.pack_file,
    "/deelnemers/{number:count}/pakket/{edition:count}/{sheet:count}": pack.enlarged_page,
    "/deelnemers/{number:count}/pakket/{edition:count}/{sheet:count}.png": pack.picture,
    "/deelnemers/{number:count}/pakket/{edition:count}/{sheet:count}/klein.png": pack.small_picture,
    "/deelnemers/{number:count}/pakket/{edition:count}/{sheet:count}/groot.png": pack.large_picture,
    "/deelnemers/{number:count}/vergelijken": compare.compare,
    "/deelnemers/nieuw": person_form.new_person_page,
    "/deelnemers/{number:count}/wijzigen": person_form.change_page,
    "/lijst": lists.list_page,
    "/lijst/kolommen": list_columns.columns_page,
    "/lijst/eerder": earlier_lists.earlier_lists,
    "/lijst/eerder/{number:count}": earlier_lists.earlier_list,
    "/lijst/persoon": person_form.change_page,
    "/lijst/wijzigingen": lists.changes_page,
    "/lijst/gevolgen": next_build.next_build,
    "/tafels": tables.tables,
    "/tafels/verplaatsen": tables.move_preview,
    "/sessies": programme_sessions.sessions,
    "/sessies/verplaatsen": programme_sessions.move_preview,
    "/programma": programme.programme,
    "/teksten": own_texts.texts,
    "/voorbeeld.png": previews.picture,
    "/verslagen": table_reports.reports,
    "/vormgeving": style.style,
    "/vormgeving/logo": style.logo,
    "/cijfers": figures.figures,
    "/vrijgeven": release.release_page,
    "/berichten": messages.messages,
    "/berichten/nieuw": messages.new_message,
    "/berichten/{message:key}": message.message,
    "/berichten/{message:key}/voorbeeld": message.framed_example,
    "/presentie": venue.venue,
    "/presentie/bestand": venue.venue_file,
    "/antwoorden": answers.answers,
    "/antwoorden/verslag.pdf": answers.report_pdf,
    "/antwoorden/werkblad.xlsx": answers.report_workbook,
    "/antwoorden/{number:count}": review.review_page,
    "/antwoorden/{number:count}/origineel": review.original,
    "/archief": archive.archive,
    "/archief/{edition:count}": archive.edition,
    "/archief/{edition:count}.zip": archive.bag,
    "/werk": audit_log.audit_log,
    "/voorbereiding": setup.setup,
    "/verwijderen": new_meeting.confirm_removal,
    "/instellingen": settings_pages.settings,
    "/instellingen/versies": versions.versions,
    "/instellingen/versies/verschil": versions.difference,
    "/instellingen/versies/{number:count}/bestand": versions.version_file,
    "/instellingen/bestand": event_file.event_file,
    **{f"/instellingen/{slug}": partial(settings_pages.settings_group, slug) for slug in setting_groups()},
}
"""Handlers of GET, by address; they change nothing."""

ACTIONS: dict[str, Handler] = {
    "/maken": build.build,
    "/opnieuw": build.rebuild,
    "/kiezen": release.select_letters,
    "/versturen": sending.send_due,
    "/vrijgeven": release.release_letters,
    "/vrijgeven/bekeken": looks.tick_off,
    "/vrijgeven/op-naam": release.put_in_own_name,
    "/deelnemers/{number:count}/proef": participant.test_copy,
    "/deelnemers/{number:count}/intrekken": participant.withdraw,
    "/deelnemers/{number:count}/toch": participant.send_anyway,
    "/deelnemers/{number:count}/opgelost": participant.resolve_uncertain,
    "/deelnemers/{number:count}/afmelden": attendance.sign_off,
    "/deelnemers/{number:count}/aanmelden": attendance.register_again,
    "/aangehouden": sending.settle_held,
    "/berichten/nieuw": messages.create_message,
    "/berichten/{message:key}": message_actions.save,
    "/berichten/{message:key}/proef": message_actions.test_copy,
    "/berichten/{message:key}/maken": message_actions.make,
    "/berichten/{message:key}/intrekken": message_actions.withdraw,
    "/berichten/{message:key}/kopie": message_actions.copy,
    "/berichten/{message:key}/weg": message_actions.remove,
    "/teruggekomen": bounces.upload_bounces,
    "/lijst": lists.upload_list,
    "/lijst/aannemen": lists.accept_list,
    "/lijst/weg": lists.discard_list,
    "/lijst/kolommen": list_columns.choose_columns,
    "/lijst/eerder/{number:count}/terug": earlier_lists.put_back,
    "/lijst/herstellen": mends.mend,
    "/lijst/klopt": mends.say_right,
    "/lijst/terugdraaien": mends.take_back,
    "/lijst/rijen": mends.settle_rows,
    "/lijst/dezelfde": mends.join_people,
    "/lijst/persoon": person_form.save_person,
    "/deelnemers/nieuw": person_form.add_person,
    "/programma": programme.change,
    "/teksten": own_texts.change_text,
    "/vormgeving": style.change_style,
    "/verslagen": table_reports.change_report,
    "/verslagen/weg": table_reports.remove_strange,
    "/teksten/weg": own_texts.remove_strange,
    "/programma/bestand": programme.upload,
    "/programma/kiezen": programme.keep,
    "/programma/terug": programme.undo,
    "/cijfers": figures.fetch_figures,
    "/tafels/verplaatsen": tables.move,
    "/presentie": venue.make_lists,
    "/sessies/verplaatsen": programme_sessions.move,
    "/antwoorden": answers.upload_answers,
    "/antwoorden/verslag": answers.report_answers,
    "/antwoorden/opnieuw": answers.read_again,
    "/antwoorden/{number:count}/overnemen": review.accept,
    "/antwoorden/{number:count}/opzij": review.dismiss,
    "/antwoorden/{number:count}/terug": review.reopen,
    "/archief/controleren": archive.verify_archive,
    "/instellingen/versies/terug": versions.restore,
    "/instellingen/bestand": event_file.save_file,
    "/instellingen/mailserver/proberen": mail_check.try_mail,
    "/instellingen/cijfers/bestand": own_figures.upload_own_figures,
    **{f"/instellingen/{slug}": partial(settings_pages.save_group, slug) for slug in setting_groups()},
    "/verwijderen": new_meeting.remove,
}
"""Handlers of POST, by address; each needs the CSRF token of the session."""

HOME_PAGES: dict[str, Handler] = {
    "/": home.home,
    "/nieuw": new_meeting.new_meeting,
    "/organisatoren": organisers.organisers,
    "/organisatoren/verwijderen": organisers.confirm_removal,
}
"""Handlers of GET that are of no meeting; they take the Installation and the WebRequest."""

HOME_ACTIONS: dict[str, Handler] = {
    "/werk/weg": home.dismiss_job,
    "/nieuw": new_meeting.create_meeting,
    "/organisatoren/uitnodigen": organisers.invite,
    "/organisatoren/link": organisers.renew_link,
    "/organisatoren/intrekken": organisers.withdraw_link,
    "/organisatoren/verwijderen": organisers.remove,
    "/organisatoren/wachtwoord": organisers.change_own_password,
}
"""Handlers of POST that are of no meeting."""

SLOW = frozenset(
    {
        *(
            "/lijst",
            "/lijst/aannemen",
            "/lijst/kolommen",
            "/lijst/eerder/{number:count}",
            "/lijst/eerder/{number:count}/terug",
            "/antwoorden",
            "/teruggekomen",
            "/programma/bestand",
            "/vormgeving",
            "/antwoorden/{number:count}/origineel",
            "/presentie/bestand",
            "/sessies",
            "/sessies/verplaatsen",
            "/instellingen/bestand",
            "/instellingen/versies/terug",
            "/instellingen/mailserver/proberen",
            "/instellingen/cijfers/bestand",
            "/organisatoren/wachtwoord",
            "/berichten/{message:key}",
            "/berichten/{message:key}/voorbeeld",
            *(path for path in PAGES if path.startswith("/deelnemers/{number:count}/")),
        ),
        *(path for path in PAGES if path.endswith((".pdf", ".png", ".zip", ".xlsx"))),
    }
)
"""Addresses whose handlers read or draw large files, or assign sessions: they take seconds, or much memory."""


class NumberConvertor(Convertor[int]):
    """The number of a participant, an edition or a page in an address: at least 1, of at most nine digits."""

    regex = "0{0,3}[1-9][0-9]{0,8}"

    def convert(self, value: str) -> int:
        """The number in an address."""
        return int(value)

    def to_string(self, value: int) -> str:
        """A number as an address has it."""
        return str(value)


class KeyConvertor(Convertor[str]):
    """The key of packs in an address."""

    regex = "[a-z0-9-]{1,200}"

    def convert(self, value: str) -> str:
        """The key in an address."""
        return value

    def to_string(self, value: str) -> str:
        """A key as an address has it."""
        return value


def methods_of(pages: Mapping[str, Handler], actions: Mapping[str, Handler]) -> dict[str, list[str]]:
    """The methods of each address."""
    paths = dict.fromkeys((*pages, *actions))
    return {path: [*(["GET"] if path in pages else []), *(["POST"] if path in actions else [])] for path in paths}


register_url_convertor("count", NumberConvertor())
register_url_convertor("key", KeyConvertor())
