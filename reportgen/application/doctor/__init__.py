"""Health checks of everything a run needs, without changes: one result for each check, with what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.application.doctor import event, machine, mail, printing
from reportgen.application.doctor.context import DoctorContext, fault_parts
from reportgen.domain.health import HealthCheck, Verdict, unknown, wrong
from reportgen.errors import ReportgenError
from reportgen.i18n.message import named, said


@dataclass(frozen=True, slots=True)
class Check:
    """One check, and the checks that must pass before it can be done.

    Attributes:
        examine: does the check, and may raise; returns None where it does not apply to the event.
        needs: names of earlier checks.
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
    Check("texts and days", event.texts_and_days, ("event.toml", "ledger")),
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
"""All checks, in the order in which their faults should be fixed."""


def run_checks(context: DoctorContext, checks: Sequence[Check] = CHECKS) -> Iterator[HealthCheck]:
    """Does each check in order; one whose needs failed is not done, and its result says so."""
    failed: set[str] = set()
    for check in checks:
        if result := result_of(check, context, failed):
            yield result


def result_of(check: Check, context: DoctorContext, failed: set[str]) -> HealthCheck | None:
    """The result of a check; None where it does not apply.

    Args:
        failed: the names of the checks that failed; this one is added when it fails.
    """
    first = next((name for name in check.needs if name in failed), None)
    result = (
        unknown(said("not looked at: mend {first} first", first=named("check", first)))
        if first
        else _result(check, context)
    )
    if result is None:
        return None
    if result.verdict in (Verdict.RED, Verdict.GREY):
        failed.add(check.name)
    return replace(result, name=check.name)


def needs_a_person(results: Sequence[HealthCheck]) -> bool:
    """Whether a check failed or found something to look at."""
    return any(each.verdict in (Verdict.RED, Verdict.YELLOW) for each in results)


def _result(check: Check, context: DoctorContext) -> HealthCheck | None:
    """The result of a check; an error in it is a failed check."""
    try:
        return check.examine(context)
    except (ReportgenError, OSError) as fault:
        what, where, todo = fault_parts(fault)
        return wrong(what, todo, where)
    except Exception as fault:  # a check that breaks must not stop the others
        what = said(
            "looking at it failed: {reason}", reason=f"{type(fault).__name__}: {' '.join(str(fault).split())[:300]}"
        )
        return wrong(what, "tell who looks after reportgen, with this line; until then, do not trust a run")
