"""Accounts of organisers: links work once and for some days, the last organiser stays, and nothing secret is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.application.organisers import accounts
from reportgen.application.organisers.accounts import INSTALLATION, LINK_AGE, AccountRefused, FirstOrganiser
from reportgen.storage.ledger.audit import AuditLog, Organiser
from reportgen.storage.ledger.database import connection_to
from reportgen.storage.ledger.ledger import Ledger

NOW = datetime(2030, 5, 1, 9, tzinfo=UTC)
ANNA = Organiser("anna", "anna@vng.example", "hash of anna")


@pytest.fixture
def audit() -> AuditLog:
    made = Ledger(connection_to(None)).audit()
    made.save_organiser(ANNA, NOW)
    return made


def _log(audit: AuditLog) -> list[tuple[str, str, str]]:
    return [(each.who, each.what, each.about) for each in audit.entries(INSTALLATION)]


def test_a_link_lets_a_colleague_choose_a_password_once(audit: AuditLog) -> None:
    _, code = accounts.invite_colleague(audit, "  Bram   de Wit ", "bram@vng.example", "anna", NOW)
    assert audit.organiser("Bram de Wit") is None
    assert accounts.accept_invitation(audit, code, "hash of bram", NOW) == "Bram de Wit"
    assert audit.organiser("Bram de Wit") == Organiser("Bram de Wit", "bram@vng.example", "hash of bram")
    with pytest.raises(AccountRefused) as refused:
        accounts.accept_invitation(audit, code, "another hash", NOW)
    assert refused.value.code == "link-over"
    assert audit.organiser("Bram de Wit").password == "hash of bram"  # type: ignore[union-attr]
    assert _log(audit) == [
        ("Bram de Wit", "organiser-join", "anna"),
        ("anna", "organiser-invite", "Bram de Wit"),
    ]


def test_a_link_works_for_some_days_wherever_the_clock_stands(audit: AuditLog) -> None:
    _, code = accounts.invite_colleague(audit, "bram", "bram@vng.example", "anna", NOW)
    summer = (NOW + LINK_AGE - timedelta(seconds=1)).astimezone()
    assert accounts.invitation_with(audit, code, summer)
    assert accounts.invitation_with(audit, code, NOW + LINK_AGE) is None
    with pytest.raises(AccountRefused):
        accounts.accept_invitation(audit, code, "hash", NOW + LINK_AGE)
    assert audit.organiser("bram") is None


def test_only_a_digest_of_the_code_is_stored() -> None:
    db = connection_to(None)
    _, code = accounts.invite_colleague(Ledger(db).audit(), "bram", "bram@vng.example", "anna", NOW)
    assert code not in "\n".join(db.iterdump())


def test_another_link_for_the_same_person_replaces_the_first(audit: AuditLog) -> None:
    _, first = accounts.invite_colleague(audit, "bram", "bram@vng.example", "anna", NOW)
    _, second = accounts.invite_colleague(audit, "Bram", "bram@vng.example", "anna", NOW)
    assert accounts.invitation_with(audit, first, NOW) is None
    assert accounts.invitation_with(audit, second, NOW)
    assert [each.name for each in audit.invitations().all()] == ["Bram"]


def test_nobody_takes_the_name_of_a_colleague(audit: AuditLog) -> None:
    with pytest.raises(AccountRefused) as refused:
        accounts.invite_colleague(audit, "ANNA", "other@vng.example", "anna", NOW)
    assert (refused.value.code, refused.value.field) == ("name-taken", "name")


def test_who_lost_a_password_gets_a_link_and_keeps_the_old_one_until_it_is_used(audit: AuditLog) -> None:
    _, code = accounts.renew_password(audit, "anna", "bram", NOW)
    assert audit.organiser("anna") == ANNA
    accounts.accept_invitation(audit, code, "another hash", NOW)
    assert audit.organiser("anna") == Organiser("anna", "anna@vng.example", "another hash")


def test_the_last_organiser_stays(audit: AuditLog) -> None:
    with pytest.raises(AccountRefused) as refused:
        accounts.remove_organiser(audit, "anna", "anna", NOW)
    assert refused.value.code == "last"
    audit.save_organiser(Organiser("bram", "bram@vng.example", "hash"), NOW)
    _, code = accounts.renew_password(audit, "anna", "bram", NOW)
    _, own = accounts.invite_colleague(audit, "eve", "eve@vng.example", "anna", NOW)
    accounts.remove_organiser(audit, "anna", "bram", NOW)
    assert audit.organiser("anna") is None
    assert accounts.invitation_with(audit, own, NOW) is None, "nor does one that they made themselves"
    assert accounts.invitation_with(audit, code, NOW) is None, "a link brings nobody back who was removed"


def test_a_password_is_changed_only_by_who_knows_the_one_of_now(audit: AuditLog) -> None:
    accounts.change_password(audit, ANNA, "new hash", NOW)
    with pytest.raises(AccountRefused):
        accounts.change_password(audit, ANNA, "newer hash", NOW)
    assert audit.organiser("anna").password == "new hash"  # type: ignore[union-attr]


def test_the_first_organiser_comes_in_once_and_only_where_there_is_none() -> None:
    audit, first = Ledger(connection_to(None)).audit(), FirstOrganiser()
    assert first.is_open(audit, first.code)
    assert not first.is_open(audit, f"{first.code}x")
    first.add(audit, "anna", "anna@vng.example", "hash", NOW)
    assert not first.is_open(audit, first.code)
    with pytest.raises(AccountRefused) as refused:
        first.add(audit, "eve", "eve@vng.example", "hash", NOW)
    assert refused.value.code == "not-first"
    assert [each.name for each in audit.organisers()] == ["anna"]
    assert first.code not in repr(first)


@given(st.text(max_size=80))
def test_a_name_is_refused_or_stored_as_it_can_be_typed_again(name: str) -> None:
    try:
        stored = accounts.checked_name(name)
    except AccountRefused:
        return
    assert stored == accounts.checked_name(stored) == " ".join(stored.split())
    assert 0 < len(stored) <= accounts.MAX_NAME
    assert stored.isprintable()


@pytest.mark.parametrize("email", ["", "anna", "anna@", "a@b\nbcc: c@d.example", f"{'a' * 200}@vng.example"])
def test_an_address_that_gets_no_mail_is_refused(email: str) -> None:
    with pytest.raises(AccountRefused) as refused:
        accounts.checked_address(email)
    assert refused.value.field == "email"
