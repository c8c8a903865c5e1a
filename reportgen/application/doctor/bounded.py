"""Health checks within a limit of time: in a process that is ended when one of them does not end."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from tempfile import TemporaryDirectory

from reportgen.application.doctor import CHECKS, Check, result_of
from reportgen.application.doctor.context import DoctorContext
from reportgen.domain.health import HealthCheck, Verdict, doubtful, good
from reportgen.i18n.message import said

CHECK_TIMEOUT = 18.0
"""Seconds that one check may take; the slowest, printing a pack, takes three."""

TOTAL_TIMEOUT = 27.0
"""Seconds that all checks may take together, so that a person gets an answer within half a minute."""

TODO = said("see what it waits for (a server, a disk, a list or template that is far too large), and look again")

NOT_APPLICABLE = good("it does not apply to this event")


def bounded_checks(
    context: DoctorContext,
    checks: Sequence[Check] = CHECKS,
    each: float | None = None,
    total: float | None = None,
) -> Iterator[HealthCheck]:
    """Does each check in order, as ``run_checks`` does; one that does not end is ended, and the others go on.

    Args:
        each: seconds that one check may take; ``CHECK_TIMEOUT`` if nothing else is said.
        total: seconds that all may take, ``TOTAL_TIMEOUT`` likewise; those that were not reached say so.
    """
    each, total = each or CHECK_TIMEOUT, total or TOTAL_TIMEOUT
    until = context.timer() + total
    failed: set[str] = set()
    waiting = list(checks)
    with TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True) as folder:
        while waiting and context.timer() < until:
            with _at_work(context, waiting, failed, folder) as results:
                while waiting and (left := min(each, until - context.timer())) > 0:
                    check = waiting.pop(0)
                    result = _result_from(results, left)
                    if isinstance(result, str):
                        failed.add(check.name)
                        yield replace(doubtful(result, TODO), name=check.name)
                        break
                    if result.verdict in (Verdict.RED, Verdict.GREY):
                        failed.add(check.name)
                    if result != NOT_APPLICABLE:
                        yield result
    for check in waiting:
        yield replace(
            doubtful(said("not looked at: the {total:g} seconds for all checks were over", total=total), TODO),
            name=check.name,
        )


def _result_from(results: Connection, left: float) -> HealthCheck | str:
    """The next result, or why there is none."""
    try:
        if results.poll(left):
            result: HealthCheck = results.recv()
            return result
    except (EOFError, OSError):
        return "the process that looked at it died"
    return said("nothing came of it within {seconds:.0f} seconds", seconds=left)


@contextmanager
def _at_work(context: DoctorContext, checks: Sequence[Check], failed: set[str], folder: str) -> Iterator[Connection]:
    """What gives the results of checks, one after another, from a process that ends with the block."""
    results, theirs = get_context("fork").Pipe()
    process = get_context("fork").Process(target=_report, args=(theirs, context, tuple(checks), set(failed), folder))
    process.start()
    theirs.close()
    try:
        yield results
    finally:
        process.kill()
        process.join()
        results.close()


def _report(
    connection: Connection, context: DoctorContext, checks: Sequence[Check], failed: set[str], folder: str
) -> None:
    """Sends the result of each check; runs in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tempfile.tempdir = folder
    with suppress(BaseException):  # nobody listens any more
        for check in checks:
            connection.send(result_of(check, context, failed) or NOT_APPLICABLE)
    os._exit(0)
