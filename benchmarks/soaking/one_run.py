"""One run of the event at a moment of its own, as a process: ``python -m soaking.one_run EVENT OUTPUT MOMENT``.

It is a real run with real mail to a server on this machine; only the clock is moved, and goes on from there. A person
releases letters and settles uncertain ones before it, as on the organiser's page. It prints what it did as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from reportgen.application.delivery.release import release, release_preview
from reportgen.application.delivery.settle import resolve
from reportgen.application.resources import print_context_of, workspace_in
from reportgen.application.run import RunOptions, run
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import State
from reportgen.render.printing.context import Judge
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.lock import locked


def moved_clock(begin: datetime) -> Callable[[], datetime]:
    """A clock that began at a moment when this function was called, and goes on from there."""
    started = monotonic()
    return lambda: begin + timedelta(seconds=monotonic() - started)


def main() -> None:
    """Runs once, and prints the counts, the states of all letters, and the most memory of a process, in bytes.

    On standard input: the Message-IDs that the mail server accepted, one a line, to settle uncertain letters with.
    """
    event, output, moment = Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])
    accepted = set(sys.stdin.read().split())
    clock = moved_clock(moment.replace(tzinfo=ZONE))
    paths = Paths(EMBEDDED, output)
    with (
        locked(output),
        workspace_in(event, paths, Clock(clock, monotonic)) as workspace,
        print_context_of(workspace.settings, paths, 2, "", Judge.SAMPLE) as print_context,
    ):
        settled = _settle_uncertain(workspace, accepted)
        preview = release_preview(workspace.key, workspace.ledger, workspace.archive)
        released = release(preview, workspace.ledger, workspace.moment, "soak test")
        report = run(workspace, RunOptions(agreed=sys.maxsize), print_context, lambda *_: None)
        states = Counter(str(each.state) for each in workspace.ledger.deliveries(workspace.key))
        result = {
            "made": report.made,
            "withdrawn": report.withdrawn,
            "released": report.released + released,
            "sent": report.sent,
            "settled": settled,
            "stopped": report.stopped,
            "findings": dict(Counter(each.code for each in report.findings)),
            "states": states,
        }
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    sys.stdout.write(json.dumps(result | {"memory": own * 1024, "worker_memory": workers * 1024}) + "\n")


def _settle_uncertain(workspace: Workspace, accepted: set[str]) -> int:
    """Says of each uncertain letter whether it arrived, as the server knows; returns how many there were."""
    ledger = workspace.ledger
    ledger.recover_interrupted(workspace.key, workspace.moment)
    uncertain = ledger.deliveries(workspace.key, State.UNCERTAIN)
    for each in uncertain:
        resolve(workspace.key, each.participant, ledger, workspace.moment, each.message_id in accepted, "asked")
    return len(uncertain)


if __name__ == "__main__":
    main()
