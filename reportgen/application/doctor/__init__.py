"""Everything a run needs is examined, without doing any of it: one line for each thing, with what mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.application.doctor import event, machine, mail, printing
from reportgen.application.doctor.context import DoctorContext, fault_parts
from reportgen.domain.health import HealthCheck, Verdict, unknown, wrong
from reportgen.errors import ReportgenError


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to examine, and what has to be right before it can be.

    Attributes:
        examine: looks, and may raise; None where the event has no such thing.
        needs: names of earlier steps.
    """

    name: str
    examine: Callable[[DoctorContext], HealthCheck | None]
    needs: tuple[str, ...] = ()


CHECKS = (
    Check("libraries", printing.libraries),
    Check("fonts", printing.fonts),
    Check("templates", printing.templates),
    Check("event.toml", event.event_file),
    Check("programme", event.programme),
    Check("figures", event.figures),
    Check("age of figures", event.age, ("event.toml", "figures")),
    Check("lock", machine.lock),
    Check("ledger", machine.ledger),
    Check("archive", machine.archive, ("ledger",)),
    Check("participants", event.participants, ("event.toml", "programme", "figures", "age of figures", "ledger")),
    Check("printing", printing.proof, ("libraries", "fonts", "templates", "figures")),
    Check("disk", machine.disk, ("ledger",)),
    Check("clock", machine.clock),
    Check("window", mail.window, ("event.toml", "ledger")),
    Check("letters", mail.letters, ("event.toml",)),
    Check("password", mail.password, ("event.toml",)),
    Check("mail server", mail.server, ("event.toml", "password")),
    Check("SPF", mail.spf, ("event.toml",)),
    Check("DMARC", mail.dmarc, ("event.toml",)),
)
"""What is examined, in the order in which it is mended."""


def run_checks(case: DoctorContext, steps: Sequence[Check] = CHECKS) -> Iterator[HealthCheck]:
    """What came of each step, as it is known; what cannot be told before something else is mended says so."""
    barred: set[str] = set()
    for step in steps:
        first = next((name for name in step.needs if name in barred), None)
        check = unknown(f"not looked at: mend {first} first") if first else _outcome(step, case)
        if check is None:
            continue
        if check.verdict in (Verdict.RED, Verdict.GREY):
            barred.add(step.name)
        yield replace(check, name=step.name)


def needs_a_person(checks: Sequence[HealthCheck]) -> bool:
    """Whether there is something to mend or to look at."""
    return any(each.verdict in (Verdict.RED, Verdict.YELLOW) for each in checks)


def _outcome(step: Check, case: DoctorContext) -> HealthCheck | None:
    """What came of a step; a fault in looking is a fault that is found."""
    try:
        return step.examine(case)
    except (ReportgenError, OSError) as fault:
        said, where, todo = fault_parts(fault)
        return wrong(said, todo, where)
    except Exception as fault:  # a look that breaks must not keep the others from being taken
        said = f"looking at it failed: {type(fault).__name__}: {' '.join(str(fault).split())[:300]}"
        return wrong(said, "tell who looks after reportgen, with this line; until then, do not trust a run")
