"""Passwords of the environment: for which servers they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.application.passwords import (
    IMAP_HOST,
    IMAP_PASSWORD,
    SMTP_HOST,
    SMTP_PASSWORD,
    ServerNotAllowed,
    imap_password,
    smtp_password,
)
from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.errors import ConfigurationError

SERVER = SmtpServer("smtp.example.org", 587, Tls.STARTTLS, "bode@example.org", "", 0, 0, 1, "b@x.nl", False, 1, 1)


@pytest.fixture(autouse=True)
def _passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (SMTP_PASSWORD, IMAP_PASSWORD):
        monkeypatch.setenv(name, "geheim")
    for name in (SMTP_HOST, IMAP_HOST):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("named", "other", "is_given"),
    [
        ("smtp.example.org", {}, True),
        ("SMTP.Example.ORG.", {}, True),
        ("a.nl, smtp.example.org", {}, True),
        ("a.nl smtp.example.org:587", {}, True),
        ("bode@example.org@smtp.example.org:587", {}, True),
        ("bode@smtp.example.org", {"user": "Bode"}, True),
        ("[::1]:2525", {"host": "::1", "port": 2525}, True),
        ("::1", {"host": "::1"}, True),
        ("smtp.example.org:465", {}, False),
        ("bode@smtp.example.org", {}, False),
        ("example.org", {}, False),
        ("smtp.example.org", {"host": "smtp.example.org.kwaad.nl"}, False),
        ("smtp.example.org", {"host": "kwaad.nl/smtp.example.org"}, False),
        ("smtp.example.org", {"host": "smtp.example.org@kwaad.nl"}, False),
        ("smtp.example.org", {"host": "localhost"}, False),
        ("smtp.example.org", {"host": "kwaad.nl", "user": ""}, False),
        (" , ", {}, False),
        ("", {}, False),
        ("", {"host": "127.0.0.2"}, False),
        ("", {"host": "localhost.kwaad.nl"}, False),
        ("", {"host": "localhost"}, True),
    ],
)
def test_a_password_is_for_the_servers_that_are_named_or_for_this_machine(
    monkeypatch: pytest.MonkeyPatch, named: str, other: dict[str, object], is_given: bool
) -> None:
    monkeypatch.setenv(SMTP_HOST, named)
    server = replace(SERVER, **other)  # type: ignore[arg-type]
    if is_given:
        assert smtp_password(server) == "geheim"
    else:
        with pytest.raises(ServerNotAllowed) as refused:
            smtp_password(server)
        assert refused.value.where == SMTP_HOST
        assert "geheim" not in str(refused.value)


def test_a_server_that_wants_no_password_is_used_unless_others_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    open_server = replace(SERVER, user="")
    assert smtp_password(open_server) == ""
    monkeypatch.setenv(SMTP_HOST, "smtp.example.org")
    assert smtp_password(open_server) == ""


@pytest.mark.parametrize("named", ["smtp://x", "a.nl:b", "a.nl:123456", "[x]", "a:b:c", "/etc"])
def test_what_names_no_server_is_refused_and_lets_none_through(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv(SMTP_HOST, named)
    with pytest.raises(ConfigurationError, match="no name of a server"):
        smtp_password(SERVER)


def test_the_password_of_a_mailbox_is_for_the_servers_that_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "imaps://bode%40example.org@imap.example.org/INBOX"
    assert imap_password(address) == "geheim"
    monkeypatch.setenv(IMAP_HOST, "bode@example.org@imap.example.org:993")
    assert imap_password(address) == "geheim"
    for other in (
        "imaps://x@imap.example.org",
        "imaps://bode%40example.org@imap.example.org:9993",
        "imaps://b@kwaad.nl",
    ):
        with pytest.raises(ServerNotAllowed):
            imap_password(other)
