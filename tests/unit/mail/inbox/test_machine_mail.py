"""Mail of machines is told from that of people by its headers and subject."""

from __future__ import annotations

import pytest

from reportgen.mail.inbox.replies import replies_in

MACHINES = {
    **{
        each: (f"{each}\n", "Re: x", (True, False))
        for each in (
            "Auto-Submitted: auto-replied",
            "Auto-Submitted: auto-generated; owner-email=x",
            "X-Autoreply: yes",
            "X-Autorespond: x",
            "X-Autoresponder: x",
            "X-Auto-Reply: true",
            "X-Vacation: yes",
        )
    },
    **{
        each: (f"{each}\n", "Re: x", (False, False))
        for each in (
            "Auto-Submitted: no",
            "X-Autoreply: no",
            "X-Auto-Response-Suppress: All",
            "Precedence: list",
            "Precedence: bulk",
            "Precedence: junk",
            "List-ID: <x.example>",
            "X-MS-Exchange-Inbox-Rules-Loop: x@y.example",
            "X-Autoreply: ",
        )
    },
    "Precedence: auto_reply": ("Precedence: auto_reply\n", "Re: x", (False, True)),
    "Return-Path: <>": ("Return-Path: <>\n", "Re: x", (False, True)),
    **{
        each: ("", each, (False, True))
        for each in (
            "Automatisch antwoord: Uw briefing",
            "Automatische reactie: x",
            "Afwezig: Uw briefing",
            "Afwezigheid",
            "Afwezigheidsbericht",
            "Out of Office: x",
            "Out of the office",
            "Automatic reply: x",
            "Auto: x",
            "AutoReply: x",
            "Auto Response",
            "Vacation reply",
            "Automatische Antwort: x",
            "Abwesenheitsnotiz: x",
            "Abwesend: x",
            "Réponse automatique : x",
            "Absence du bureau",
            "Absent : x",
            "=?utf-8?q?R=C3=A9ponse_automatique?=",
        )
    },
    **{
        each: ("", each, (False, False))
        for each in (
            "RE: Automatisch antwoord: Uw briefing",
            "Antw: Uw briefing",
            "AW: Ihre Unterlagen",
            "Re: Automatisering",
            "Antwoord op uw vragen",
            "Autonomie in de regio",
            "RE: Afwezig 10 december",
        )
    },
}


@pytest.mark.parametrize(("head", "subject", "signs"), MACHINES.values(), ids=MACHINES)
def test_machines_are_told_from_people(head: str, subject: str, signs: tuple[bool, bool]) -> None:
    content = f"From: Loes <l@tilburg.example>\n{head}Subject: {subject}\nContent-Type: text/plain\n\n1. Ja.".encode()
    (reply,) = replies_in(content)
    assert (reply.automatic, reply.looks_automatic) == signs
