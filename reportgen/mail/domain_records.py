"""SPF and DMARC records of a domain (RFC 7208, RFC 7489), looked up in DNS."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

from reportgen.errors import MailError
from reportgen.i18n.message import said

TIMEOUT = 2.0
"""Seconds for one query: the records are a hint only, and the machine may have no network."""

MAX_LABELS = 5
"""Labels of the longest domain above a domain that is asked about, so that a long name takes no longer (RFC 9989)."""

TxtLookup = Callable[[str], Sequence[str]]
"""The TXT records of a name; raises a MailError when no server answers."""

_SPF = re.compile(r"v=spf1(?: |$)", re.IGNORECASE)
_DMARC = re.compile(r"v=DMARC1 *(?:;|$)")


def txt_records(name: str, server: str = "") -> tuple[str, ...]:
    """The TXT records of a name; empty where it has none.

    Args:
        server: the address of the DNS server to ask, ``192.0.2.1`` or ``192.0.2.1:5353``; empty for the machine's own.

    Raises:
        MailError: no server answers.
    """
    try:
        resolver = Resolver(configure=not server)
        if server:
            place = urlsplit(f"//{server}")
            resolver.nameservers, resolver.port = [place.hostname or ""], place.port or 53
        answer = resolver.resolve(f"{name}.", "TXT", lifetime=TIMEOUT, search=False)
    except (NXDOMAIN, NoAnswer):
        return ()
    except (DNSException, OSError, ValueError) as fault:
        raise MailError(
            said("DNS gives no answer about {name}: {reason}", name=name, reason=" ".join(str(fault).split())[:200])
        ) from None
    return tuple(b"".join(each.strings).decode("utf-8", "replace") for each in answer)


def spf_of(domain: str, ask: TxtLookup) -> tuple[str, ...]:
    """The SPF records of a domain; there should be one.

    Raises:
        MailError: no server answers.
    """
    return tuple(each for each in ask(domain) if _SPF.match(each))


def dmarc_of(domain: str, ask: TxtLookup) -> str:
    """The DMARC record that holds for a domain: its own, or that of a domain above it; empty where there is none.

    Raises:
        MailError: no server answers.
    """
    labels = domain.split(".")
    above = [".".join(labels[-count:]) for count in range(min(len(labels) - 1, MAX_LABELS), 1, -1)]
    for name in (domain, *above):
        for each in ask(f"_dmarc.{name}"):
            if _DMARC.match(each):
                return each
    return ""


def policy_in(dmarc: str) -> str:
    """What receivers are asked to do with mail that fails: ``none``, ``quarantine`` or ``reject``."""
    tags = {name.strip(): value.strip() for name, _, value in (tag.partition("=") for tag in dmarc.split(";"))}
    return tags.get("p", "none").lower()
