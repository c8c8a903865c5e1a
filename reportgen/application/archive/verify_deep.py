"""Verifies thoroughly: opens each pack and letter of an edition, and compares everything that says who it is for.

Digests prove that nothing changed since they were written. Whoever can rewrite the archive and the ledger can rewrite
the digests as well; that a pack, its letter and the ledger are about one person must then be seen in the files
themselves. One pack and its letter are in memory at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from reportgen.application.archive.identify import ExpectedFile, KnownFiles
from reportgen.application.archive.inspect import pack_entries
from reportgen.application.archive.personal_content import name_in, personal_content
from reportgen.domain.identifiers import KIND_SEPARATOR, delivery_key, participant_id
from reportgen.domain.people.participant import folded, full_name, surname
from reportgen.errors import ArchiveError, MailError, RenderingError
from reportgen.mail.calendar import owner_of
from reportgen.mail.letter_addressee import LetterAddressee, addressee_of
from reportgen.render.pdf.first_page import first_page_text
from reportgen.render.pdf.identity import identity_in
from reportgen.storage.archive.archive import Archive

MIN_NAME = 4
"""Letters and digits of the shortest name that is looked for on a page: shorter ones are part of other words."""


@dataclass(frozen=True, slots=True)
class LedgerPerson:
    """A participant as the ledger last knew them; texts are empty for one who was erased."""

    name: str
    email: str
    code: str


@dataclass(frozen=True, slots=True)
class DeepRecords:
    """What the ledger records beside deliveries, to compare files with.

    Attributes:
        people: by number.
        codes: code of the municipality by number and edition, of each recorded pack.
        newest: the edition of the newest pack of everyone who is still on the list, and of the newest letter of
            everyone whom it tells that they are not, by number.
    """

    people: Mapping[int, LedgerPerson] = field(default_factory=dict)
    codes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    newest: Mapping[int, int] = field(default_factory=dict)


def deep_faults(
    key: str,
    edition: int,
    archive: Archive,
    expected: Collection[ExpectedFile],
    records: DeepRecords | None,
    on_done: Callable[[], None] = lambda: None,
) -> Iterator[str]:
    """Every place in an edition where two statements about an addressee differ.

    Args:
        expected: what the ledger records of any edition; where it cannot be read, what edition.json says.
        records: None where the ledger cannot be read.
        on_done: called after each participant.
    """
    entries = pack_entries(archive, edition)
    names = {number: _content_of(archive, edition, entries[number])[:2] for number in entries}
    known = KnownFiles(key, expected)
    for each in sorted((each for each in expected if each.edition == edition), key=lambda each: each.number):
        check = _Check(key, archive, each, entries.get(each.number), known, names, records)
        yield from dict.fromkeys(check.faults())
        on_done()


class _Check:
    """The check of one participant's pack and letter in one edition."""

    def __init__(
        self,
        key: str,
        archive: Archive,
        expected: ExpectedFile,
        entry: Mapping[str, Any] | None,
        known: KnownFiles,
        names: Mapping[int, tuple[str, str]],
        records: DeepRecords | None,
    ) -> None:
        self._key, self._archive, self._expected, self._known = key, archive, expected, known
        self._entry, self._names, self._records = entry or {}, names, records
        self._owner = participant_id(key, expected.number)
        self._name, self._surname, self._municipality, self._code = _content_of(archive, expected.edition, self._entry)

    def faults(self) -> Iterator[str]:
        """All differences between pack, letter, edition.json and ledger."""
        folder = self._archive.bag(self._expected.edition) / "data"
        for path in sorted((folder / "packs").glob(f"{self._expected.number:04d}-*.pdf")):
            yield from self._of_pack(f"data/packs/{path.name}", path.stem.partition("-")[2])
        if (folder / self._letter_path).is_file():
            yield from self._of_letter(f"data/{self._letter_path}")
        yield from self._of_ledger()

    @property
    def _letter_path(self) -> str:
        return f"letters/{self._expected.number:04d}.eml"

    @property
    def _is_briefing(self) -> bool:
        """Whether its first page must show name and municipality; those of a kind of its own may show neither."""
        return KIND_SEPARATOR not in self._key

    def _of_pack(self, path: str, code: str) -> Iterator[str]:
        try:
            content = self._archive.read(self._expected.edition, path.removeprefix("data/"))
            page = folded.__wrapped__(first_page_text(content))  # a page is not kept in its cache
        except (ArchiveError, RenderingError) as fault:
            yield f"{path} cannot be opened ({fault.what})"
            return
        if recognized := self._known.pack(content, self._expected.number, self._expected.edition):
            yield f"{path} {recognized}"
        identity, fingerprint = identity_in(content), self._entry.get("fingerprint")
        if identity and fingerprint and identity.fingerprint != fingerprint:
            yield f"{path} was printed from other content than edition.json says"
        codes = {code, self._entry.get("code"), self._code} - {"", None}
        if self._records:
            codes |= {self._records.codes.get((self._expected.number, self._expected.edition), code)}
        if len(codes) > 1:
            yield f"{path} is of {code}, and others say {', '.join(sorted(map(str, codes - {code})))}"
        if self._is_briefing and folded(self._municipality) not in page:
            yield f"{path} does not show the municipality that it was printed for"
        yield from self._name_on(path, page)

    def _name_on(self, path: str, page: str) -> Iterator[str]:
        """Whether the first page shows the surname of its participant, and not that of another.

        How a given name is written there is for the template to say: in full, or as initials.
        """
        own = folded(self._surname)
        if len(own) < MIN_NAME or own in page:
            return
        others = {number: folded(last) for number, (_, last) in self._names.items() if len(folded(last)) >= MIN_NAME}
        shown = [number for number, last in others.items() if last in page]
        if shown:
            yield f"{path} shows the name of participant {max(shown, key=lambda number: len(others[number]))}"
        elif self._is_briefing:
            yield f"{path} does not show the name of its participant"

    def _of_letter(self, path: str) -> Iterator[str]:
        try:
            content = self._archive.read(self._expected.edition, self._letter_path)
            letter = addressee_of(content)
        except (ArchiveError, MailError) as fault:
            yield f"{path} cannot be read ({fault.what})"
            return
        if recognized := self._known.letter(content, self._expected.number, self._expected.edition):
            yield f"{path} {recognized}"
        if letter.message_id != self._expected.message_id:
            yield f"{path} has another Message-ID than the ledger recorded"
        if self._expected.recipient and letter.recipient != self._expected.recipient:
            yield f"{path} is addressed to another than the ledger recorded"
        if self._name and folded(letter.name) != folded(self._name):
            yield f"{path} greets another name in To than its pack was printed for{self._whose(letter.name)}"
        carried = [sha256(pack).hexdigest() for pack in letter.packs]
        if carried != [self._expected.pack] * bool(self._expected.pack):
            yield f"{path} does not carry the pack that the ledger recorded"
        for uid in letter.calendar_uids:
            if owner_of(uid) != self._owner:
                yield f"{path} has a calendar entry of another participant"
        yield from self._of_person(path, letter)

    def _of_person(self, path: str, letter: LetterAddressee) -> Iterator[str]:
        """Whether the newest letter is to the person whom the ledger has under this number."""
        number = self._expected.number
        if self._records is None or self._records.newest.get(number) != self._expected.edition:
            return
        person = self._records.people.get(number)
        if person is None:
            yield f"{path} is to participant {number}, whom the ledger does not know"
            return
        if not person.name and not person.email:
            return  # erased
        wrong = [
            what
            for what, differs in (
                ("name", folded(person.name) != folded(letter.name)),
                ("address", person.email != letter.recipient),
                ("municipality", bool(self._entry) and person.code != self._entry.get("code")),
            )
            if differs
        ]
        if wrong:
            yield (
                f"{path} is to participant {number}, of whom the ledger has another {' and '.join(wrong)}"
                f"{self._whose(person.name)}; after a change of the list: reportgen plan EVENT"
            )

    def _of_ledger(self) -> Iterator[str]:
        """Whether a delivery is about one participant in all its columns."""
        expected = self._expected
        key = delivery_key(self._key, expected.number, expected.edition)
        if expected.key != key:
            yield f"{expected.key} is recorded as the letter {key}"
        if expected.message_id.strip("<>").rpartition("@")[0] != expected.key:
            yield f"{expected.key} is recorded with the Message-ID of another letter"

    def _whose(self, name: str) -> str:
        """Whose name it is, if that of another participant in this edition."""
        owners = [number for number, (each, _) in self._names.items() if each and folded(each) == folded(name)]
        others = [number for number in owners if number != self._expected.number]
        return f" (that of participant {min(others)})" if others else ""


def _content_of(archive: Archive, edition: int, entry: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Name, surname, municipality and its code in the content of a pack's personal part; empty where it was erased."""
    content = personal_content(archive, edition, entry)
    try:
        name = name_in(content["name"])
    except (KeyError, TypeError):
        return "", "", "", ""
    municipality = "" if content.get("organisation") else str(content.get("municipality", ""))
    return full_name(name), surname(name), municipality, str(content.get("code", ""))
