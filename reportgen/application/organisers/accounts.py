"""Accounts of organisers: one-time links for colleagues, passwords, removal, and the first organiser of all."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec, TypeVar

from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.mail.letter import PLAIN_ADDRESS
from reportgen.storage.ledger.audit import JOIN, AuditLog, Organiser
from reportgen.storage.ledger.invitations import Invitation

LINK_AGE = timedelta(days=7)
"""How long a one-time link works."""

MAX_NAME, MAX_ADDRESS = 60, 200
"""Characters of a name to sign in with, and of an address."""

P = ParamSpec("P")
T = TypeVar("T")

INSTALLATION = ""
"""The event under which the audit log has what was done to the installation and not to one event."""


class AccountRefused(UsageError):
    """An account is not made, changed or removed.

    Attributes:
        code: why, one of a fixed set for which interfaces have words.
        field: the part of the form it is about: ``name``, ``email``, ``password``, or empty.
    """

    def __init__(self, code: str, what: str, field: str = "", todo: str = "") -> None:
        super().__init__(what, todo=todo)
        self.code, self.field = code, field


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """The code of a link that lets somebody in once; only its digest is kept.

    Attributes:
        digest: SHA-256 of the code, as hexadecimal text.
    """

    digest: str

    @classmethod
    def new(cls) -> tuple[OneTimeLink, str]:
        """A link and its code, which nobody can guess: 256 bits of chance."""
        code = secrets.token_urlsafe(32)
        return cls(code_digest(code)), code

    def opens_with(self, code: str) -> bool:
        """Whether this is its code; takes equally long for any other."""
        return hmac.compare_digest(code_digest(code), self.digest)


@dataclass(slots=True)
class FirstOrganiser:
    """Lets the first organiser of an installation in, with a code that only who started the server sees.

    Attributes:
        code: to be shown once, on the terminal of that machine.
    """

    code: str = field(repr=False, default="")
    _link: OneTimeLink = field(init=False)

    def __post_init__(self) -> None:
        self._link, self.code = OneTimeLink.new()

    def is_open(self, audit: AuditLog, code: str) -> bool:
        """Whether this is the code, and nobody may sign in yet."""
        return self._link.opens_with(code) and not audit.organisers()

    def add(self, audit: AuditLog, name: str, email: str, password: str, now: datetime) -> Organiser:
        """Adds the first organiser.

        Args:
            password: the argon2 hash.

        Raises:
            AccountRefused: the name or the address is none, or somebody else was first.
        """
        organiser = Organiser(checked_name(name), checked_address(email), password)
        with audit.transaction():
            if not audit.add_first_organiser(organiser, now):
                raise AccountRefused("not-first", "Somebody may sign in already", todo="ask them for a link")
            audit.append(INSTALLATION, organiser.name, "organiser-first", "", now)
        return organiser


def _with_its_line(change: Callable[Concatenate[AuditLog, P], T]) -> Callable[Concatenate[AuditLog, P], T]:
    """A change of who may sign in that is made with its line in the audit log, or not at all."""

    @wraps(change)
    def changed(audit: AuditLog, /, *args: P.args, **more: P.kwargs) -> T:
        with audit.transaction():
            return change(audit, *args, **more)

    return changed


def code_digest(code: str) -> str:
    """What is kept of the code of a link."""
    return sha256(code.encode("utf-8", "replace")).hexdigest()


@_with_its_line
def invite_colleague(audit: AuditLog, name: str, email: str, by: str, now: datetime) -> tuple[Invitation, str]:
    """Makes a link with which somebody who may not sign in yet chooses a password; returns it with its code.

    Args:
        by: the organiser who does.

    Raises:
        AccountRefused: the name or the address is none, or somebody has this name.
    """
    name, email = checked_name(name), checked_address(email)
    if any(each.name.casefold() == name.casefold() for each in audit.organisers()):
        raise AccountRefused(
            "name-taken", said("Somebody signs in as '{name}' already", name=name), "name", "choose another name"
        )
    for earlier in audit.invitations().all():
        if earlier.name.casefold() == name.casefold():
            audit.invitations().withdraw(earlier.name)
    return _link_for(audit, name, email, by, now, "organiser-invite")


@_with_its_line
def renew_password(audit: AuditLog, name: str, by: str, now: datetime) -> tuple[Invitation, str]:
    """Makes a link with which an organiser who lost the password chooses another; the old one works until then.

    Raises:
        AccountRefused: nobody signs in by this name, nor has a link.
    """
    organiser = audit.organiser(name)
    waiting = {each.name: each.email for each in audit.invitations().all()}
    if organiser is None and name not in waiting:
        raise AccountRefused("unknown", said("Nobody signs in as '{name}'", name=name))
    email = organiser.email if organiser else waiting[name]
    return _link_for(audit, name, email, by, now, "organiser-link")


def invitation_with(audit: AuditLog, code: str, now: datetime) -> Invitation | None:
    """The link with this code; None where it was used, withdrawn or has expired."""
    return audit.invitations().find(code_digest(code), now)


@_with_its_line
def accept_invitation(audit: AuditLog, code: str, password: str, now: datetime) -> str:
    """Uses up a link, whose person may sign in from now on; returns the name.

    Args:
        password: the argon2 hash.

    Raises:
        AccountRefused: the link was used, withdrawn or has expired.
    """
    found = audit.invitations().accept(code_digest(code), password, now)
    if found is None:
        raise AccountRefused("link-over", "This link was used, withdrawn or has expired", todo="ask for another")
    audit.append(INSTALLATION, found.name, JOIN, found.inviter, now)
    return found.name


@_with_its_line
def withdraw_invitation(audit: AuditLog, name: str, by: str, now: datetime) -> None:
    """Withdraws the link of a name.

    Raises:
        AccountRefused: there is none.
    """
    if not audit.invitations().withdraw(name):
        raise AccountRefused("unknown", said("There is no link for '{name}'", name=name))
    audit.append(INSTALLATION, by, "organiser-uninvite", name, now)


@_with_its_line
def change_password(audit: AuditLog, organiser: Organiser, password: str, now: datetime) -> None:
    """Gives an organiser another password, of whom the old one was verified.

    Args:
        organiser: with the hash of the old password.
        password: the argon2 hash of the new one.

    Raises:
        AccountRefused: the organiser was removed, or got another password in the meantime.
    """
    if not audit.change_password(organiser.name, organiser.password, password):
        raise AccountRefused("unknown", said("'{name}' has another password now", name=organiser.name))
    audit.append(INSTALLATION, organiser.name, "organiser-password", "", now)


@_with_its_line
def remove_organiser(audit: AuditLog, name: str, by: str, now: datetime) -> None:
    """Lets an organiser not sign in any more, nor with a link they made themselves; the last one stays.

    Raises:
        AccountRefused: nobody signs in by this name, or nobody else does.
    """
    if audit.organiser(name) is None:
        raise AccountRefused("unknown", said("Nobody signs in as '{name}'", name=name))
    if not audit.remove_organiser(name, keep_one=True):
        raise AccountRefused(
            "last", said("Nobody but '{name}' may sign in", name=name), todo="let somebody else sign in first"
        )
    for each in audit.invitations().all():
        if name in (each.name, each.inviter):
            audit.invitations().withdraw(each.name)
    audit.append(INSTALLATION, by, "organiser-remove", name, now)


def checked_name(name: str) -> str:
    """A name to sign in with, as it is stored: with single spaces, and accents composed.

    Raises:
        AccountRefused: it is empty, longer than MAX_NAME characters, or holds what nobody sees.
    """
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain:
        raise AccountRefused("name-missing", "There is no name", "name")
    if len(plain) > MAX_NAME or not plain.isprintable() or not any(each.isalnum() for each in plain):
        raise AccountRefused("name-strange", "This is no name of at most 60 letters", "name")
    return plain


def checked_address(email: str) -> str:
    """An address as it is stored.

    Raises:
        AccountRefused: it is no plain address of at most MAX_ADDRESS characters.
    """
    plain = email.strip()
    if len(plain) > MAX_ADDRESS or not PLAIN_ADDRESS.fullmatch(plain):
        raise AccountRefused("email-strange", "This is no plain address", "email")
    return plain


def _link_for(audit: AuditLog, name: str, email: str, by: str, now: datetime, what: str) -> tuple[Invitation, str]:
    link, code = OneTimeLink.new()
    invitation = Invitation(name, email, by, now, now + LINK_AGE)
    audit.invitations().save(invitation, link.digest)
    audit.append(INSTALLATION, by, what, name, now)
    return invitation, code
