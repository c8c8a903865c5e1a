"""Everything a run needs is examined, without doing any of it: one line for each thing, with what mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.application.doctor import event, machine, mail, printing
from reportgen.application.doctor.context import DoctorContext, reason
from reportgen.domain.health import HealthCheck, Verdict, unknown, wrong
from reportgen.errors import ReportgenError


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to examine, and what has to be right before it can be.

    Attributes:
        examine: looks, and may raise; None where the event has no such thing.
        needs: names of earlier steps.
    """

    name: str
    examine: Callable[[DoctorContext], HealthCheck | None]
    needs: tuple[str, ...] = ()


ORDER = (
    Step("libraries", printing.libraries),
    Step("fonts", printing.fonts),
    Step("templates", printing.templates),
    Step("event.toml", event.event_file),
    Step("programme", event.programme),
    Step("figures", event.figures),
    Step("age of figures", event.age, ("event.toml", "figures")),
    Step("lock", machine.lock),
    Step("ledger", machine.ledger),
    Step("archive", machine.archive, ("ledger",)),
    Step("participants", event.participants, ("event.toml", "programme", "figures", "age of figures", "ledger")),
    Step("printing", printing.proof, ("libraries", "fonts", "templates", "figures")),
    Step("disk", machine.disk, ("ledger",)),
    Step("clock", machine.clock),
    Step("window", mail.window, ("event.toml", "ledger")),
    Step("letters", mail.letters, ("event.toml",)),
    Step("password", mail.password, ("event.toml",)),
    Step("mail server", mail.server, ("event.toml", "password")),
    Step("SPF", mail.spf, ("event.toml",)),
    Step("DMARC", mail.dmarc, ("event.toml",)),
)
"""What is examined, in the order in which it is mended."""


def run_checks(case: DoctorContext, steps: Sequence[Step] = ORDER) -> Iterator[HealthCheck]:
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


def _outcome(step: Step, case: DoctorContext) -> HealthCheck | None:
    """What came of a step; a fault in looking is a fault that is found."""
    try:
        return step.examine(case)
    except (ReportgenError, OSError) as fault:
        said, where, todo = reason(fault)
        return wrong(said, todo, where)
    except Exception as fault:  # a look that breaks must not keep the others from being taken
        said = f"looking at it failed: {type(fault).__name__}: {' '.join(str(fault).split())[:300]}"
        return wrong(said, "tell who looks after reportgen, with this line; until then, do not trust a run")
