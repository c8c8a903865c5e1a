"""The audit log of a meeting: what organisers did and what became of it, searched by person, kind and organiser."""

from __future__ import annotations

from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import WebRequest, number_in
from reportgen.interfaces.web.responses import Page, page
from reportgen.interfaces.web.rows.audit_lines import found_lines
from reportgen.interfaces.web.rows.list_page import ListPage, asked_number
from reportgen.render.content.web_pages import action_name
from reportgen.storage.ledger.audit import AuditQuery

LINES = 50
"""Actions on one page."""

LONGEST_SEARCH = 100
"""Characters of a search that are looked at."""


def audit_log(context: WebContext, request: WebRequest) -> Page:
    """The newest actions that are looked for; without script also where the running job is followed."""
    names = {each.number: each.name for each in context.ledger.enrolled(context.people_key)}
    audit = context.ledger.audit()
    organisers, actions = audit.actors(context.people_key)
    words, who, what = (request.query.get(each, "").strip()[:LONGEST_SEARCH] for each in ("wie", "door", "wat"))
    query = AuditQuery(who, what, _numbers(words, names) if words else None)
    number = asked_number(request)
    lines = found_lines(audit, context.people_key, query, context.jobs.state, LINES + 1, LINES * (number - 1))
    searched = {name: value for name, value in (("wie", words), ("door", who), ("wat", what)) if value}
    pages = ListPage(number, number + (len(lines) > LINES), LINES, "/werk", searched)
    return page(
        context,
        request,
        "audit_log",
        audit=lines[:LINES],
        names=names,
        organisers=organisers,
        actions=sorted((action_name(each), each) for each in actions),
        search={"wie": words, "door": who, "wat": what},
        searched=bool(searched),
        pages=pages,
    )


def _numbers(words: str, names: dict[int, str]) -> tuple[int, ...]:
    """The participants whose number it is, or whose name has all words."""
    wanted = words.casefold().split()
    if words.isdecimal():
        return (number,) if (number := number_in(words)) is not None else ()
    return tuple(number for number, name in names.items() if all(word in name.casefold() for word in wanted))
