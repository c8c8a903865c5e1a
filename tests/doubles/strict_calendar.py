"""A strict reader of iCalendar files, by the letter of RFC 5545 and RFC 5546; nothing in it writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import vobject
from dateutil.tz import tzical

_LINE = re.compile(
    r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"\x00-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*))*):(.*)', re.DOTALL
)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=(?:"([^"]*)"|([^";:,]*))')
_TEXT = re.compile(r"(?:[^\\;,\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]|\\[\\;,nN])*")
_LOCAL, _OFFSET = re.compile(r"\d{8}T\d{6}"), re.compile(r"[+-]\d{4}(?:\d{2})?")
_TEXTS = ("SUMMARY", "LOCATION", "DESCRIPTION", "UID", "PRODID", "TZNAME", "TZID")
_ONCE = {
    "VCALENDAR": ("PRODID", "VERSION", "METHOD"),
    "VEVENT": ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "ORGANIZER"),
    "VTIMEZONE": ("TZID",),
    "STANDARD": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
    "DAYLIGHT": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
}
_STATUS = {"PUBLISH": (None, "CONFIRMED"), "REQUEST": (None, "CONFIRMED"), "CANCEL": ("CANCELLED",)}


class BadCalendar(AssertionError):
    """A file that a strict program would not take."""


@dataclass(frozen=True)
class Property:
    """One line of a file; ``value`` as it is written."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """What stands between BEGIN and END."""

    name: str
    properties: list[Property] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [each for each in self.properties if each.name == name]

    def one(self, name: str) -> str:
        (found,) = self.all(name)
        return found.value

    def within(self, *names: str) -> list[Component]:
        return [each for each in self.parts if each.name in names]


@dataclass(frozen=True)
class StrictEntry:
    """An entry as a strict reader has it; moments in UTC."""

    uid: str
    sequence: int
    start: datetime
    end: datetime
    summary: str
    location: str
    description: str


@dataclass(frozen=True)
class StrictCalendar:
    """A file as a strict reader has it."""

    method: str
    entries: tuple[StrictEntry, ...]


def read_strictly(content: bytes) -> StrictCalendar:
    """The entries of a file.

    Raises:
        BadCalendar: something in it is not as the standards want it.
    """
    calendar = _tree(list(_content_lines(content)))
    _check(calendar.name == "VCALENDAR", f"it begins with {calendar.name}")
    for each in _all_components(calendar):
        _check_properties(each)
    _check(calendar.one("VERSION") == "2.0", "another version")
    method = calendar.one("METHOD")
    _check(method in _STATUS, f"the method {method}")
    events, zones = calendar.within("VEVENT"), calendar.within("VTIMEZONE")
    _check(len(events) + len(zones) == len(calendar.parts), "a component of another kind")
    _check(bool(events), "no entry")
    uids = [each.one("UID") for each in events]
    _check(len(set(uids)) == len(uids), "one UID twice")
    _check(method == "PUBLISH" or len(uids) == 1, f"{len(uids)} UIDs in a file to {method}")
    for each in events:
        _check_method(each, method)
    named = Counter(each.one("TZID") for each in zones)
    used = {zone for each in events for name in ("DTSTART", "DTEND") if (zone := _zone_of(each, name))}
    _check(set(named) == used and all(count == 1 for count in named.values()), f"zones {named} for {used}")
    for each in zones:
        _check_zone(each, [_local(one.one("DTSTART")) for one in events])
    reader = tzical(StringIO(content.decode()))
    vobject.readOne(content.decode()).validate(raiseException=True)
    return StrictCalendar(method, tuple(_entry(each, reader) for each in events))


def _check(holds: bool, fault: str) -> None:
    if not holds:
        raise BadCalendar(fault)


def _content_lines(content: bytes) -> Iterator[Property]:
    _check(content.endswith(b"\r\n"), "the last line does not end")
    _check(content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r"), "a line that does not end in CRLF")
    folded = content.removesuffix(b"\r\n").split(b"\r\n")
    _check(all(0 < len(each) <= 75 for each in folded), "a line that is empty, or longer than 75 octets")
    for each in folded:
        each.decode()  # no sign is divided over two lines
    for line in content.removesuffix(b"\r\n").replace(b"\r\n ", b"").split(b"\r\n"):
        found = _LINE.fullmatch(line.decode())
        if found is None:
            raise BadCalendar(f"no content line: {line!r}")
        _check(not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", found[3]), f"a control character: {line!r}")
        parameters = {name.upper(): quoted or plain for name, quoted, plain in _PARAMETER.findall(found[2])}
        yield Property(found[1].upper(), parameters, found[3])


def _tree(lines: Sequence[Property]) -> Component:
    open_components = [Component("")]
    for each in lines:
        if each.name == "BEGIN":
            component = Component(each.value)
            open_components[-1].parts.append(component)
            open_components.append(component)
        elif each.name == "END":
            _check(len(open_components) > 1 and open_components.pop().name == each.value, f"END:{each.value}")
        else:
            _check(len(open_components) > 1, f"{each.name} outside the calendar")
            open_components[-1].properties.append(each)
    _check(len(open_components) == 1 and len(open_components[0].parts) == 1, "not one whole calendar")
    return open_components[0].parts[0]


def _all_components(component: Component) -> Iterator[Component]:
    yield component
    for each in component.parts:
        yield from _all_components(each)


def _check_properties(component: Component) -> None:
    _check(component.name in _ONCE, f"the component {component.name}")
    counts = Counter(each.name for each in component.properties)
    for name in _ONCE[component.name]:
        _check(counts[name] == 1, f"{counts[name]} times {name} in {component.name}")
    for name, count in counts.items():
        _check(count == 1 or name == "ATTENDEE", f"{count} times {name} in {component.name}")
    for each in component.properties:
        if each.name in _TEXTS:
            _check(_TEXT.fullmatch(each.value) is not None, f"{each.name} is not escaped: {each.value!r}")


def _check_method(event: Component, method: str) -> None:
    _check(re.fullmatch(r"\d{8}T\d{6}Z", event.one("DTSTAMP")) is not None, "DTSTAMP is not in UTC")
    _check(event.one("SEQUENCE").isdecimal(), "SEQUENCE is no number")
    _check(event.one("ORGANIZER").startswith("mailto:"), "ORGANIZER is no address")
    status = next((each.value for each in event.all("STATUS")), None)
    _check(status in _STATUS[method], f"STATUS {status} in a file to {method}")
    attendees = event.all("ATTENDEE")
    _check(bool(attendees) is (method != "PUBLISH"), f"{len(attendees)} attendees in a file to {method}")
    _check(all(each.value.startswith("mailto:") for each in attendees), "ATTENDEE is no address")


def _zone_of(event: Component, name: str) -> str:
    (found,) = event.all(name)
    return found.parameters.get("TZID", "")


def _local(text: str) -> datetime:
    _check(_LOCAL.fullmatch(text) is not None, f"no local time: {text}")
    return datetime.fromisoformat(text)


def _offset(text: str) -> timedelta:
    _check(_OFFSET.fullmatch(text) is not None and text != "-0000", f"no offset: {text}")
    hours, minutes, seconds = int(text[1:3]), int(text[3:5]), int(text[5:7] or 0)
    return (-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _check_zone(zone: Component, starts: Sequence[datetime]) -> None:
    """Whether each onset is a moment at which the zone changes, told in the offset that holds before it."""
    observances = zone.within("STANDARD", "DAYLIGHT")
    _check(bool(observances) and len(observances) == len(zone.parts), "a zone without STANDARD and DAYLIGHT")
    real = ZoneInfo(zone.one("TZID"))
    for each in observances:
        before, after = _offset(each.one("TZOFFSETFROM")), _offset(each.one("TZOFFSETTO"))
        _check(not each.all("DTSTART")[0].parameters, "an onset in a zone")
        at = (_local(each.one("DTSTART")) - before).replace(tzinfo=UTC)
        _check(at.astimezone(real).utcoffset() == after, f"another offset from {at}")
        earlier = (at - timedelta(seconds=1)).astimezone(real).utcoffset()
        _check(earlier == before, f"another offset before {at}")
    first = min(_local(each.one("DTSTART")) for each in observances)
    _check(all(first < each for each in starts), "an entry before the first onset")


def _entry(event: Component, reader: tzical) -> StrictEntry:
    start, end = (_moment(event, name, reader) for name in ("DTSTART", "DTEND"))
    _check(start < end, "it ends before it begins")
    texts = (_unescaped(event.one(name)) for name in ("SUMMARY", "LOCATION", "DESCRIPTION"))
    return StrictEntry(event.one("UID"), int(event.one("SEQUENCE")), start, end, *texts)


def _moment(event: Component, name: str, reader: tzical) -> datetime:
    """A moment by the zone in the file itself, and not by what this machine knows of zones."""
    zone = _zone_of(event, name)
    _check(bool(zone), f"{name} has no zone")
    return _local(event.one(name)).replace(tzinfo=reader.get(zone)).astimezone(UTC)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)
